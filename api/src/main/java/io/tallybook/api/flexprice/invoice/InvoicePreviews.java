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
    private final Dispatch dispatch;

    public InvoicePreviews(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** What the open period would be invoiced at now. */
    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, Body body) {
        String id = body.required("subscription_id").text(255);
        Instant from = body.optional("period_start").instant();
        Instant until = body.optional("period_end").instant();
        boolean hidesZeroes =
                Boolean.TRUE.equals(body.optional("hide_zero_charges_line_items").truth());
        body.check();
        SubscriptionId subscriptionId = Named.id("subscription", id, SubscriptionId::new);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.find(
                                        new InvoiceQuery.Preview(call.scope(), subscriptionId, now),
                                        InvoiceView.class))
                .switchIfEmpty(Named.missing("subscription", id))
                .map(
                        view -> {
                            only(from, view.opening().period().start(), "period_start");
                            only(until, view.opening().period().end(), "period_end");
                            InvoiceView shown = hidesZeroes ? view.withoutZeroLines() : view;
                            return Answer.ok(InvoiceJson.of(shown, InvoiceJson.Shown.alone()));
                        });
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
