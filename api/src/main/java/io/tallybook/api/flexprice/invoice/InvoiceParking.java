package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceCommand.Release.How;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.Parking;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What an operator does with an invoice that did not keep a safety bound. */
@RestController
@RequestMapping("/v1/invoices")
public final class InvoiceParking {
    private static final Choice<How> HOW =
            Choice.of(Map.of("accept", How.ACCEPT, "check_again", How.CHECK_AGAIN));

    private final Dispatch dispatch;
    private final Invoices invoices;

    public InvoiceParking(Dispatch dispatch, Invoices invoices) {
        this.dispatch = dispatch;
        this.invoices = invoices;
    }

    /** Lets it go on, and answers once it is final, or parked for another reason. */
    @PostMapping("/{id}/release")
    Mono<ResponseEntity<byte[]>> release(Call call, @PathVariable("id") String id, Body body) {
        InvoiceId invoiceId = Named.id("invoice", id, InvoiceId::new);
        How how = body.required("how").choice(HOW);
        String note = body.optional("note").text(1_024);
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                invoices.taken(
                                        call,
                                        new InvoiceCommand.Release(
                                                invoiceId, call.scope(), now, how, note)))
                .flatMap(view -> invoices.inFull(call, view))
                .map(Answer::ok);
    }

    /** Why an invoice waits for an operator; null if it does not. */
    static @Nullable ObjectNode json(InvoiceView view) {
        Parking parking = view.said().parking();
        return parking == null
                ? null
                : Json.object()
                        .put("since", parking.since())
                        .list("breaches", parking.breaches(), InvoiceParking::breach)
                        .node();
    }

    private static ObjectNode breach(Breach breach) {
        return Json.object()
                .put("bound", breach.bound().name().toLowerCase(Locale.ROOT))
                .put("subject", breach.subject())
                .put("value", breach.value())
                .put("limit", breach.limit())
                .put("acceptable", breach.mayBeAccepted())
                .node();
    }
}
