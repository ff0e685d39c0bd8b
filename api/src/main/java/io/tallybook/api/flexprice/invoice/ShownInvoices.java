package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Invoices with what they are shown with. */
final class ShownInvoices {
    private final Dispatch dispatch;
    private final Directory directory;
    private final UsageBreakdown breakdown;

    ShownInvoices(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.breakdown = new UsageBreakdown(dispatch);
    }

    /** With its customer, its subscription, and the usage of its lines divided as is wished. */
    Mono<ObjectNode> inFull(Call call, InvoiceView view, UsageBreakdown.Wish wish) {
        return Mono.zip(
                        directory.customers(call, List.of(view.opening().customerId())),
                        subscriptions(call, List.of(view)))
                .flatMap(
                        both ->
                                breakdown
                                        .of(call, view, line -> of(view, line, both.getT2()), wish)
                                        .map(
                                                parts ->
                                                        json(
                                                                view,
                                                                both.getT1(),
                                                                both.getT2(),
                                                                true,
                                                                parts)));
    }

    private static Optional<SubscriptionView> of(
            InvoiceView view, InvoiceLine line, Map<String, SubscriptionView> subscriptions) {
        InvoiceLineInput.Served served = line.input().served();
        return Optional.ofNullable(
                        served == null ? view.opening().subscriptionId() : served.subscriptionId())
                .map(id -> subscriptions.get(id.value()));
    }

    /** Those of some invoices, by their ids. */
    Mono<Map<String, SubscriptionView>> subscriptions(Call call, List<InvoiceView> invoices) {
        List<SubscriptionId> ids =
                invoices.stream()
                        .flatMap(
                                i ->
                                        Stream.concat(
                                                Stream.ofNullable(i.opening().subscriptionId()),
                                                i.opening().children().stream()))
                        .distinct()
                        .toList();
        return dispatch.ask(
                        new SubscriptionQuery.ByIds(call.scope(), ids),
                        SubscriptionQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        s -> s.id().value(), Function.identity())));
    }

    static ObjectNode json(
            InvoiceView view,
            Map<String, CustomerView> customers,
            Map<String, SubscriptionView> subscriptions,
            boolean withLines,
            Map<InvoiceLineId, UsageBreakdown.Shown> breakdowns) {
        SubscriptionId subscription = view.opening().subscriptionId();
        return InvoiceJson.of(
                view,
                new InvoiceJson.Shown(
                        customers.get(view.opening().customerId().value()),
                        subscription == null ? null : subscriptions.get(subscription.value()),
                        withLines,
                        breakdowns));
    }
}
