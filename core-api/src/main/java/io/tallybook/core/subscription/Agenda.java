package io.tallybook.core.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What was planned of a subscription beside its periods, and what became of that.
 *
 * @param pauses in the order in which they were agreed
 * @param schedules changes of plan and ends, in the order in which they were agreed
 */
public record Agenda(List<SubscriptionPause> pauses, List<SubscriptionSchedule> schedules) {
    public static final Agenda EMPTY = new Agenda(List.of(), List.of());

    public Agenda {
        pauses = List.copyOf(Objects.requireNonNullElse(pauses, List.of()));
        schedules = List.copyOf(Objects.requireNonNullElse(schedules, List.of()));
    }

    /** The pause that lasts now. */
    public Optional<SubscriptionPause> activePause() {
        return in(SubscriptionPause.Status.ACTIVE);
    }

    /** The pause that is still to come. */
    public Optional<SubscriptionPause> plannedPause() {
        return in(SubscriptionPause.Status.SCHEDULED);
    }

    private Optional<SubscriptionPause> in(SubscriptionPause.Status status) {
        return pauses.stream().filter(pause -> pause.status() == status).findFirst();
    }

    /** The same with a pause, in the place of what was known of it. */
    public Agenda with(SubscriptionPause pause) {
        List<SubscriptionPause> all = new ArrayList<>(pauses);
        all.removeIf(one -> one.order().id().equals(pause.order().id()));
        all.add(pause);
        return new Agenda(all, schedules);
    }

    /** The same with what became of one pause. */
    public Agenda with(PauseId id, UnaryOperator<SubscriptionPause> change) {
        List<SubscriptionPause> all = new ArrayList<>(pauses);
        all.replaceAll(one -> one.order().id().equals(id) ? change.apply(one) : one);
        return new Agenda(all, schedules);
    }

    /**
     * The same with one more thing that is to happen. What is agreed again in the moment in which
     * it was given up is the same thing.
     */
    public Agenda with(SubscriptionSchedule schedule) {
        List<SubscriptionSchedule> all = new ArrayList<>(schedules);
        all.removeIf(one -> one.id().equals(schedule.id()));
        all.add(schedule);
        return new Agenda(pauses, all);
    }

    /** The same, with what of the pending fits settled at a moment. */
    public Agenda settling(
            Predicate<SubscriptionSchedule> which, SubscriptionSchedule.Status how, Instant at) {
        List<SubscriptionSchedule> all = new ArrayList<>(schedules);
        all.replaceAll(one -> one.stillToCome() && which.test(one) ? one.settled(how, at) : one);
        return new Agenda(pauses, all);
    }
}
