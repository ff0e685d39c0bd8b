package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What an invoice would be computed from, and what a draft comes to by that. */
final class DraftInputs {
    private final Dispatch dispatch;

    DraftInputs(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Errors: ProblemException (503) while the view of its subscription is behind. */
    Mono<InvoiceQuery.Inputs> now(Call call, InvoiceView view, Instant now) {
        return dispatch.find(
                        new InvoiceQuery.InputsNow(call.scope(), view.id(), now, view.opening()),
                        InvoiceQuery.Inputs.class)
                .switchIfEmpty(Mono.error(() -> behind(view)));
    }

    /** Has a draft show what it comes to now, with the coupons and taxes that hold for it now. */
    Mono<Receipt> show(Call call, InvoiceView view, Instant now) {
        return now(call, view, now)
                .flatMap(
                        computed ->
                                dispatch.send(
                                        call,
                                        ViewKind.INVOICE,
                                        new InvoiceCommand.ComputeDraft(
                                                view.id(),
                                                call.scope(),
                                                now,
                                                computed.conventions(),
                                                computed.lines(),
                                                computed.adjustments())));
    }

    private static Throwable behind(InvoiceView view) {
        return Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "invoice '%s' cannot be computed yet; ask again".formatted(view.id()),
                        Map.of("id", view.id().value()))
                .retryAfter(Duration.ofSeconds(1))
                .asException();
    }
}
