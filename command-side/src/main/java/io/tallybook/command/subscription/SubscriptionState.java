package io.tallybook.command.subscription;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Successor;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a subscription is, as far as its rules need it. */
sealed interface SubscriptionState {
    /** It does not exist yet. */
    record Absent() implements SubscriptionState {}

    /** It may begin one day. */
    record Drafted(SubscriptionEvent.Drafted drafted) implements SubscriptionState {}

    /**
     * It runs, and nobody has asked for its end.
     *
     * @param pausing the pause that is to come
     * @param changing the plan that it goes over to when the open period ends
     */
    record Active(
            SubscriptionEvent.Activated activated,
            SubscriptionTerms terms,
            int periodIndex,
            BillingPeriod period,
            Optional<PauseOrder> pausing,
            Optional<AgreedPlan> changing)
            implements SubscriptionState {
        Scope scope() {
            return activated.scope();
        }

        private Active under(SubscriptionTerms others, int index, BillingPeriod open) {
            return new Active(activated, others, index, open, pausing, changing);
        }

        private Active changing(Optional<AgreedPlan> change) {
            return new Active(activated, terms, periodIndex, period, pausing, change);
        }

        // A change that was planned happens as a change of lines that bears its id.
        private Active changed(SubscriptionEvent.LinesChanged e) {
            Amendment amendment = e.amendment();
            Active after = under(terms.after(e), periodIndex, period);
            return amendment == null
                    ? after
                    : after.changing(
                            changing.filter(c -> !c.id().value().equals(amendment.changeId())));
        }

        private Active pausing(Optional<PauseOrder> order) {
            return new Active(activated, terms, periodIndex, period, order, changing);
        }
    }

    /**
     * It is held back until an invoice is paid.
     *
     * @param planned the end that somebody has asked for
     */
    record Incomplete(
            Active active, SubscriptionEvent.PaymentAwaited awaited, Optional<Planned> planned)
            implements SubscriptionState {}

    /** It runs until a moment that somebody has asked for. */
    record Ending(Active active, Planned planned) implements SubscriptionState {}

    /**
     * Service is interrupted.
     *
     * @param active as it was when the pause began
     * @param planned the end that somebody has asked for
     */
    record Paused(Active active, PauseOrder order, Optional<Planned> planned)
            implements SubscriptionState {}

    /**
     * It has ended.
     *
     * @param successor what began in its place; absent for nothing
     */
    record Cancelled(
            SubscriptionEvent.Activated activated,
            SubscriptionTerms terms,
            int periodIndex,
            Instant cancelledAt,
            @Nullable Successor successor)
            implements SubscriptionState {}

    /**
     * The end that somebody has asked for.
     *
     * @param successor what begins in its place; absent for nothing
     */
    record Planned(
            CancellationType type,
            Instant requestedAt,
            Instant cancelAt,
            @Nullable String reason,
            @Nullable ProrationBehavior proration,
            @Nullable Successor successor) {
        /** One after which nothing begins. */
        Planned(
                CancellationType type,
                Instant requestedAt,
                Instant cancelAt,
                @Nullable String reason,
                @Nullable ProrationBehavior proration) {
            this(type, requestedAt, cancelAt, reason, proration, null);
        }
    }

    /** What holds of one that runs or stands. */
    default Optional<SubscriptionTerms> agreed() {
        return switch (this) {
            case Active a -> Optional.of(a.terms());
            case Incomplete(var a, var _, var _) -> Optional.of(a.terms());
            case Ending(var a, var _) -> Optional.of(a.terms());
            case Paused(var a, var _, var _) -> Optional.of(a.terms());
            case Absent _, Drafted _, Cancelled _ -> Optional.empty();
        };
    }

    /** What is agreed to begin in its place. */
    default Optional<Successor> following() {
        return switch (this) {
            case Ending(var _, var planned) -> Optional.ofNullable(planned.successor());
            case Paused(var _, var _, var planned) -> planned.map(Planned::successor);
            case Incomplete(var _, var _, var planned) -> planned.map(Planned::successor);
            case Absent _, Drafted _, Active _, Cancelled _ -> Optional.empty();
        };
    }

