package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Usage that is charged in advance, with each event as it comes. */
public final class PerEventRating {

    private PerEventRating() {}

    /**
     * The fee of one event: the units it adds to what is already paid for in the period, and their
     * price.
     *
     * <p>Units already paid for are not charged again: after 10 units, 4 given back and 8 taken,
     * only 4 are new. Guarantee: the steps sum to the precise amount, which rounds to the amount.
     */
    public record EventFee(
            BigDecimal units, BigDecimal precise, Money amount, List<RatingStep> steps) {
        public EventFee {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A fee for what is left of the period when its event comes. Rounding: once, half away from
     * zero.
     */
    public static Money forRest(EventFee fee, Ratio rest, CurrencyCode currency) {
        return rest.of(fee.precise(), currency, Rounding.HALF_UP);
    }

    /**
     * Where a period stands between two events.
     *
     * @param running what the meter reads
     * @param paid the highest it has read, up to which units are paid for
     * @param tally the transactions so far; a percentage looks at it
     */
    public record Position(BigDecimal running, BigDecimal paid, TransactionTally tally) {
        public static final Position START =
                new Position(BigDecimal.ZERO, BigDecimal.ZERO, TransactionTally.START);

        private Position after(PricingModel model, BigDecimal value, Conventions conventions) {
            BigDecimal read = running.add(value);
            BigDecimal units = read.subtract(paid).max(BigDecimal.ZERO);
            TransactionTally counted =
                    model instanceof Percentage percentage
                            ? tally.plus(percentage, units, conventions)
                            : tally;
            return new Position(read, paid.add(units), counted);
        }
    }

    public record Next(EventFee fee, Position position) {}

    /**
     * The fee of the next event: the price of all units with it, less the price of all units before
     * it.
     *
     * <p>Rounding: LAGO and FLEXPRICE round each fee; EXACT takes the difference of the rounded
     * sums, so that the fees of a period sum to what the period would cost in arrears, and says in
     * a row of its own what that moves. Guarantee: never negative.
     */
    public static Next next(
            PricingModel model,
            Position position,
            BigDecimal value,
            CurrencyCode currency,
            Conventions conventions) {
        Position after = position.after(model, value, conventions);
        RatedAmount withEvent = rated(model, after, currency, conventions);
        RatedAmount before = rated(model, position, currency, conventions);
        RatedAmount fee = difference(withEvent, before, currency, conventions);
        BigDecimal units = after.paid().subtract(position.paid());
        return new Next(new EventFee(units, fee.precise(), fee.amount(), fee.steps()), after);
    }

    /** The fees of all events of a period, in order; see {@link #next}. */
    public static List<EventFee> fees(
            PricingModel model,
            List<BigDecimal> values,
            CurrencyCode currency,
            Conventions conventions) {
        List<EventFee> fees = new ArrayList<>(values.size());
        Position position = Position.START;
        for (BigDecimal value : values) {
            Next next = next(model, position, value, currency, conventions);
            fees.add(next.fee());
            position = next.position();
        }
        return fees;
    }

    private static RatedAmount difference(
            RatedAmount withEvent,
            RatedAmount before,
            CurrencyCode currency,
            Conventions conventions) {
        StepSum rows = new StepSum();
        rows.addAll(withEvent.steps());
        rows.takeAll(before.steps());
        RatedAmount plain = RatedAmount.of(rows.stepsThatCount(), currency).atLeastZero(currency);
        if (conventions != Conventions.EXACT) {
            return plain;
        }
        Money moved = withEvent.amount().minus(before.amount()).max(Money.zero(currency));
        BigDecimal carried = moved.toDecimal().subtract(plain.precise());
        if (carried.signum() == 0) {
            return plain;
        }
        List<RatingStep> steps = new ArrayList<>(plain.steps());
        steps.add(RatingStep.amount("rounding.carried", carried));
        return RatedAmount.of(steps, currency);
    }

    private static RatedAmount rated(
            PricingModel model, Position position, CurrencyCode currency, Conventions conventions) {
        if (position.paid().signum() == 0) {
            return RatedAmount.of(List.of(), currency);
        }
        List<RatingStep> steps =
                model instanceof Percentage percentage
                        ? position.tally().rows(percentage, conventions)
                        : Rating.steps(model, MeteredUsage.of(position.paid()), conventions);
        return RatedAmount.of(steps, currency);
    }
}
