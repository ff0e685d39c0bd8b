package io.tallybook.core.usage;

import io.tallybook.core.usage.AmendedEvent.Action;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event: it is stored once, and how often and with what it came again.
 *
 * @param event as it was kept
 * @param position where on the log
 * @param repeats in the order of the log, the first {@value #REPEATS_MAX} of them
 * @param repeatCount how many there are in all
 * @param amendments what amendments say of it, in the order in which they were drafted; of several
 *     in force the last decides
 */
public record UsageReceipt(
        UsageEvent event,
        LogPosition position,
        List<Repeat> repeats,
        long repeatCount,
        List<Amended> amendments) {
    public static final int REPEATS_MAX = 100;

    public UsageReceipt {
        repeats = List.copyOf(repeats);
        amendments = List.copyOf(amendments);
    }

    /** Of an event that nobody amended. */
    public UsageReceipt(
            UsageEvent event, LogPosition position, List<Repeat> repeats, long repeatCount) {
        this(event, position, repeats, repeatCount, List.of());
    }

    /** What is counted of it; empty if it does not count. */
    public Optional<UsageEvent> inForce() {
        return countedUpTo(null);
    }

    /**
     * What a reading counted of it that was complete up to {@code watermark}; empty if it did not.
     *
     * @param watermark absent for now
     */
    public Optional<UsageEvent> countedUpTo(@Nullable String watermark) {
        Amended last = null;
        for (Amended amended : amendments) {
            if (amended.isInForce(watermark)) {
                last = amended;
            }
        }
        if (last != null) {
            return last.said().counts() ? Optional.of(last.said().event()) : Optional.empty();
        }
        boolean isOriginal = amendments.stream().noneMatch(a -> a.said().action() == Action.ADD);
        return isOriginal && (watermark == null || position.isBefore(watermark))
                ? Optional.of(event)
                : Optional.empty();
    }

    /**
     * What one amendment says of it.
     *
     * @param steps of the amendment, in the order of the log
     */
    public record Amended(AmendedEvent said, List<AmendmentView.Mark> steps) {
        public Amended {
            steps = List.copyOf(steps);
        }

        boolean isInForce(@Nullable String watermark) {
            return steps.stream()
                    .filter(mark -> watermark == null || mark.position().isBefore(watermark))
                    .reduce((_, later) -> later)
                    .map(mark -> mark.step() == AmendmentView.Step.APPLIED)
                    .orElse(false);
        }
    }

    /**
     * The event once more, which is not counted.
     *
     * @param conflict whether it says something else than the event that was kept: another name,
     *     customer or property
     */
    public record Repeat(UsageEvent event, LogPosition position, boolean conflict) {}
}
