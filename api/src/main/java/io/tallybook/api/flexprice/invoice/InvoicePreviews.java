package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PreviewOfDraft;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What would be invoiced, stored nowhere. */
@RestController
@RequestMapping("/v1/invoices")
public final class InvoicePreviews {
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Invoices invoices;
    private final DraftInputs inputs;

    public InvoicePreviews(Dispatch dispatch, Invoices invoices) {
        this.dispatch = dispatch;
        this.invoices = invoices;
        this.inputs = new DraftInputs(dispatch);
    }

    /** What the open period would be invoiced at now, or a draft that is there. */
    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, Body body) {
        String draft = body.optional("invoice_id").text(SHORT);
        String id = draft == null ? body.required("subscription_id").text(SHORT) : "";
        Instant from = body.optional("period_start").instant();
        Instant until = body.optional("period_end").instant();
        boolean hidesZeroes =
                Boolean.TRUE.equals(body.optional("hide_zero_charges_line_items").truth());
        if (draft != null && body.has("subscription_id")) {
            body.complain("invoice_id", "either an invoice or a subscription", "both");
        }
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                draft == null
                                        ? ofSubscription(call, id, now)
                                        : ofDraft(call, draft, now))
                .map(
                        view -> {
                            only(from, view.opening().period().start(), "period_start");
                            only(until, view.opening().period().end(), "period_end");
                            InvoiceView shown = hidesZeroes ? view.withoutZeroLines() : view;
                            return Answer.ok(InvoiceJson.of(shown, InvoiceJson.Shown.alone()));
                        });
    }

    private Mono<InvoiceView> ofSubscription(Call call, String id, Instant now) {
        SubscriptionId subscriptionId = Named.id("subscription", id, SubscriptionId::new);
        return dispatch.find(
                        new InvoiceQuery.Preview(call.scope(), subscriptionId, now),
                        InvoiceView.class)
                .switchIfEmpty(Named.missing("subscription", id));
    }

    /** What a draft would be if it were computed for good now; nothing of it is kept. */
    private Mono<InvoiceView> ofDraft(Call call, String id, Instant now) {
        return invoices.found(call, id)
                .doOnNext(InvoicePreviews::requireDraft)
                .flatMap(
                        view ->
                                inputs.now(call, view, now)
                                        .map(computed -> PreviewOfDraft.of(view, computed, now)));
    }

    private static void requireDraft(InvoiceView view) {
        if (view.status() != InvoiceView.Status.DRAFT) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "invoice_id: expected a draft, got '%s', which is %s"
                                    .formatted(view.id(), view.status().name()))
                    .asException();
        }
    }

    private static void only(@Nullable Instant asked, Instant open, String field) {
        if (asked != null && !asked.equals(open)) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "%s: expected that of the open period, %s, got %s"
                                    .formatted(field, open, asked))
                    .asException();
        }
    }
}
