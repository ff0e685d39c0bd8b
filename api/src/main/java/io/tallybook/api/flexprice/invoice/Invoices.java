package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.LargeAnswers;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of invoices. */
@RestController
@RequestMapping("/v1/invoices")
public final class Invoices {

    /** The contract has no word for the stage between draft and final. */
    private static final Choice<List<String>> STATUS =
            Choice.of(
                    Map.of(
                            "DRAFT", List.of("DRAFT", "COMPUTED"),
                            "FINALIZED", List.of("FINALIZED"),
                            "SKIPPED", List.of("SKIPPED"),
                            "VOIDED", List.of("VOIDED")));

    private static final Choice<List<String>> TYPES =
            Choice.of(
                    Map.of(
                            "SUBSCRIPTION", reasons("SUBSCRIPTION"),
                            "ONE_OFF", reasons("ONE_OFF"),
                            "CREDIT", List.of()));

    private static final Choice<BillingReason> REASON = Choice.of(BillingReason.class);

    private static List<String> reasons(String type) {
        return Stream.of(BillingReason.values())
                .filter(reason -> InvoiceJson.type(reason).equals(type))
                .map(BillingReason::name)
                .toList();
    }

    private static final Searchable FIELDS =
            new Searchable()
                    .text("customer_id", "customer_id")
                    .text("subscription_customer_id", "subscription_customer_id")
                    .text("subscription_id", "subscription_id")
                    .text("invoice_number", "number")
                    .text("currency", "currency")
                    .time("period_start", "period_start")
                    .time("period_end", "period_end")
                    .time("finalized_at", "finalized_at")
                    .time("due_date", "due_date")
                    .time("overdue_since", "overdue_since")
                    .time("parked_since", "parked_since")
                    .words(
                            "invoice_status",
                            "status",
                            Map.of(
                                    "FINALIZED",
                                    "FINALIZED",
                                    "SKIPPED",
                                    "SKIPPED",
                                    "VOIDED",
                                    "VOIDED",
                                    "DRAFT",
                                    "DRAFT"));

    /** What is paid in part is pending to the contract. */
    private static final Choice<List<String>> PAYMENT_STATUS =
            Choice.of(
                    Map.of(
                            "PENDING", List.of("PENDING", "PARTIALLY_PAID"),
                            "PROCESSING", List.of("PROCESSING"),
                            "SUCCEEDED", List.of("SUCCEEDED"),
                            "OVERPAID", List.of("OVERPAID"),
                            "FAILED", List.of("FAILED", "WRITTEN_OFF"),
                            "REFUNDED", List.of("REFUNDED"),
                            "PARTIALLY_REFUNDED", List.of("PARTIALLY_REFUNDED")));

    private static final Duration FINALIZING_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Dispatch dispatch;
    private final Directory directory;
    private final ShownInvoices shown;

    public Invoices(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.shown = new ShownInvoices(dispatch, directory);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id, Params params) {
        UsageBreakdown.Wish wish = UsageBreakdown.Wish.of(params);
        params.check();
        return LargeAnswers.inTurn(
                found(call, id),
                view -> view.lines().size(),
                view -> shown.inFull(call, view, wish).map(Answer::ok));
    }

