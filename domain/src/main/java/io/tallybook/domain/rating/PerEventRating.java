package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
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
     * only 4 are new.
     */
    public record EventFee(BigDecimal units, BigDecimal precise, Money amount) {}

    /**
     * Where a period stands between two events.
     *
     * @param running what the meter reads
     * @param paid the highest it has read, up to which units are paid for
     * @param values the units that each earlier event was charged for, in order
     */
    public record Position(BigDecimal running, BigDecimal paid, List<BigDecimal> values) {
        public static final Position START =
                new Position(BigDecimal.ZERO, BigDecimal.ZERO, List.of());

        public Position {
            values = List.copyOf(values);
        }
    }

    public record Next(EventFee fee, Position position) {}

    /**
     * The fee of the next event: the price of all units with it, less the price of all units before
     * it.
     *
     * <p>Rounding: LAGO and FLEXPRICE round each fee; EXACT takes the difference of the rounded
     * sums, so that the fees of a period sum to what the period would cost in arrears. Guarantee:
     * never negative.
     */
    public static Next next(
            PricingModel model,
            Position position,
            BigDecimal value,
            CurrencyCode currency,
            Conventions conventions) {
        BigDecimal running = position.running().add(value);
        BigDecimal units = running.subtract(position.paid()).max(BigDecimal.ZERO);
        List<BigDecimal> values = new ArrayList<>(position.values());
        values.add(units);
        Position after = new Position(running, position.paid().add(units), values);
        RatedAmount withEvent = rated(model, after, currency, conventions);
        RatedAmount before = rated(model, position, currency, conventions);
        BigDecimal precise = withEvent.precise().subtract(before.precise()).max(BigDecimal.ZERO);
        Money amount =
                switch (conventions) {
                    case EXACT ->
                            withEvent.amount().minus(before.amount()).max(Money.zero(currency));
                    case FLEXPRICE, LAGO -> RatedAmount.rounded(precise, currency);
                };
        return new Next(new EventFee(units, precise, amount), after);
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

    private static RatedAmount rated(
            PricingModel model, Position position, CurrencyCode currency, Conventions conventions) {
        if (position.values().isEmpty()) {
            return RatedAmount.of(List.of(), currency);
        }
        return Rating.rate(
                model, MeteredUsage.ofTransactions(position.values()), currency, conventions);
    }
}
