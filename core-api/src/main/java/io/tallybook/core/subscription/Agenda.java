package io.tallybook.core.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What was planned of a subscription beside its periods, and what became of that.
 *
 * @param pauses in the order in which they were agreed
 */
public record Agenda(List<SubscriptionPause> pauses) {
    public static final Agenda EMPTY = new Agenda(List.of());

    public Agenda {
        pauses = List.copyOf(Objects.requireNonNullElse(pauses, List.of()));
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
        return new Agenda(all);
    }

    /** The same with what became of one pause. */
    public Agenda with(PauseId id, UnaryOperator<SubscriptionPause> change) {
        List<SubscriptionPause> all = new ArrayList<>(pauses);
        all.replaceAll(one -> one.order().id().equals(id) ? change.apply(one) : one);
        return new Agenda(all);
    }
}
