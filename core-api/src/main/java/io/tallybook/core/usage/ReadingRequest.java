package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.domain.time.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read: the usage of one customer on one meter in one period.
 *
 * @param period only events with start <= timestamp < end count
 * @param selection which of the meter's events count
 * @param basis what shares and windows are taken of; absent for the period itself, in UTC
 */
public record ReadingRequest(
        MeterDefinition meter,
        String externalCustomerId,
        BillingPeriod period,
        EventSelection selection,
        @Nullable ReadingBasis basis) {

    /** Of a meter to which only the period matters. */
    public ReadingRequest(
            MeterDefinition meter,
            String externalCustomerId,
            BillingPeriod period,
            EventSelection selection) {
        this(meter, externalCustomerId, period, selection, null);
    }

    /** Of every event of the meter. */
    public ReadingRequest(MeterDefinition meter, String externalCustomerId, BillingPeriod period) {
        this(meter, externalCustomerId, period, EventSelection.ALL);
    }

    /** The same in another period. */
    public ReadingRequest during(BillingPeriod other) {
        return new ReadingRequest(
                meter,
                externalCustomerId,
                other,
                selection,
                basis == null ? null : basis.during(other));
    }
}
