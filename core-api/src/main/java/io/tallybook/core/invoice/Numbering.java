package io.tallybook.core.invoice;

import io.tallybook.core.customer.CustomerId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How invoices are numbered.
 *
 * <pre>
 *   INV - 202312 - 00001 -DE
 *   │   │   │        │    └ suffix, with what separates it
 *   │   │   │        └ sequence, padded
 *   │   │   └ the part of the date that a series lasts for
 *   │   └ separator
 *   └ prefix
 * </pre>
 *
 * @param prefix may be empty, as may the separator and the suffix
 * @param date which part of the moment of finalization is shown, after which the sequence begins
 *     anew
 * @param timezone whose calendar that is
 * @param start the least number of every series, 1 or more; a series that is beyond it goes on
 * @param padding how many digits a number has at least
 */
public record Numbering(
        String prefix,
        String separator,
        String suffix,
        DatePart date,
        String timezone,
        Per per,
        long start,
        int padding) {
    public static final Numbering USUAL =
            new Numbering("INV", "-", "", DatePart.MONTH, "UTC", Per.ENVIRONMENT, 1, 5);

    /** How much of a date a number shows. */
    public enum DatePart {
        NONE(""),
        YEAR("yyyy"),
        YEAR_SHORT("yy"),
        MONTH("yyyyMM"),
        MONTH_SHORT("yyMM"),
        DAY("yyyyMMdd");

        private final String pattern;

        DatePart(String pattern) {
            this.pattern = pattern;
        }

        /** The one that is written so, as {@code YYYYMM}; empty for none. */
        public static DatePart ofFormat(String format) {
            for (DatePart part : values()) {
                if (part.pattern.equals(format.replace('Y', 'y').replace('D', 'd'))) {
                    return part;
                }
            }
            throw new IllegalArgumentException(
                    "format: expected YYYY, YY, YYYYMM, YYMM, YYYYMMDD or none, got " + format);
        }

        String of(Instant moment, ZoneId zone) {
            return this == NONE
                    ? ""
                    : DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                            .withZone(zone)
                            .format(moment);
        }
    }

    /** Whose a series is. */
    public enum Per {
        ENVIRONMENT,
        CUSTOMER
    }

    /**
     * The series that a number is taken from: everything that a number begins with, and with a
     * series for each customer, whose it is.
     */
    public String series(Instant finalizedAt, CustomerId customer) {
        String head = head(finalizedAt);
        return switch (per) {
            case ENVIRONMENT -> head;
            case CUSTOMER -> head + "|" + customer;
        };
    }

    /**
     * A number of its series in full. Of a series for each customer it shows the end of the
     * customer's id, so that no two invoices bear one number.
     */
    public String text(Instant finalizedAt, CustomerId customer, long taken) {
        String number = String.format(Locale.ROOT, "%0" + padding + "d", taken);
        String whose =
                switch (per) {
                    case ENVIRONMENT -> "";
                    case CUSTOMER -> customer.value().substring(customer.value().length() - 8);
                };
        return joined(joined(joined(head(finalizedAt), whose), number), suffix);
    }

    private String head(Instant finalizedAt) {
        return joined(prefix, date.of(finalizedAt, ZoneId.of(timezone)));
    }

    private String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + separator + other;
    }
}
