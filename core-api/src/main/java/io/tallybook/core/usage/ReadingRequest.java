package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.domain.time.BillingPeriod;

/**
 * What is to be read: the usage of one customer on one meter in one period.
 *
 * @param period only events with start <= timestamp < end count
 */
public record ReadingRequest(
        MeterDefinition meter, String externalCustomerId, BillingPeriod period) {

    /** The same in another period. */
    public ReadingRequest during(BillingPeriod other) {
        return new ReadingRequest(meter, externalCustomerId, other);
    }
}
