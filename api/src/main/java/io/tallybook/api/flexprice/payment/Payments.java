package io.tallybook.api.flexprice.payment;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of payments. */
@RestController
@RequestMapping("/v1/payments")
public final class Payments {

    private static final Choice<Boolean> DESTINATIONS =
            Choice.of(Map.of("INVOICE", true, "CUSTOMER", false));

    private static final Searchable FIELDS =
            new Searchable()
                    .text("destination_id", "invoice_id")
                    .text("customer_id", "customer_id")
                    .text("payment_status", "status")
                    .text("payment_method_type", "method")
                    .text("payment_gateway", "gateway")
                    .text("gateway_payment_id", "reference")
                    .text("currency", "currency");

    private final Dispatch dispatch;
    private final Settling settling;
    private final ChosenMethod chosen;

    public Payments(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.settling = new Settling(dispatch);
        this.chosen = new ChosenMethod(dispatch);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        PaymentRequest request = PaymentRequest.of(body);
        String key = request.idempotencyKey();
        PaymentId id =
                key == null ? PaymentId.of(call.ids().next()) : PaymentId.keyed(call.scope(), key);
        return Mono.zip(
                        dispatch.now(call),
                        payable(call, request)
                                .flatMap(invoice -> chosen.of(call, request.document(invoice))))
                .flatMap(
                        both -> {
                            var create =
                                    new PaymentCommand.Create(
                                            id,
                                            call.scope(),
                                            both.getT1(),
                                            both.getT2(),
                                            request.processing());
                            return dispatch.send(call, ViewKind.PAYMENT, create)
                                    .then(
                                            Mono.defer(
                                                    () ->
                                                            settling.settled(
                                                                    call, id, both.getT1())));
                        })
                .map(view -> Answer.created(PaymentJson.of(view)));
    }

    /** The invoice, if it is one that money can be paid for. */
    private Mono<InvoiceView> payable(Call call, PaymentRequest request) {
        InvoiceId id = Named.id("invoice", request.invoiceId(), InvoiceId::new);
        return dispatch.find(new InvoiceQuery.ById(call.scope(), id), InvoiceView.class)
                .switchIfEmpty(Named.missing("invoice", request.invoiceId()))
                .doOnNext(
                        invoice -> {
                            only(
                                    invoice.status() == InvoiceView.Status.FINALIZED,
                                    "destination_id",
                                    "a finalized invoice",
                                    "one that is " + invoice.status().name());
                            only(
                                    invoice.opening().currency().equals(request.currency()),
                                    "currency",
                                    "that of the invoice, "
                                            + word(invoice.opening().currency().code()),
                                    word(request.currency().code()));
                        });
    }

    private static String word(String currency) {
        return currency.toLowerCase(Locale.ROOT);
    }

