package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Choice;
import io.tallybook.core.Command;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.invoice.MoneyBack.To;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What was paid too much on an invoice, all of it if the invoice is void. It goes back payment by
 * payment, the latest first; sent again, nothing goes back twice.
 */
final class Excess {
    static final Choice<To> TO =
            Choice.of(Map.of("wallet", To.WALLET, "payment", To.PAYMENT, "none", To.NOWHERE));

    private Excess() {}

    static Mono<Void> giveBack(Dispatch dispatch, Call call, InvoiceId id, To to, Instant now) {
        if (to == To.NOWHERE) {
            return Mono.empty();
        }
        var query = new InvoiceQuery.ById(call.scope(), id);
        Mono<?> done =
                Mono.defer(
                        () ->
                                dispatch.perform(
                                        call, new DueWorkCommand.PerformUpTo(call.scope(), now)));
        // What was ordered before is no excess any more once it has gone back.
        return done.then(Mono.defer(() -> dispatch.find(query, InvoiceView.class)))
                .flatMapIterable(view -> orders(view, to, now))
                .concatMap(order -> dispatch.send(call, order))
                .then(done)
                .then();
    }

    private static List<Command> orders(InvoiceView view, To to, Instant now) {
        CustomerId customer = to == To.WALLET ? view.opening().customerId() : null;
        return view.money().excess(view.billed()).stream()
                .map(part -> order(view, part.back(view.id(), customer), now))
                .toList();
    }

    private static Command order(InvoiceView view, MoneyBack money, Instant now) {
        return new InvoicePaymentCommand.OrderRefund(view.id(), view.scope(), now, money);
    }
}
