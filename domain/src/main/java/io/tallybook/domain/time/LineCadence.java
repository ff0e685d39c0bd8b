package io.tallybook.domain.time;

import java.util.ArrayList;
import java.util.List;

/**
 * Which periods of a line fall on an invoice when the line is billed at another pace than its
 * subscription.
 */
public final class LineCadence {

    private LineCadence() {}

    /**
     * The periods of a line that belong on the invoice of {@code invoiced}, in order.
     *
     * <p>In advance: those that begin within [start, end) of the invoice's period. In arrears:
     * those that end within (start, end]. A quarterly line on monthly invoices is on every third; a
     * weekly one on a monthly invoice is there four or five times. Guarantee: over invoices that
     * tile, each period of the line is on exactly one.
     */
    public static List<BillingPeriod> periodsOn(
            BillingSchedule line, BillingPeriod invoiced, InvoiceTiming timing) {
        List<BillingPeriod> due = new ArrayList<>();
        for (int n = firstCandidate(line, invoiced); line.hasPeriod(n); n++) {
            BillingPeriod period = line.period(n);
            if (period.start().isAfter(invoiced.end())) {
                break;
            }
            if (isDue(period, invoiced, timing)) {
                due.add(period);
            }
        }
        return due;
    }

    private static int firstCandidate(BillingSchedule line, BillingPeriod invoiced) {
        if (invoiced.start().isBefore(line.start())) {
            return 0;
        }
        return line.end() != null && !invoiced.start().isBefore(line.end())
                ? line.indexAt(line.end().minusNanos(1))
                : line.indexAt(invoiced.start());
    }

    private static boolean isDue(
            BillingPeriod period, BillingPeriod invoiced, InvoiceTiming timing) {
        return switch (timing) {
            case ADVANCE -> invoiced.contains(period.start());
            case ARREAR ->
                    period.end().isAfter(invoiced.start()) && !period.end().isAfter(invoiced.end());
        };
    }
}