    Mono<InvoiceView> found(Call call, String id) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        return dispatch.find(new InvoiceQuery.ById(call.scope(), invoiceId), InvoiceView.class)
                .switchIfEmpty(Named.missing("invoice", id));
    }

    /** With its customer and its subscription. */
    Mono<ObjectNode> inFull(Call call, InvoiceView view) {
        return shown.inFull(call, view, UsageBreakdown.Wish.NOTHING);
    }

    /** Asks for a draft to be finalized now, and answers once it is. */
    @PostMapping("/{id}/finalize")
    Mono<ResponseEntity<byte[]>> finalizeNow(Call call, @PathVariable("id") String id) {
        return finalized(call, Named.id("invoice", id, InvoiceId::new))
                .map(view -> Answer.ok(message("invoice %s is %s", view)));
    }

    Mono<InvoiceView> finalized(Call call, InvoiceId id) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                taken(
                                        call,
                                        new InvoiceCommand.RequestFinalization(
                                                id, call.scope(), now)));
    }

    /** Sends what makes a draft due, and answers once it is final, skipped or parked. */
    Mono<InvoiceView> taken(Call call, InvoiceCommand due) {
        return dispatch.send(call, ViewKind.INVOICE, due)
                .then(
                        dispatch.perform(
                                call, new DueWorkCommand.PerformUpTo(call.scope(), due.at())))
                .then(settled(call, due.invoiceId().value(), FINALIZING_MAX));
    }

    /** Polls: what finalizes an invoice is a process with steps of its own, not one command. */
    private Mono<InvoiceView> settled(Call call, String id, Duration wait) {
        return Mono.defer(() -> found(call, id))
                .flatMap(
                        view -> {
                            if (!isUnderWay(view)) {
                                return Mono.just(view);
                            }
                            return wait.isPositive()
                                    ? Mono.delay(POLL)
                                            .then(
                                                    Mono.defer(
                                                            () ->
                                                                    settled(
                                                                            call,
                                                                            id,
                                                                            wait.minus(POLL))))
                                    : Mono.error(stillOpen(id));
                        });
    }

    /** What is parked stays as it is until an operator says more. */
    private static boolean isUnderWay(InvoiceView view) {
        return switch (view.status()) {
            case DRAFT -> view.said().parking() == null;
            case COMPUTED -> true;
            case FINALIZED, SKIPPED, VOIDED -> false;
        };
    }

    private static Throwable stillOpen(String id) {
        return Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "invoice '%s' is being finalized; ask for it again".formatted(id),
                        Map.of("id", id))
                .retryAfter(Duration.ofSeconds(5))
                .asException();
    }

    private static ObjectNode message(String form, InvoiceView view) {
        String status =
                view.said().parking() == null
                        ? view.status().name().toLowerCase(Locale.ROOT)
                        : "parked";
        return Json.object().put("message", form.formatted(view.id(), status)).node();
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        var criteria =
                new Criteria(in)
                        .any("invoice_ids", "id")
                        .one("subscription_id", "subscription_id")
                        .any("subscription_customer_id", "subscription_customer_id")
                        .anyWord("invoice_status", "status", STATUS)
                        .is("reason", reason(in))
                        .is("currency", currency(in))
                        .since("period_start_gte", "period_start")
                        .until("period_start_lte", "period_start")
                        .since("period_end_gte", "period_end")
                        .until("period_end_lte", "period_end");
        List<String> reasons = in.optional("invoice_type").choice(TYPES);
        if (reasons != null && !reasons.isEmpty()) {
            criteria.isOneOf("reason", reasons);
        }
        if (Boolean.TRUE.equals(in.optional("overdue").truth())) {
            criteria.after("overdue_since", Instant.EPOCH);
        }
        if (Boolean.TRUE.equals(in.optional("parked").truth())) {
            criteria.after("parked_since", Instant.EPOCH);
        }
        boolean some = reasons == null || !reasons.isEmpty();
        boolean withLines = !Boolean.TRUE.equals(in.optional("skip_line_items").truth());
        String externalId = in.optional("external_customer_id").text(255);
        criteria.anyWord("payment_status", "payment_status", PAYMENT_STATUS)
                .more("amount_due_gt", "amount_due")
                .more("amount_remaining_gt", "amount_remaining");
        String eitherName = in.optional("customer_id").text(512);
        EntityStatus status = Standing.narrow(in, criteria);
        return named(call, externalId)
                .map(customer -> criteria.isOneOf("customer_id", customer))
                .then(eitherNamed(call, eitherName))
                .map(customer -> criteria.isOneOf("customer_id", customer))
                .then(Mono.fromSupplier(() -> ListRequest.of(in, FIELDS, criteria, status)))
                .flatMap(
                        request ->
                                !some
                                        ? Mono.just(
                                                        PageJson.of(
                                                                request,
                                                                List.<InvoiceView>of(),
                                                                0,
                                                                i ->
                                                                        InvoiceJson.of(
                                                                                i,
                                                                                InvoiceJson.Shown
                                                                                        .alone())))
                                                .map(Answer::ok)
                                        : LargeAnswers.page(
                                                withLines,
                                                lines ->
                                                        page(call, request, lines)
                                                                .map(Answer::ok)));
    }

    private static @Nullable String reason(Fields in) {
        BillingReason reason = in.optional("billing_reason").choice(REASON);
        return reason == null ? null : reason.name();
    }

    private static @Nullable String currency(Fields in) {
        CurrencyCode currency = in.optional("currency").currency();
        return currency == null ? null : currency.code();
    }

    /** The id of the customer of that name; one that nobody has if there is no such customer. */
    private Mono<List<String>> named(Call call, @Nullable String externalId) {
        if (externalId == null) {
            return Mono.just(List.of());
        }
        return dispatch.find(
                        new CustomerQuery.ByExternalId(call.scope(), externalId),
                        CustomerView.class)
                .map(customer -> List.of(customer.id().value()))
                .defaultIfEmpty(List.of("none"));
    }

    /** As {@link #named}, of a customer's id or its external id. */
    private Mono<List<String>> eitherNamed(Call call, @Nullable String name) {
        return name != null && Directory.isCustomerId(name)
                ? Mono.just(List.of(name))
                : named(call, name);
    }

    private Mono<ObjectNode> page(Call call, ListRequest request, PageLines lines) {
        return dispatch.ask(
                        new InvoiceQuery.Search(call.scope(), request.spec(), lines),
                        InvoiceQuery.Page.class)
                .flatMap(
                        page -> {
                            Mono<Map<String, CustomerView>> customers =
                                    request.expands("customer")
                                            ? directory.customers(
                                                    call,
                                                    page.items().stream()
                                                            .map(i -> i.opening().customerId())
                                                            .toList())
                                            : Mono.just(
                                                    Collections.<String, CustomerView>emptyMap());
                            Mono<Map<String, SubscriptionView>> subscriptions =
                                    request.expands("subscription")
                                            ? shown.subscriptions(call, page.items())
                                            : Mono.just(
                                                    Collections
                                                            .<String, SubscriptionView>emptyMap());
                            return Mono.zip(
                                    customers,
                                    subscriptions,
                                    (c, s) ->
                                            PageJson.of(
                                                    request,
                                                    page.items(),
                                                    page.total(),
                                                    view ->
                                                            ShownInvoices.json(
                                                                    view,
                                                                    c,
                                                                    s,
                                                                    lines.shown(),
                                                                    Map.of())));
                        });
    }
}
