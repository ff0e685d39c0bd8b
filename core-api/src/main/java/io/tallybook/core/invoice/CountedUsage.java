package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import java.util.Map;
import java.util.Optional;

/** What was read for a line of an invoice, so that the same events can be looked at again. */
public final class CountedUsage {
    private final SubscriptionTerms terms;
    private final Map<LineItemId, LineItem> lines;
    private final NarrowestPrice narrowest;

    public CountedUsage(SubscriptionTerms terms) {
        this.terms = terms;
        this.lines = terms.lineItemsById();
        this.narrowest = NarrowestPrice.among(terms.lineItems());
    }

    /** Empty of a line without usage, or of which the terms know nothing. */
    public Optional<ReadingRequest> of(InvoiceLineInput line) {
        UsageReading reading = line.reading();
        LineItem item = line.lineItemId() == null ? null : lines.get(line.lineItemId());
        return reading == null || item == null ? Optional.empty() : of(item, reading);
    }

    private Optional<ReadingRequest> of(LineItem item, UsageReading reading) {
        MeterDefinition meter = item.meter();
        if (meter == null) {
            return Optional.empty();
        }
        return Optional.of(
                new ReadingRequest(
                        meter,
                        reading.externalCustomerId(),
                        reading.period(),
                        narrowest.selection(item),
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
