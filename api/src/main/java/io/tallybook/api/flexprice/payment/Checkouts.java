package io.tallybook.api.flexprice.payment;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.domain.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checkouts: the customer pays the invoice of what is ordered on a page of the payment provider.
 * There is one for each order; a repeat shows how it stands.
 */
public final class Checkouts {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration FINALIZING_MAX = Duration.ofSeconds(10);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private final Dispatch dispatch;
    private final Settling settling;

    public Checkouts(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.settling = new Settling(dispatch);
    }

    /**
     * The session of an order.
     *
     * @param invoice of the order, which is opened by itself and final at once
     * @param ordered as {@code configuration} shows it
     */
    public Mono<ObjectNode> of(
            Call call, InvoiceId invoice, CheckoutRequest request, CheckoutJson.Ordered ordered) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                finalized(call, invoice, now)
                                        .flatMap(view -> asked(call, view, request, now)))
                .map(session -> CheckoutJson.of(session, request, ordered));
    }

    /**
     * An answer with the session of what it is about: none where none was asked for, or nothing is
     * to be paid at once.
     *
     * @param invoice of what was done; empty if it has made none
     */
    public Mono<ObjectNode> into(
            ObjectNode answer,
            Call call,
            Optional<InvoiceId> invoice,
            @Nullable CheckoutRequest request,
            CheckoutJson.Ordered ordered) {
        return request == null || invoice.isEmpty()
                ? Mono.just(answer)
                : of(call, invoice.get(), request, ordered)
                        .map(
                                session -> {
                                    answer.set("checkout_session", session);
                                    return answer;
                                });
    }

    private Mono<InvoiceView> finalized(Call call, InvoiceId invoice, Instant now) {
        return dispatch.await(call, ViewKind.INVOICE, new Receipt(invoice.value(), 0))
                .then(dispatch.perform(call, new DueWorkCommand.PerformUpTo(call.scope(), now)))
                .then(Mono.defer(() -> settled(call, invoice, FINALIZING_MAX)));
    }

    // What makes an invoice final is a process with steps of its own. One that takes longer is
    // shown as it stands.
    private Mono<InvoiceView> settled(Call call, InvoiceId invoice, Duration wait) {
        return dispatch.find(new InvoiceQuery.ById(call.scope(), invoice), InvoiceView.class)
                .filter(view -> !isUnderWay(view) || !wait.isPositive())
                .switchIfEmpty(
                        wait.isPositive()
                                ? Mono.delay(POLL)
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                settled(
                                                                        call,
                                                                        invoice,
                                                                        wait.minus(POLL))))
                                : Mono.error(notThereYet(invoice)));
    }

    private static Throwable notThereYet(InvoiceId invoice) {
        return Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "invoice '%s' of the order is not there yet; send the same order again"
                                .formatted(invoice),
                        Map.of("id", invoice.value()))
                .retryAfter(AGAIN_AFTER)
                .asException();
    }

    private static boolean isUnderWay(InvoiceView view) {
        return switch (view.status()) {
            case DRAFT -> view.said().parking() == null;
            case COMPUTED -> true;
            case FINALIZED, SKIPPED, VOIDED -> false;
        };
    }

    private Mono<CheckoutJson.Session> asked(
            Call call, InvoiceView invoice, CheckoutRequest request, Instant now) {
        PaymentId id = PaymentId.keyed(call.scope(), "checkout:" + invoice.id());
        Money remaining = invoice.money().remaining(invoice.billed());
        boolean nothingToAsk =
                invoice.status() != InvoiceView.Status.FINALIZED || !remaining.isPositive();
        return dispatch.find(new PaymentQuery.ById(call.scope(), id), PaymentView.class)
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        nothingToAsk
                                                ? Mono.empty()
                                                : linked(
                                                        call,
                                                        id,
                                                        document(invoice, remaining, request),
                                                        now)))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(payment -> new CheckoutJson.Session(invoice, payment));
    }

    private Mono<PaymentView> linked(
            Call call, PaymentId id, PaymentDocument payment, Instant now) {
        var create =
                new PaymentCommand.Create(
                        id, call.scope(), now, payment, PaymentCommand.Processing.NOW);
        return dispatch.send(call, ViewKind.PAYMENT, create)
                .then(Mono.defer(() -> settling.settled(call, id, now)));
    }

    private static PaymentDocument document(
            InvoiceView invoice, Money remaining, CheckoutRequest request) {
        return new PaymentDocument(
                invoice.id(),
                invoice.number(),
                invoice.opening().customerId(),
                PaymentMethodType.PAYMENT_LINK,
                remaining,
                PaymentDocument.Origin.REQUESTED,
                request.provider(),
                null,
                request.successUrl(),
                request.backUrl(),
                request.idempotencyKey(),
                request.metadata());
    }
}
