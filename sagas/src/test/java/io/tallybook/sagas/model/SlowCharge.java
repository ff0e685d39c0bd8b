package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.util.List;

/** What was charged ahead for a period of a line, and what of other charges was set against it. */
final class SlowCharge {
    final SlowInvoice.Line line;
    final BigDecimal taken;
    final List<Unused> from;

    /** Whether no invoice will ever bear it. */
    boolean dropped;

    /**
     * @param line what is on the invoice, after what was set against it
     * @param from what that was taken from
     */
    SlowCharge(SlowInvoice.Line line, BigDecimal taken, List<Unused> from) {
        this.line = line;
        this.taken = taken;
        this.from = List.copyOf(from);
    }

    /** A part of a charge that is not used, by its price. */
    record Unused(SlowCharge of, BigDecimal amount) {
        static BigDecimal sum(List<Unused> parts) {
            return parts.stream().map(Unused::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }
}
