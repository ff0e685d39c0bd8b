package io.tallybook.domain.invoice;

import java.time.YearMonth;
import java.util.Locale;

/** How invoices are numbered: gapless within a series, given when an invoice is finalized. */
public sealed interface InvoiceNumber {

    /** A series per customer: PREFIX-002-015 is the second customer's fifteenth invoice. */
    record PerCustomer(String prefix, int customer) implements InvoiceNumber {}

    /**
     * One series for all, that shows the month but does not begin anew with it: PREFIX-202401-020.
     */
    record PerIssuer(String prefix, YearMonth month) implements InvoiceNumber {}

    /** A series per month, in so many digits: INV-202401-00001. */
    record PerMonth(String prefix, YearMonth month, String separator, int digits)
            implements InvoiceNumber {}

    /** The text of the {@code sequence}th number of the series, counted from 1. */
    default String text(long sequence) {
        if (sequence < 1) {
            throw new IllegalArgumentException(
                    "invoice number: got sequence " + sequence + ", expected 1 or more");
        }
        return switch (this) {
            case PerCustomer(String prefix, int customer) ->
                    prefix + "-" + padded(customer, 3) + "-" + padded(sequence, 3);
            case PerIssuer(String prefix, YearMonth month) ->
                    prefix + "-" + digits(month) + "-" + padded(sequence, 3);
            case PerMonth(String prefix, YearMonth month, String separator, int digits) ->
                    prefix + separator + digits(month) + separator + padded(sequence, digits);
        };
    }

    /** What a draft is called until it is finalized. */
    static String draft(String prefix) {
        return prefix + "-DRAFT";
    }

    private static String digits(YearMonth month) {
        return String.format(Locale.ROOT, "%04d%02d", month.getYear(), month.getMonthValue());
    }

    private static String padded(long number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }
}
