package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line of a slow subscription: from when to when it holds, and what of it was paid ahead. */
final class SlowLine {
    static final long EVER = Long.MAX_VALUE;

    final Agreed.Line agreed;

    /** On the clock on the wall. */
    final long from;

    /** On the clock on the wall. */
    long until = EVER;

    /**
     * Up to when it was charged ahead, on the subscription's own clock; and of how long a period.
     */
    long paidTo;

    long paidWhole;

    /** What comes with the next invoice that closes a period; absent for nothing. */
    SlowInvoice.@Nullable Line pending;

    /** What it was charged ahead last. */
    @Nullable SlowCharge charge;

    SlowLine(Agreed.Line agreed, long from) {
        this.agreed = agreed;
        this.from = from;
    }

    Offer offer() {
        return agreed.offer();
    }

    boolean isAdvance() {
        return offer().kind() == Offer.Kind.ADVANCE;
    }

    /** Its price for a part of a period, in cents. */
    BigDecimal fixed(long part, long whole) {
        return offer().price()
                .multiply(BigDecimal.valueOf(agreed.units()))
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    /** What was paid ahead and lies behind a moment of the subscription's own clock. */
    BigDecimal unused(long moment) {
        return isAdvance() && paidTo > moment
                ? fixed(paidTo - moment, paidWhole)
                : new BigDecimal("0.00");
    }

    /** What of its last charge lies behind a moment of that clock. */
    List<SlowCharge.Unused> unusedOf(long moment) {
        BigDecimal unused = unused(moment);
        return charge == null || unused.signum() == 0
                ? List.of()
                : List.of(new SlowCharge.Unused(charge, unused));
    }

    /** Its price of so many calls, one call after the other where that is how it goes. */
    BigDecimal price(int calls) {
        return price(offer().price(), calls);
    }

    /** What is promised of it, in money. */
    BigDecimal promised() {
        Offer.Promise promise = Objects.requireNonNull(offer().promise());
        return worth(promise.unit(), promise.value(), offer().price());
    }

    /** The price of one window, and what is owed because of what was promised of it. */
    BigDecimal price(SlowWindows.Window window) {
        Offer.Promise promise = offer().promise();
        if (promise == null || promise.span() != Offer.Span.WINDOW) {
            return price(window.calls());
        }
        for (Offer.Hours hours : promise.hours()) {
            if (isWithin(window.hour(), hours)) {
                BigDecimal each = hours.price() == null ? offer().price() : hours.price();
                return kept(
                        price(each, window.calls()),
                        worth(hours.unit(), hours.value(), each),
                        hours.factor(),
                        hours.truedUp());
            }
        }
        return kept(price(window.calls()), promised(), promise.factor(), promise.truedUp());
    }

    // Counted from the hour in which they begin on, it is one of the next so many.
    private static boolean isWithin(int hour, Offer.Hours hours) {
        int of = (hours.until() - hours.from() + 24) % 24;
        return (hour - hours.from() + 24) % 24 < of;
    }

    private static BigDecimal kept(
            BigDecimal cost, BigDecimal promised, BigDecimal factor, boolean truedUp) {
        if (promised.signum() == 0) {
            return cost;
        }
        if (cost.compareTo(promised) > 0) {
            return promised.add(cost.subtract(promised).multiply(factor));
        }
        return truedUp ? promised : cost;
    }

    private BigDecimal worth(Offer.Unit unit, BigDecimal value, BigDecimal each) {
        return unit == Offer.Unit.MONEY ? value : price(each, value.intValueExact());
    }

    private BigDecimal price(BigDecimal each, int calls) {
        return switch (offer().kind()) {
            case PER_CALL -> each.multiply(BigDecimal.valueOf(calls));
            case PER_HUNDRED -> each.multiply(BigDecimal.valueOf((calls + 99) / 100));
            case VOLUME -> priceOf(calls).multiply(BigDecimal.valueOf(calls));
            case GRADUATED -> {
                BigDecimal sum = BigDecimal.ZERO;
                for (int call = 1; call <= calls; call++) {
                    sum = sum.add(priceOf(call));
                }
                yield sum;
            }
            case ADVANCE, ARREAR -> throw new IllegalStateException("counts no calls");
        };
    }

    private BigDecimal priceOf(int call) {
        return offer().steps().stream()
                .filter(step -> step.upTo() == null || call <= step.upTo())
                .findFirst()
                .map(step -> new BigDecimal(step.price()))
                .orElseThrow();
    }
}
