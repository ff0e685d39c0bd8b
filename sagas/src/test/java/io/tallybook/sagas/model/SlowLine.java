package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /** What of other lines, paid for and not used, was set against it. */
    BigDecimal taken = new BigDecimal("0.00");

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

    /** Its price of so many calls, one call after the other where that is how it goes. */
    BigDecimal used(int calls) {
        return SlowInvoice.cents(
                switch (offer().kind()) {
                    case PER_CALL -> offer().price().multiply(BigDecimal.valueOf(calls));
                    case PER_HUNDRED ->
                            offer().price().multiply(BigDecimal.valueOf((calls + 99) / 100));
                    case VOLUME -> priceOf(calls).multiply(BigDecimal.valueOf(calls));
                    case GRADUATED -> {
                        BigDecimal sum = BigDecimal.ZERO;
                        for (int call = 1; call <= calls; call++) {
                            sum = sum.add(priceOf(call));
                        }
                        yield sum;
                    }
                    case ADVANCE, ARREAR -> throw new IllegalStateException("counts no calls");
                });
    }

    private BigDecimal priceOf(int call) {
        return offer().steps().stream()
                .filter(step -> step.upTo() == null || call <= step.upTo())
                .findFirst()
                .map(step -> new BigDecimal(step.price()))
                .orElseThrow();
    }
}
