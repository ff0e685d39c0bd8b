package io.tallybook.domain.invoice;

import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An invoice within a period, as soon as the usage since its start is worth so much, as Flexprice
 * makes them.
 *
 * <p>Source: docs/conventions.md#thresholds.
 *
 * @param threshold in units of the currency
 */
public record ThresholdInvoice(BigDecimal threshold) {

    /** Errors: IllegalArgumentException unless the threshold is above 0. */
    public ThresholdInvoice {
        if (threshold.signum() <= 0) {
            throw new IllegalArgumentException(
                    "auto_invoice_threshold: got "
                            + threshold.toPlainString()
                            + ", expected more than 0");
        }
    }

    /** What a look at the usage leads to. */
    public sealed interface Outcome {

        /**
         * An invoice for what was used so far.
         *
         * @param invoiced from the period's start to now
         * @param rest from now on, in which tiers and allowances begin anew
         */
        record Due(BillingPeriod invoiced, BillingPeriod rest) implements Outcome {}

        /** The period goes on as it is. */
        record NotYet(BillingPeriod running) implements Outcome {}

        /** The period that runs from now on. */
        default BillingPeriod next() {
            return switch (this) {
                case Due(BillingPeriod _, BillingPeriod rest) -> rest;
                case NotYet(BillingPeriod running) -> running;
            };
        }
    }

    /**
     * Whether an invoice is due now.
     *
     * <p>Units: {@code used} is what the usage since the period's start comes to, before discounts
     * and tax, in units of the currency; reaching the threshold is enough. Errors:
     * IllegalArgumentException unless {@code now} lies within the period, after its start.
     */
    public Outcome at(Instant now, BillingPeriod period, BigDecimal used) {
        if (used.compareTo(threshold) < 0) {
            return new Outcome.NotYet(period);
        }
        return new Outcome.Due(
                new BillingPeriod(period.start(), now), new BillingPeriod(now, period.end()));
    }
}
