package io.tallybook.api.flexprice.event;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterVersion;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.usage.UsageReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that has to do with one event: who used it, what counts it, and on which invoices it is.
 *
 * @param named the meters that look at events of its name
 */
record EventFate(
        UsageReceipt receipt,
        Optional<CustomerView> customer,
        List<MeterView> named,
        List<FeatureView> features,
        List<SubscriptionView> subscriptions,
        List<InvoiceView> invoices) {

    /** A line item of a subscription that has one of the event's meters. */
    record Priced(SubscriptionView subscription, LineItem item) {
        boolean isAt(UsageEvent event) {
            var terms = subscription.terms();
            var end = subscription.cancelAt() == null ? terms.endDate() : subscription.cancelAt();
            return isOf(terms, event)
                    && !event.timestamp().isBefore(terms.startDate())
                    && (end == null || event.timestamp().isBefore(end));
        }
    }

    private static boolean isOf(SubscriptionTerms terms, UsageEvent event) {
        return isOf(terms.externalCustomerId(), terms.sharers(), event);
    }

    // Of its customer, or of somebody who shared with it then.
    private static boolean isOf(String customer, List<Sharer> sharers, UsageEvent event) {
        String name = event.externalCustomerId();
        return customer.equals(name)
                || sharers.stream().anyMatch(sharer -> sharer.counts(name, event.timestamp()));
    }

    /**
     * An invoice line whose period the event is in.
     *
     * @param notCountedBecause absent if the line counts it
     */
    record OnInvoice(
            InvoiceView invoice,
            InvoiceLine line,
            UsageReading reading,
            @Nullable String notCountedBecause) {
        boolean counted() {
            return notCountedBecause == null;
        }
    }

    UsageEvent event() {
        return receipt.event();
    }

    /** The meters that count it. */
    List<MeterView> meters() {
        return named.stream().filter(meter -> passes(meter.definition())).toList();
    }

    /** A feature that counts it, by which version of its meter. */
    record Metered(FeatureView feature, MeterVersion version) {}

    /**
     * The features that count it: by the version that a line item of its customer has agreed, and
     * where none has, by the one in force.
     */
    List<Metered> metered() {
        List<Metered> metered = new ArrayList<>();
        for (FeatureView feature : features) {
            Stream.concat(
                            priced().stream().map(each -> each.item().meter()),
                            meters().stream().map(MeterView::definition))
                    .filter(Objects::nonNull)
                    .filter(meter -> meter.meterId().equals(feature.feature().meterId()))
                    .findFirst()
                    .map(meter -> new Metered(feature, meter.at(event().timestamp())))
                    .ifPresent(metered::add);
        }
        return metered;
    }

    /** The line items of its customer that are priced by a meter that counts it. */
    List<Priced> priced() {
        List<Priced> priced = new ArrayList<>();
        for (SubscriptionView subscription : subscriptions) {
            for (LineItem item : subscription.terms().lineItems()) {
                MeterDefinition meter = item.meter();
                if (meter != null
                        && meter.eventName().equals(event().eventName())
                        && passes(meter)) {
                    priced.add(new Priced(subscription, item));
                }
            }
        }
        return priced;
    }

    /** The line items that were in force when it happened. */
    List<Priced> charged() {
        return priced().stream().filter(each -> each.isAt(event())).toList();
    }

    List<OnInvoice> onInvoices() {
        Set<MeterId> meters =
                priced().stream()
                        .map(each -> each.item().meter())
                        .filter(Objects::nonNull)
                        .map(MeterDefinition::meterId)
                        .collect(Collectors.toSet());
        List<OnInvoice> found = new ArrayList<>();
        for (InvoiceView invoice : invoices) {
            for (InvoiceLine line : invoice.lines()) {
                UsageReading reading = line.input().reading();
                if (reading != null
                        && meters.contains(reading.meterId())
                        && reading.period().contains(event().timestamp())
                        && isOf(
                                reading.externalCustomerId(),
                                reading.sharers() == null ? List.of() : reading.sharers(),
                                event())) {
                    found.add(new OnInvoice(invoice, line, reading, notCounted(reading)));
                }
            }
        }
        return found;
    }

    private @Nullable String notCounted(UsageReading reading) {
        if (receipt.countedUpTo(reading.watermark()).isPresent()) {
            return null;
        }
        return receipt.position().isBefore(reading.watermark())
                ? "an amendment in force had taken it out when the reading of the line was frozen"
                : "it was stored after the reading of the line had been frozen";
    }

    private boolean passes(MeterDefinition meter) {
        return meter.passes(event().timestamp(), event().properties());
    }
}