    private static void only(boolean holds, String field, String expected, String got) {
        if (!holds) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "%s: expected %s, got %s".formatted(field, expected, got),
                            Map.of("field", field, "sent", got, "expected", expected))
                    .asException();
        }
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return settling.found(call, named(id)).map(view -> Answer.ok(PaymentJson.of(view)));
    }

    private static PaymentId named(String id) {
        return Named.id("payment", id, PaymentId::new);
    }

    /** Describes it anew, and says what came of it by hand. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        PaymentChange change = PaymentChange.of(body);
        PaymentId paymentId = named(id);
        return Mono.zip(dispatch.now(call), settling.found(call, paymentId))
                .flatMap(
                        both ->
                                dispatch.send(
                                                call,
                                                ViewKind.PAYMENT,
                                                change.description(both.getT2(), both.getT1()))
                                        .then(outcome(call, change, both.getT2(), both.getT1())))
                .map(view -> Answer.ok(PaymentJson.of(view)));
    }

    private Mono<PaymentView> outcome(
            Call call, PaymentChange change, PaymentView view, Instant now) {
        Mono<PaymentView> settled = Mono.defer(() -> settling.settled(call, view.id(), now));
        if (change.refunds()) {
            return settled.flatMap(paid -> refunded(call, paid, now));
        }
        PaymentCommand command = change.outcome(view, now);
        return command == null
                ? settled
                : dispatch.send(call, ViewKind.PAYMENT, command).then(settled);
    }

    private Mono<PaymentView> refunded(Call call, PaymentView view, Instant now) {
        InvoicePaymentCommand order = PaymentChange.refund(view, now, call.ids());
        return order == null
                ? Mono.just(view)
                : dispatch.send(call, ViewKind.INVOICE, order)
                        .then(Mono.defer(() -> settling.performed(call, view.id(), now)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        PaymentId paymentId = named(id);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.PAYMENT,
                                        new PaymentCommand.Delete(paymentId, call.scope(), now)))
                .thenReturn(Answer.message("the payment was deleted"));
    }

    /** Begins the next attempt, and answers once it is known what came of it. */
    @PostMapping("/{id}/process")
    Mono<ResponseEntity<byte[]>> process(Call call, @PathVariable("id") String id) {
        PaymentId paymentId = named(id);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                                call,
                                                ViewKind.PAYMENT,
                                                new PaymentCommand.Begin(
                                                        paymentId, call.scope(), now))
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                settling.settled(
                                                                        call, paymentId, now))))
                .map(view -> Answer.ok(PaymentJson.of(view)));
    }

    /** By what a customer can be charged, the default first. */
    @GetMapping("/customers/{id}/methods")
    Mono<ResponseEntity<byte[]>> methods(Call call, @PathVariable("id") String id) {
        CustomerId customer = Named.id("customer", id, CustomerId::new);
        return dispatch.find(new CustomerQuery.ById(call.scope(), customer), CustomerView.class)
                .switchIfEmpty(Named.missing("customer", id))
                .flatMap(known -> chosen.methods(call, known.id()))
                .map(
                        known ->
                                Answer.ok(
                                        Json.object()
                                                .list("items", known.items(), Payments::method)
                                                .node()));
    }

    private static ObjectNode method(PaymentQuery.Method method) {
        return Json.object()
                .put("id", method.id())
                .put("type", method.type().name())
                .put("payment_gateway", method.gateway())
                .node();
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        var criteria =
                new Criteria(params)
                        .any("payment_ids", "id")
                        .one("destination_id", "invoice_id")
                        .one("payment_gateway", "gateway")
                        .one("gateway_payment_id", "reference");
        criteria.is("id", payment(params.optional("gateway_tracking_id").text(255)));
        criteria.is("currency", upper(params.optional("currency").text(3)));
        criteria.is(
                "status",
                nameOf(params.optional("payment_status").choice(Choice.of(PaymentStatus.class))));
        criteria.is(
                "method",
                nameOf(
                        params.optional("payment_method_type")
                                .choice(Choice.of(PaymentMethodType.class))));
        boolean some = params.optional("destination_type").choice(DESTINATIONS, true);
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        if (!some) {
            return Mono.just(
                    Answer.ok(
                            PageJson.of(
                                    request,
                                    java.util.List.<PaymentView>of(),
                                    0,
                                    PaymentJson::of)));
        }
        return dispatch.ask(
                        new PaymentQuery.Search(call.scope(), request.spec()),
                        PaymentQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                PaymentJson::of)));
    }

    /** What a list may be asked for; of OVERPAID there is none, since only invoices are that. */
    private enum PaymentStatus {
        INITIATED,
        PENDING,
        PROCESSING,
        SUCCEEDED,
        OVERPAID,
        FAILED,
        REFUNDED,
        PARTIALLY_REFUNDED,
        VOIDED
    }

    private static @Nullable String nameOf(@Nullable Enum<?> word) {
        return word == null ? null : word.name();
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /** Whose attempt a tracking id names. */
    private static @Nullable String payment(@Nullable String tracking) {
        return tracking == null ? null : tracking.replaceFirst("#\\d+$", "");
    }
}
