package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Choice;
import io.tallybook.core.Command;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.invoice.MoneyBack.To;
import io.tallybook.core.payment.PaymentCommand;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was paid too much on an invoice, all of it if the invoice is void. It goes back payment by
 * payment, the latest first; sent again, nothing goes back twice.
 */
final class Excess {
    static final Choice<To> TO =
            Choice.of(Map.of("wallet", To.WALLET, "payment", To.PAYMENT, "none", To.NOWHERE));

    private Excess() {}

    static Mono<Void> giveBack(Dispatch dispatch, Call call, InvoiceView view, To to, Instant now) {
        return to == To.NOWHERE
                ? Mono.empty()
                : Flux.fromIterable(view.money().excess(view.billed()))
                        .map(
                                part ->
                                        part.back(
                                                view.id(),
                                                to == To.WALLET
                                                        ? view.opening().customerId()
                                                        : null))
                        .concatMap(money -> giveBack(dispatch, call, view, money, now))
                        .then();
    }

    private static Mono<?> giveBack(
            Dispatch dispatch, Call call, InvoiceView view, MoneyBack money, Instant now) {
        Command refund =
                new PaymentCommand.Refund(
                        money.paymentId(),
                        view.scope(),
                        now,
                        money.refundId(),
                        money.amount(),
                        null,
                        money.toWalletOf());
        Command booked =
                new InvoicePaymentCommand.ApplyRefund(
                        view.id(),
                        view.scope(),
                        now,
                        money.paymentId(),
                        money.refundId(),
                        money.amount());
        return dispatch.send(call, ViewKind.PAYMENT, refund)
                .then(Mono.defer(() -> dispatch.send(call, ViewKind.INVOICE, booked)));
    }
}
