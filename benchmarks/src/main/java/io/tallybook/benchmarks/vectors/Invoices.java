package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Invoices out of plain line amounts: one unit each at that price. */
final class Invoices {
    /** Some month; no figure depends on which. */
    static final BillingPeriod MONTH =
            new BillingPeriod(
                    Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2024-04-01T00:00:00Z"));

    private Invoices() {}

    /** A line of this amount; its id is its place. */
    static LineInput line(int place, LineKind kind, BigDecimal amount) {
        String id = "line" + place;
        return kind == LineKind.USAGE
                ? LineInput.usage(id, Prices.flat(amount), BigDecimal.ONE, MONTH)
                : LineInput.fixed(id, Prices.flat(amount), BigDecimal.ONE, MONTH);
    }

    static InvoiceInputs inputs(
            CurrencyCode currency, Conventions conventions, List<BigDecimal> amounts) {
        List<LineInput> lines = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            lines.add(line(i + 1, LineKind.USAGE, amounts.get(i)));
        }
        return InvoiceInputs.of(currency, conventions, lines);
    }

    static InvoiceDraft of(
            CurrencyCode currency, Conventions conventions, List<BigDecimal> amounts) {
        return InvoiceComputation.compute(inputs(currency, conventions, amounts));
    }
}
