package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.subscription.Families;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes that tell what became of usage: of one event, and of all that came in. */
@RestController
@RequestMapping("/v1/events")
public final class Receipts {

    private static final int MOST = 500;
    private static final Duration ACCOUNTS_MAX = Duration.ofDays(31);
    private static final Duration ACCOUNTS_USUAL = Duration.ofDays(1);

    private final Dispatch dispatch;
    private final Directory directory;
    private final Families families;

    public Receipts(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.families = new Families(dispatch, directory);
    }

    @GetMapping("/lookup")
    Mono<ResponseEntity<byte[]>> lookup(Call call, Params params) {
        String id = params.required("id").text(255);
        params.check();
        return get(call, id);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return dispatch.find(new UsageQuery.ReceiptOf(call.scope(), id), UsageReceipt.class)
                .flatMap(receipt -> fate(call, receipt))
                .map(ReceiptJson::of)
                .switchIfEmpty(Mono.defer(() -> ignored(call, id)))
                .map(Answer::ok);
    }

    /** Of an event that came in and was not taken. */
    private Mono<ObjectNode> ignored(Call call, String id) {
        return dispatch.ask(new UsageQuery.RefusalsOf(call.scope(), id), UsageQuery.Refusals.class)
                .map(UsageQuery.Refusals::items)
                .flatMap(
                        refusals ->
                                refusals.isEmpty()
                                        ? Named.missing("event", id)
                                        : Mono.just(ReceiptJson.ignored(refusals)));
    }

    /** What came in by hour and source, a day back if not said otherwise. */
    @GetMapping("/accounts")
    Mono<ResponseEntity<byte[]>> accounts(Call call, Params params) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            Instant to = params.optional("to").instant();
                            Instant end = to == null ? now.plusMillis(1) : to;
                            Instant from = params.optional("from").instant();
                            Instant start = from == null ? end.minus(ACCOUNTS_USUAL) : from;
                            if (!start.isBefore(end)
                                    || Duration.between(start, end).compareTo(ACCOUNTS_MAX) > 0) {
                                params.complain(
                                        "from",
                                        "a time before to, which is "
                                                + end
                                                + ", and at most 31 days before it",
                                        start.toString());
                            }
                            params.check();
                            return dispatch.ask(
                                            new UsageQuery.AccountsOf(call.scope(), start, end),
                                            UsageAccounts.class)
                                    .map(said -> Answer.ok(AccountsJson.of(said, start, end)));
                        });
    }

    Mono<EventFate> fate(Call call, UsageReceipt receipt) {
        UsageEvent event = receipt.event();
        return Mono.zip(
                        directory
                                .customersNamed(call, List.of(event.externalCustomerId()))
                                .map(found -> found.values().stream().findFirst()),
                        meters(call, event),
                        subscriptions(call, event))
                .flatMap(
                        found ->
                                Mono.zip(
                                                features(call, found.getT2()),
                                                invoices(call, found.getT1(), found.getT3(), event))
                                        .map(
                                                more ->
                                                        new EventFate(
                                                                receipt,
                                                                found.getT1(),
                                                                found.getT2(),
                                                                more.getT1(),
                                                                found.getT3(),
                                                                more.getT2())));
    }

    private Mono<List<MeterView>> meters(Call call, UsageEvent event) {
        return dispatch.ask(
                        new MeterQuery.Search(
                                call.scope(), oldest(is("event_name", event.eventName()))),
                        MeterQuery.Page.class)
                .map(MeterQuery.Page::items);
    }

    private Mono<List<FeatureView>> features(Call call, List<MeterView> meters) {
        if (meters.isEmpty()) {
            return Mono.just(List.of());
        }
        List<String> ids = meters.stream().map(meter -> meter.id().value()).toList();
        return dispatch.ask(
                        new FeatureQuery.Search(
                                call.scope(), oldest(new Criterion("meter_id", Operator.IN, ids))),
                        FeatureQuery.Page.class)
                .map(FeatureQuery.Page::items);
    }

    private Mono<List<SubscriptionView>> subscriptions(Call call, UsageEvent event) {
        return dispatch.ask(
                        new SubscriptionQuery.Search(
                                call.scope(),
                                oldest(is("external_customer_id", event.externalCustomerId()))),
                        SubscriptionQuery.Page.class)
                .flatMap(page -> families.shared(call, page.items()));
    }

    /** Those that may have counted it: whatever is charged in arrear ends with its invoice. */
    private Mono<List<InvoiceView>> invoices(
            Call call,
            Optional<CustomerView> customer,
            List<SubscriptionView> subscriptions,
            UsageEvent event) {
        if (customer.isEmpty()) {
            return Mono.just(List.of());
        }
        List<String> served =
                Stream.concat(
                                Stream.of(customer.get().id()),
                                subscriptions.stream().map(view -> view.terms().customerId()))
                        .map(CustomerId::value)
                        .distinct()
                        .toList();
        var spec =
                oldest(
                        new Criterion("subscription_customer_id", Operator.IN, served),
                        new Criterion(
                                "period_end", Operator.GT, List.of(event.timestamp().toString())));
        return dispatch.ask(new InvoiceQuery.Search(call.scope(), spec), InvoiceQuery.Page.class)
                .map(InvoiceQuery.Page::items);
    }

    private static Criterion is(String field, String value) {
        return new Criterion(field, Operator.EQ, List.of(value));
    }

    private static SearchSpec oldest(Criterion... criteria) {
        return new SearchSpec(
                List.of(criteria), List.of(new Order("created_at", Direction.ASC)), MOST, 0);
    }
}
