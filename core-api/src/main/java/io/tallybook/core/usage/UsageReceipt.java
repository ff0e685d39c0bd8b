package io.tallybook.core.usage;

import java.util.List;

/**
 * What became of an event: it is stored once, and how often and with what it came again.
 *
 * @param event as it was kept
 * @param position where on the log
 * @param repeats in the order of the log, the first {@value #REPEATS_MAX} of them
 * @param repeatCount how many there are in all
 */
public record UsageReceipt(
        UsageEvent event, LogPosition position, List<Repeat> repeats, long repeatCount) {
    public static final int REPEATS_MAX = 100;

    public UsageReceipt {
        repeats = List.copyOf(repeats);
    }

    /**
     * The event once more, which is not counted.
     *
     * @param conflict whether it says something else than the event that was kept: another name,
     *     customer or property
     */
    public record Repeat(UsageEvent event, LogPosition position, boolean conflict) {}
}
