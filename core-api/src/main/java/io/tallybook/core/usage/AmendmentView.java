package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An amendment of usage, and its whole history.
 *
 * @param steps in the order of the log, the first of them DRAFTED
 * @param counts of how many events it does what
 * @param touched whose usage it changes, and when
 */
public record AmendmentView(
        AmendmentId id,
        Scope scope,
        List<Mark> steps,
        Map<AmendedEvent.Action, Long> counts,
        List<Touched> touched) {
    public AmendmentView {
        steps = List.copyOf(steps);
        counts = Map.copyOf(counts);
        touched = List.copyOf(touched);
    }

    /** How far an amendment is. */
    public enum Step {
        DRAFTED,
        APPLIED,
        REVERTED
    }

    /**
     * One step, and who took it when and why.
     *
     * @param at the environment's clock
     */
    public record Mark(Step step, Instant at, String actor, String reason, LogPosition position) {}

    /**
     * A customer whose usage changes.
     *
     * @param from of the first event that does
     * @param to of the last
     */
    public record Touched(String externalCustomerId, Instant from, Instant to) {}

    public Step status() {
        return steps.getLast().step();
    }

    public Mark drafted() {
        return steps.getFirst();
    }
}
