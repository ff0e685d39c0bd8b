package io.tallybook.command.subscription;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a subscription is, as far as its rules need it. */
sealed interface SubscriptionState {
    /** It does not exist yet. */
    record Absent() implements SubscriptionState {}

    /** It may begin one day. */
    record Drafted(SubscriptionEvent.Drafted drafted) implements SubscriptionState {}

    /** It runs, and nobody has asked for its end. */
    record Active(
            SubscriptionEvent.Activated activated,
            SubscriptionTerms terms,
            int periodIndex,
            BillingPeriod period)
            implements SubscriptionState {
        Scope scope() {
            return activated.scope();
        }
    }

    /** It runs until a moment that somebody has asked for. */
    record Ending(Active active, Planned planned) implements SubscriptionState {}

    /** It has ended. */
    record Cancelled(SubscriptionEvent.Activated activated, int periodIndex, Instant cancelledAt)
            implements SubscriptionState {}

    /** The end that somebody has asked for. */
    record Planned(
            CancellationType type,
            Instant requestedAt,
            Instant cancelAt,
            @Nullable String reason) {}

    default SubscriptionState evolve(SubscriptionEvent event) {
        return switch (event) {
            case SubscriptionEvent.Drafted e -> new Drafted(e);
            case SubscriptionEvent.Activated e -> new Active(e, e.terms(), 0, e.firstPeriod());
            case SubscriptionEvent.Renewed e ->
                    switch (this) {
                        case Active a -> renewed(a, e);
                        case Ending(var a, var planned) -> new Ending(renewed(a, e), planned);
                        case Absent _, Drafted _, Cancelled _ -> throw impossible(e);
                    };
            case SubscriptionEvent.TrialEnded _ -> this;
            case SubscriptionEvent.LinesChanged e ->
                    switch (this) {
                        case Active a -> changed(a, e);
                        case Ending(var a, var planned) -> new Ending(changed(a, e), planned);
                        case Absent _, Drafted _, Cancelled _ -> throw impossible(e);
                    };
            case SubscriptionEvent.CancellationScheduled e ->
                    switch (this) {
                        case Active a -> new Ending(a, planned(e));
                        case Ending(var a, var _) -> new Ending(a, planned(e));
                        case Absent _, Drafted _, Cancelled _ -> throw impossible(e);
                    };
            case SubscriptionEvent.CancellationWithdrawn e ->
                    switch (this) {
                        case Ending(var a, var _) -> a;
                        case Absent _, Drafted _, Active _, Cancelled _ -> throw impossible(e);
                    };
            case SubscriptionEvent.Cancelled e ->
                    switch (this) {
                        case Active a -> cancelled(a, e);
                        case Ending(var a, var _) -> cancelled(a, e);
                        case Absent _, Drafted _, Cancelled _ -> throw impossible(e);
                    };
        };
    }

    private static Active renewed(Active active, SubscriptionEvent.Renewed e) {
        return new Active(active.activated(), active.terms(), e.closedIndex() + 1, e.nextPeriod());
    }

    private static Active changed(Active active, SubscriptionEvent.LinesChanged e) {
        return new Active(
                active.activated(), active.terms().after(e), active.periodIndex(), active.period());
    }

    private static Planned planned(SubscriptionEvent.CancellationScheduled e) {
        return new Planned(e.type(), e.requestedAt(), e.cancelAt(), e.reason());
    }

    private static Cancelled cancelled(Active active, SubscriptionEvent.Cancelled e) {
        return new Cancelled(active.activated(), e.periodIndex(), e.cancelledAt());
    }

    private InvariantViolated impossible(SubscriptionEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.subscriptionId(), this, e);
    }
}
