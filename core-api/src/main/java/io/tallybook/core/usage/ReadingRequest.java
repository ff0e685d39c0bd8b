package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read: the usage of one customer, and of those who share with it, on one meter in
 * one period.
 *
 * @param period only events with start <= timestamp < end count
 * @param selection which of the meter's events count
 * @param basis what shares and windows are taken of; absent for the period itself, in UTC
 * @param sharers whose usage counts as if it were the customer's: all together are one number
 */
public record ReadingRequest(
        MeterDefinition meter,
        String externalCustomerId,
        BillingPeriod period,
        EventSelection selection,
        @Nullable ReadingBasis basis,
        List<Sharer> sharers) {
    public ReadingRequest {
        sharers = List.copyOf(sharers);
    }

    /** Of a customer who counts alone. */
    public ReadingRequest(
            MeterDefinition meter,
            String externalCustomerId,
            BillingPeriod period,
            EventSelection selection,
            @Nullable ReadingBasis basis) {
        this(meter, externalCustomerId, period, selection, basis, List.of());
    }

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
                basis == null ? null : basis.during(other),
                sharers);
    }

    /**
     * What each of those who share has used alone, the customer first; those with no part of the
     * period are left out. What they come to together need not be their sum: it depends on the
     * meter.
     */
    public List<ReadingRequest> apart() {
        List<ReadingRequest> apart = new ArrayList<>();
        apart.add(new ReadingRequest(meter, externalCustomerId, period, selection, basis));
        for (Sharer sharer : sharers) {
            Instant from = sharer.from().isAfter(period.start()) ? sharer.from() : period.start();
            Instant until = sharer.until();
            Instant to = until != null && until.isBefore(period.end()) ? until : period.end();
            if (from.isBefore(to)) {
                apart.add(
                        new ReadingRequest(
                                meter,
                                sharer.externalCustomerId(),
                                new BillingPeriod(from, to),
                                selection,
                                basis));
            }
        }
        return List.copyOf(apart);
    }

    /** Whether usage of this customer at this moment counts, if it is in the period. */
    public boolean counts(String customer, Instant moment) {
        return externalCustomerId.equals(customer)
                || sharers.stream().anyMatch(sharer -> sharer.counts(customer, moment));
    }

    /** By which names usage may come that counts. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        names.add(externalCustomerId);
        sharers.forEach(sharer -> names.add(sharer.externalCustomerId()));
        return names;
    }
}
