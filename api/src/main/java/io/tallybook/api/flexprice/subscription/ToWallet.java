package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.Money;
import java.util.List;
import reactor.core.publisher.Mono;

/** Tells what goes to a wallet of that which is not used: what of it was paid. */
final class ToWallet {
    private ToWallet() {}

    /**
     * By the function that gives it back.
     *
     * @param parts what is not used, by its price
     * @param amount what of it is given back, by its price
     */
    static Mono<PaidUnused> of(
            Dispatch dispatch,
            Call call,
            SubscriptionId id,
            List<Amendment.Unused> parts,
            Money amount) {
        var byPrice = new PaidUnused(parts, amount, null);
        return amount.isPositive()
                ? dispatch.find(
                                new InvoiceQuery.WorthOfUnused(call.scope(), id, parts, amount),
                                PaidUnused.class)
                        .defaultIfEmpty(byPrice)
                : Mono.just(byPrice);
    }
}
