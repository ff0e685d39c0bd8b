package io.tallybook.api.flexprice.payment;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.core.ViewKind;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * What follows when a payment was begun, done while the caller waits. Whoever does not wait loses
 * nothing: all of it is owed as due work until it is done.
 */
final class Settling {
    private final Dispatch dispatch;

    Settling(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    Mono<PaymentView> found(Call call, PaymentId id) {
        return dispatch.find(new PaymentQuery.ById(call.scope(), id), PaymentView.class)
                .switchIfEmpty(Named.missing("payment", id));
    }

    /** The payment once it has been asked for, and its invoice knows what came of it. */
    Mono<PaymentView> settled(Call call, PaymentId id, Instant now) {
        return found(call, id)
                .flatMap(
                        view ->
                                switch (view.status()) {
                                    case SUCCEEDED -> applied(call, view, now);
                                    case PROCESSING -> performed(call, id, now);
                                    case INITIATED,
                                            PENDING,
                                            FAILED,
                                            REFUNDED,
                                            PARTIALLY_REFUNDED,
                                            VOIDED ->
                                            Mono.just(view);
                                });
    }

    private Mono<PaymentView> applied(Call call, PaymentView view, Instant now) {
        var apply =
                new InvoicePaymentCommand.ApplyPayment(
                        view.payment().invoiceId(), call.scope(), now, view.id(), view.amount());
        return dispatch.send(call, ViewKind.INVOICE, apply).thenReturn(view);
    }

    /** The payment once all that is due by now was done. */
    Mono<PaymentView> performed(Call call, PaymentId id, Instant now) {
        return dispatch.perform(call, new DueWorkCommand.PerformUpTo(call.scope(), now))
                .then(Mono.defer(() -> found(call, id)));
    }
}
