package io.tallybook.core.invoice;

import io.tallybook.core.invoice.SafetyCheck.Billed;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What subscriptions were billed before, as far as safety bounds look at it: invoices that hold and
 * whose lines followed from terms.
 */
public record BilledBefore(List<History> histories, List<Billed> billed) {
    public static final BilledBefore NOTHING = new BilledBefore(List.of(), List.of());

    public BilledBefore {
        histories = List.copyOf(histories);
        billed = List.copyOf(billed);
    }

    /**
     * The finalized invoices of a subscription in one currency.
     *
     * @param largest before credits and taxes
     */
    public record History(SubscriptionId subscriptionId, int invoices, Money largest) {}

    /** The same, made to be asked for one invoice after the other. */
    public Index index() {
        Map<SubscriptionId, Map<CurrencyCode, History>> bySubscription = new HashMap<>();
        histories.forEach(
                one ->
                        bySubscription
                                .computeIfAbsent(one.subscriptionId(), _ -> new HashMap<>())
                                .put(one.largest().currency(), one));
        return new Index(
                bySubscription, billed.stream().collect(Collectors.groupingBy(Billed::lineItemId)));
    }

    /** What was billed before, by what it is looked up with. */
    public record Index(
            Map<SubscriptionId, Map<CurrencyCode, History>> histories,
            Map<LineItemId, List<Billed>> billed) {

        /** What an invoice of these lines is held against. */
        public SafetyCheck of(
                SafetyBounds bounds, InvoiceOpening opening, List<InvoiceLineInput> lines) {
            Optional<History> history =
                    Optional.ofNullable(histories.get(opening.subscriptionId()))
                            .map(byCurrency -> byCurrency.get(opening.currency()));
            return new SafetyCheck(
                    bounds,
                    history.map(History::invoices).orElse(0),
                    history.map(History::largest).orElse(null),
                    lines.stream().flatMap(line -> overlapping(line).stream()).distinct().toList());
        }

        private List<Billed> overlapping(InvoiceLineInput line) {
            LineItemId item = line.lineItemId();
            BillingPeriod period = line.servicePeriod();
            return item == null
                    ? List.of()
                    : billed.getOrDefault(item, List.of()).stream()
                            .filter(one -> one.period().overlaps(period))
                            .toList();
        }
    }
}
