package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.MoneyBack;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How an invoice comes to an end other than by being paid. */
@RestController
@RequestMapping("/v1/invoices")
public final class InvoiceClosing {
    private final Dispatch dispatch;
    private final Invoices invoices;

    public InvoiceClosing(Dispatch dispatch, Invoices invoices) {
        this.dispatch = dispatch;
        this.invoices = invoices;
    }

    @PostMapping("/{id}/void")
    Mono<ResponseEntity<byte[]>> voidNow(Call call, @PathVariable("id") String id, Body body) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        String reason = body.optional("reason").text(1_024);
        MoneyBack.To to = body.optional("refund").choice(Excess.TO, MoneyBack.To.WALLET);
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                                call,
                                                ViewKind.INVOICE,
                                                new InvoiceCommand.VoidInvoice(
                                                        invoiceId, call.scope(), now, reason, to))
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                Excess.giveBack(
                                                                        dispatch, call, invoiceId,
                                                                        to, now)))
                                        .thenReturn(id))
                .map(
                        _ ->
                                Answer.ok(
                                        Json.object()
                                                .put("message", "invoice " + id + " is voided")
                                                .node()));
    }

    /** Gives back what was paid too much. */
    @PostMapping("/{id}/refund-excess")
    Mono<ResponseEntity<byte[]>> refundExcess(Call call, @PathVariable("id") String id, Body body) {
        MoneyBack.To to = body.optional("refund").choice(Excess.TO, MoneyBack.To.WALLET);
        body.check();
        return Mono.zip(invoices.found(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                Excess.giveBack(
                                        dispatch, call, both.getT1().id(), to, both.getT2()))
                .then(Mono.defer(() -> invoices.found(call, id)))
                .flatMap(view -> invoices.inFull(call, view))
                .map(Answer::ok);
    }

    /** Expects what is left to be paid no longer. */
    @PostMapping("/{id}/write-off")
    Mono<ResponseEntity<byte[]>> writeOff(Call call, @PathVariable("id") String id, Body body) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        String reason = body.optional("reason").text(1_024);
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.INVOICE,
                                        new InvoicePaymentCommand.WriteOff(
                                                invoiceId, call.scope(), now, reason)))
                .then(Mono.defer(() -> invoices.found(call, id)))
                .flatMap(view -> invoices.inFull(call, view))
                .map(Answer::ok);
    }
}
