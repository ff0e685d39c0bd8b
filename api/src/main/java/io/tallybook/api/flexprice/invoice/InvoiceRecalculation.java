package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceView;
import java.time.Duration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Computing again: a draft in its place, a closed invoice by another that replaces it, so that
 * nothing that was sent out ever changes.
 */
@RestController
@RequestMapping("/v1/invoices/{id}")
public final class InvoiceRecalculation {
    private static final Duration OF_REPLACEMENT = Duration.ofHours(2);

    private final Dispatch dispatch;
    private final Invoices invoices;
    private final DraftInputs inputs;

    public InvoiceRecalculation(Dispatch dispatch, Invoices invoices) {
        this.dispatch = dispatch;
        this.invoices = invoices;
        this.inputs = new DraftInputs(dispatch);
    }

    /** Shows what a draft comes to by now; for who does not wait, it is computed behind. */
    @PostMapping("/compute")
    Mono<ResponseEntity<byte[]>> compute(Call call, @PathVariable("id") String id, Body body) {
        boolean behind = Boolean.TRUE.equals(body.optional("async").truth());
        body.check();
        return invoices.found(call, id)
                .flatMap(view -> behind ? requested(call, view) : shown(call, view))
                .flatMap(view -> invoices.inFull(call, view))
                .map(behind ? Answer::accepted : Answer::ok);
    }

    private Mono<InvoiceView> requested(Call call, InvoiceView view) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.INVOICE,
                                        new InvoiceCommand.RequestComputation(
                                                view.id(), call.scope(), now)))
                .then(Mono.defer(() -> invoices.found(call, view.id().value())));
    }

    @PostMapping("/recalculate")
    Mono<ResponseEntity<byte[]>> recalculate(Call call, @PathVariable("id") String id) {
        return again(call, id).flatMap(view -> invoices.inFull(call, view)).map(Answer::ok);
    }

    @PostMapping("/recalculate-v2")
    Mono<ResponseEntity<byte[]>> recalculateNow(
            Call call, @PathVariable("id") String id, Params params) {
        boolean finalize = Boolean.TRUE.equals(params.optional("finalize").truth());
        params.check();
        return again(call, id)
                .flatMap(view -> finalize ? invoices.finalized(call, view.id()) : Mono.just(view))
                .flatMap(view -> invoices.inFull(call, view))
                .map(Answer::ok);
    }

    private Mono<InvoiceView> again(Call call, String id) {
        return invoices.found(call, id)
                .flatMap(
                        view ->
                                switch (view.status()) {
                                    case DRAFT, COMPUTED -> shown(call, view);
                                    case FINALIZED, SKIPPED, VOIDED ->
                                            replacement(call, view)
                                                    .flatMap(other -> shown(call, other));
                                });
    }

    private Mono<InvoiceView> shown(Call call, InvoiceView view) {
        return dispatch.now(call)
                .flatMap(now -> inputs.show(call, view, now))
                .then(Mono.defer(() -> invoices.found(call, view.id().value())));
    }

    /** The invoice in whose favour this one is declared void, or was before. */
    private Mono<InvoiceView> replacement(Call call, InvoiceView view) {
        InvoiceId before = view.said().replacedBy();
        if (before != null) {
            return invoices.found(call, before.value());
        }
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            var at = now.plus(OF_REPLACEMENT);
                            InvoiceId other =
                                    InvoiceId.derived(view.opening().replacing(view.id(), at));
                            return dispatch.send(
                                            call,
                                            ViewKind.INVOICE,
                                            new InvoiceCommand.Replace(
                                                    view.id(),
                                                    call.scope(),
                                                    now,
                                                    "recalculated",
                                                    at))
                                    .then(
                                            dispatch.await(
                                                    call,
                                                    ViewKind.INVOICE,
                                                    new Receipt(other.value(), 0)))
                                    .then(Mono.defer(() -> invoices.found(call, other.value())));
                        });
    }
}
