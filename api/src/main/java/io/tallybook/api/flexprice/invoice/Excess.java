package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Choice;
import io.tallybook.core.Command;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** Where it goes. */
    enum To {
        WALLET,
        /** Back the way it came. */
        PAYMENT,
        /** It stays on the invoice. */
        NOWHERE
    }

    static Mono<Void> giveBack(Dispatch dispatch, Call call, InvoiceView view, To to, Instant now) {
        return to == To.NOWHERE
                ? Mono.empty()
                : Flux.fromIterable(parts(view))
                        .concatMap(part -> giveBack(dispatch, call, view, to, part, now))
                        .then();
    }

    private static Mono<?> giveBack(
            Dispatch dispatch, Call call, InvoiceView view, To to, Part part, Instant now) {
        RefundId id = RefundId.ofExcess(view.id(), part.payment(), part.kept());
        Command refund =
                new PaymentCommand.Refund(
                        part.payment(),
                        view.scope(),
                        now,
                        id,
                        part.amount(),
                        null,
                        to == To.WALLET ? view.opening().customerId() : null);
        Command booked =
                new InvoicePaymentCommand.ApplyRefund(
                        view.id(), view.scope(), now, part.payment(), id, part.amount());
        return dispatch.send(call, ViewKind.PAYMENT, refund)
                .then(Mono.defer(() -> dispatch.send(call, ViewKind.INVOICE, booked)));
    }

    /** What of a payment goes back, and what of it had not gone back before. */
    record Part(PaymentId payment, Money kept, Money amount) {}

    static List<Part> parts(InvoiceView view) {
        InvoicePayments money = view.money();
        Money left = money.overpaid(view.billed());
        List<Part> parts = new ArrayList<>();
        for (InvoicePayments.Applied applied : money.applied().reversed()) {
            Money kept = money.keptOf(applied.paymentId());
            Money amount = kept.min(left);
            if (amount.isPositive()) {
                parts.add(new Part(applied.paymentId(), kept, amount));
                left = left.minus(amount);
            }
        }
        return List.copyOf(parts);
    }
}
