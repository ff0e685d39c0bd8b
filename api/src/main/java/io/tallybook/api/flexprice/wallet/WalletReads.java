package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.util.List;
import reactor.core.publisher.Mono;

/** Finds wallets and movements that requests name. */
final class WalletReads {
    private final Dispatch dispatch;

    WalletReads(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Errors: ProblemException (404). */
    Mono<WalletView> wallet(Call call, String id) {
        WalletId walletId = Named.id("wallet", id, WalletId::new);
        return dispatch.find(new WalletQuery.ById(call.scope(), walletId), WalletView.class)
                .switchIfEmpty(Named.missing("wallet", id));
    }

    /** One movement of a wallet; empty if it has none of that name. */
    Mono<WalletTransactionView> movement(Call call, WalletView wallet, WalletTransactionId id) {
        return dispatch.find(
                new WalletQuery.TransactionById(call.scope(), wallet.id(), id),
                WalletTransactionView.class);
    }

    /** A movement of whichever wallet. Errors: ProblemException (404). */
    Mono<WalletTransactionView> movement(Call call, String id) {
        WalletTransactionId movement = Named.id("transaction", id, WalletTransactionId::new);
        return dispatch.ask(
                        new WalletQuery.SearchTransactions(call.scope(), only(movement)),
                        WalletQuery.Transactions.class)
                .flatMap(found -> Mono.justOrEmpty(found.items().stream().findFirst()))
                .switchIfEmpty(Named.missing("transaction", id));
    }

    private static SearchSpec only(WalletTransactionId id) {
        return new SearchSpec(
                List.of(new Criterion("id", Operator.EQ, List.of(id.value()))), List.of(), 1, 0);
    }
}
