package io.tallybook.command.payment;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a payment is, as far as its rules need it. */
sealed interface PaymentState {
    /** It does not exist yet. */
    record Absent() implements PaymentState {}

    /**
     * It exists.
     *
     * @param now as described last
     * @param stage where it stands
     */
    record Made(PaymentEvent.Created created, PaymentDocument now, Stage stage)
            implements PaymentState {
        Made at(Stage next) {
            return new Made(created, now, next);
        }
    }

    /** Where a payment stands. */
    sealed interface Stage {
        /** No attempt is under way. */
        record Idle(int attempts) implements Stage {}

        /** Somebody is being asked for the money. */
        record Trying(int attempt) implements Stage {}

        /** The customer has to do something first. */
        record Asked(int attempt) implements Stage {}

        /**
         * The money is there.
         *
         * @param refunds what went back, by the name of the refund
         */
        record Paid(int attempt, Money amount, Map<RefundId, Money> refunds) implements Stage {
            public Paid {
                refunds = Map.copyOf(refunds);
            }

            Money kept() {
                return refunds.values().stream().reduce(amount, Money::minus);
            }

            Paid with(PaymentEvent.Refunded refund) {
                Map<RefundId, Money> more = new LinkedHashMap<>(refunds);
                more.put(refund.refundId(), refund.amount());
                return new Paid(attempt, amount, more);
            }
        }

        /** It was given up. */
        record Voided() implements Stage {}

        /** It was deleted. */
        record Deleted() implements Stage {}
    }

    default PaymentState evolve(PaymentEvent event) {
        return switch (event) {
            case PaymentEvent.Created e -> new Made(e, e.payment(), new Stage.Idle(0));
            case PaymentEvent.Described e -> {
                Made made = made(e);
                yield new Made(
                        made.created(),
                        made.now().described(e.gateway(), e.methodId(), e.metadata()),
                        made.stage());
            }
            case PaymentEvent.AttemptBegun e -> made(e).at(new Stage.Trying(e.attempt()));
            case PaymentEvent.CustomerAsked e -> made(e).at(new Stage.Asked(e.attempt()));
            case PaymentEvent.Succeeded e ->
                    made(e).at(new Stage.Paid(e.attempt(), e.amount(), Map.of()));
            case PaymentEvent.Declined e ->
                    made(e).at(new Stage.Idle(Math.max(attempts(made(e)), e.attempt())));
            case PaymentEvent.Refunded e -> refunded(made(e), e);
            case PaymentEvent.Voided e -> made(e).at(new Stage.Voided());
            case PaymentEvent.Deleted e -> made(e).at(new Stage.Deleted());
        };
    }

    private Made refunded(Made made, PaymentEvent.Refunded e) {
        return switch (made.stage()) {
            case Stage.Paid paid -> made.at(paid.with(e));
            case Stage.Idle _, Stage.Trying _, Stage.Asked _, Stage.Voided _, Stage.Deleted _ ->
                    throw impossible(e);
        };
    }

    /** How many attempts there were. */
    private static int attempts(Made made) {
        return switch (made.stage()) {
            case Stage.Idle(int attempts) -> attempts;
            case Stage.Trying(int attempt) -> attempt;
            case Stage.Asked(int attempt) -> attempt;
            case Stage.Paid paid -> paid.attempt();
            case Stage.Voided _, Stage.Deleted _ -> 0;
        };
    }

    private Made made(PaymentEvent event) {
        return switch (this) {
            case Made made -> made;
            case Absent() -> throw impossible(event);
        };
    }

    private InvariantViolated impossible(PaymentEvent event) {
        return new InvariantViolated(
                "events_follow_the_life_cycle", event.paymentId(), this, event);
    }
}
