package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Asks what an invoice would be computed from. */
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

    private static Throwable behind(InvoiceView view) {
        return Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "invoice '%s' cannot be computed yet; ask again".formatted(view.id()),
                        Map.of("id", view.id().value()))
                .retryAfter(Duration.ofSeconds(1))
                .asException();
    }
}