    /**
     * The instances of addons that it has: its own, those that somebody has ended left out, and
     * those of what begins in its place, which has them from its beginning on.
     */
    default List<AddonAssociation> addons() {
        Stream<SubscriptionTerms> own =
                this instanceof Drafted(var drafted)
                        ? Stream.of(drafted.terms())
                        : agreed().stream();
        Stream<Successor> next =
                this instanceof Cancelled ended
                        ? Stream.ofNullable(ended.successor())
                        : following().stream();
        return Stream.concat(own, next.map(Successor::terms))
                .flatMap(terms -> terms.addons().stream())
                .filter(addon -> addon.cancelledAt() == null)
                .toList();
    }

    default SubscriptionState evolve(SubscriptionEvent event) {
        return switch (event) {
            case SubscriptionEvent.Drafted e -> new Drafted(e);
            case SubscriptionEvent.Activated e ->
                    new Active(
                            e, e.terms(), 0, e.firstPeriod(), Optional.empty(), Optional.empty());
            case SubscriptionEvent.Renewed e ->
                    running(e, a -> a.under(a.terms(), e.closedIndex() + 1, e.nextPeriod()));
            case SubscriptionEvent.TrialEnded _, SubscriptionEvent.PaymentMissed _ -> this;
            case SubscriptionEvent.TrialChanged e ->
                    running(e, a -> a.under(a.terms().after(e), a.periodIndex(), e.trial()));
            case SubscriptionEvent.ThresholdCrossed e ->
                    running(e, a -> a.under(a.terms().after(e), a.periodIndex(), a.period()));
            case SubscriptionEvent.PaymentAwaited e -> awaiting(e);
            case SubscriptionEvent.PaymentArrived e -> served(e);
            case SubscriptionEvent.LinesChanged e -> running(e, a -> a.changed(e));
            case SubscriptionEvent.HeirsChanged e ->
                    switch (this) {
                        case Paused(var a, var order, var planned) ->
                                new Paused(shared(a, e), order, planned);
                        case Absent _, Drafted _, Active _, Incomplete _, Ending _, Cancelled _ ->
                                running(e, a -> shared(a, e));
                    };
            case SubscriptionEvent.GroupChanged e -> grouped(e, terms -> terms.after(e));
            case SubscriptionEvent.GroupJoined e -> grouped(e, terms -> terms.after(e));
            case SubscriptionEvent.GroupLeft e -> grouped(e, terms -> terms.after(e));
            case SubscriptionEvent.Remetered e ->
                    running(e, a -> a.under(a.terms().after(e), a.periodIndex(), a.period()));
            case SubscriptionEvent.ChangeScheduled e ->
                    running(e, a -> a.changing(Optional.of(e.change())));
            case SubscriptionEvent.ChangeWithdrawn e ->
                    running(e, a -> a.changing(Optional.empty()));
            case SubscriptionEvent.PauseScheduled e ->
                    running(e, a -> a.pausing(Optional.of(e.order())));
            case SubscriptionEvent.PauseWithdrawn e -> running(e, a -> a.pausing(Optional.empty()));
            case SubscriptionEvent.Paused e -> interrupted(e);
            case SubscriptionEvent.Resumed e -> resumed(e);
            case SubscriptionEvent.CancellationScheduled e -> ending(e);
            case SubscriptionEvent.CancellationWithdrawn e -> staying(e);
            case SubscriptionEvent.Cancelled e -> ended(e);
        };
    }

    private SubscriptionState awaiting(SubscriptionEvent.PaymentAwaited e) {
        return switch (this) {
            case Active a -> new Incomplete(a, e, Optional.empty());
            case Ending(var a, var planned) -> new Incomplete(a, e, Optional.of(planned));
            case Absent _, Drafted _, Incomplete _, Paused _, Cancelled _ -> throw impossible(e);
        };
    }

    private SubscriptionState served(SubscriptionEvent.PaymentArrived e) {
        return switch (this) {
            case Incomplete(var a, var _, var planned) -> goingOn(a, planned);
            case Absent _, Drafted _, Active _, Ending _, Paused _, Cancelled _ ->
                    throw impossible(e);
        };
    }

    private SubscriptionState interrupted(SubscriptionEvent.Paused e) {
        return switch (this) {
            case Active a -> new Paused(paused(a, e), e.order(), Optional.empty());
            case Ending(var a, var planned) ->
                    new Paused(paused(a, e), e.order(), Optional.of(planned));
            case Absent _, Drafted _, Incomplete _, Paused _, Cancelled _ -> throw impossible(e);
        };
    }

