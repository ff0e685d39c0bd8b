package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import java.util.Optional;

/** What was read for a line of an invoice, so that the same events can be looked at again. */
public final class CountedUsage {
    private CountedUsage() {}

    /** Empty of a line without usage, or of which the terms know nothing. */
    public static Optional<ReadingRequest> of(SubscriptionTerms terms, InvoiceLineInput line) {
        UsageReading reading = line.reading();
        if (reading == null) {
            return Optional.empty();
        }
        return terms.lineItems().stream()
                .filter(item -> item.id().equals(line.lineItemId()))
                .findFirst()
                .flatMap(item -> of(terms, item, reading));
    }

    private static Optional<ReadingRequest> of(
            SubscriptionTerms terms, LineItem item, UsageReading reading) {
        MeterDefinition meter = item.meter();
        if (meter == null) {
            return Optional.empty();
        }
        return Optional.of(
                new ReadingRequest(
                        meter,
                        reading.externalCustomerId(),
                        reading.period(),
                        NarrowestPrice.among(terms.lineItems()).selection(item),
                        meter.needsBasis()
                                ? LinePeriods.basis(
                                        terms,
                                        item,
                                        new LinePeriods(terms, item)
                                                .ownPeriod(reading.period().start()))
                                : null,
                        reading.shared()));
    }
}