    private SubscriptionState resumed(SubscriptionEvent.Resumed e) {
        return switch (this) {
            case Paused(var a, var _, var planned) -> resumed(a, e, planned);
            case Absent _, Drafted _, Incomplete _, Active _, Ending _, Cancelled _ ->
                    throw impossible(e);
        };
    }

    private SubscriptionState ending(SubscriptionEvent.CancellationScheduled e) {
        return switch (this) {
            case Active a -> new Ending(a, planned(e));
            case Ending(var a, var _) -> new Ending(a, planned(e));
            case Paused(var a, var order, var _) -> new Paused(a, order, Optional.of(planned(e)));
            case Absent _, Drafted _, Incomplete _, Cancelled _ -> throw impossible(e);
        };
    }

    private SubscriptionState staying(SubscriptionEvent.CancellationWithdrawn e) {
        return switch (this) {
            case Ending(var a, var _) -> a;
            case Paused(var a, var order, var _) -> new Paused(a, order, Optional.empty());
            case Absent _, Drafted _, Incomplete _, Active _, Cancelled _ -> throw impossible(e);
        };
    }

    private SubscriptionState ended(SubscriptionEvent.Cancelled e) {
        return switch (this) {
            case Active a -> cancelled(a, e);
            case Incomplete(var a, var _, var _) -> cancelled(a, e);
            case Ending(var a, var _) -> cancelled(a, e);
            case Paused(var a, var _, var _) -> cancelled(a, e);
            case Absent _, Drafted _, Cancelled _ -> throw impossible(e);
        };
    }

    private SubscriptionState running(SubscriptionEvent event, UnaryOperator<Active> change) {
        return switch (this) {
            case Active a -> change.apply(a);
            case Ending(var a, var planned) -> new Ending(change.apply(a), planned);
            case Incomplete(var a, var awaited, var planned) ->
                    new Incomplete(change.apply(a), awaited, planned);
            case Absent _, Drafted _, Paused _, Cancelled _ -> throw impossible(event);
        };
    }

    private SubscriptionState grouped(
            SubscriptionEvent event, UnaryOperator<SubscriptionTerms> change) {
        return switch (this) {
            case Paused(var a, var order, var planned) ->
                    new Paused(grouped(a, change), order, planned);
            case Cancelled(var activated, var terms, var index, var at, var next) ->
                    new Cancelled(activated, change.apply(terms), index, at, next);
            case Absent _, Drafted _, Active _, Incomplete _, Ending _ ->
                    running(event, a -> grouped(a, change));
        };
    }

    private static Active grouped(Active active, UnaryOperator<SubscriptionTerms> change) {
        return active.under(change.apply(active.terms()), active.periodIndex(), active.period());
    }

    private static Active shared(Active active, SubscriptionEvent.HeirsChanged e) {
        return active.under(active.terms().after(e), active.periodIndex(), active.period());
    }

    private static Active paused(Active active, SubscriptionEvent.Paused e) {
        return active.under(active.terms().after(e), e.periodIndex(), e.brokenPeriod())
                .pausing(Optional.empty());
    }

    private static SubscriptionState resumed(
            Active active, SubscriptionEvent.Resumed e, Optional<Planned> planned) {
        Active again = active.under(active.terms().after(e), e.periodIndex(), e.openPeriod());
        return goingOn(again, planned);
    }

    private static SubscriptionState goingOn(Active active, Optional<Planned> planned) {
        return planned.<SubscriptionState>map(end -> new Ending(active, end)).orElse(active);
    }

    private static Planned planned(SubscriptionEvent.CancellationScheduled e) {
        return new Planned(
                e.type(), e.requestedAt(), e.cancelAt(), e.reason(), e.proration(), e.successor());
    }

    private static Cancelled cancelled(Active active, SubscriptionEvent.Cancelled e) {
        return new Cancelled(
                active.activated(),
                active.terms(),
                e.periodIndex(),
                e.cancelledAt(),
                e.successor());
    }

    private InvariantViolated impossible(SubscriptionEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.subscriptionId(), this, e);
    }
}
