package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about wallets. */
public sealed interface WalletQuery {
    /** One by its id; answered with an optional {@link WalletView}. */
    record ById(Scope scope, WalletId id) implements WalletQuery {}

    /**
     * The movements of one wallet; answered with {@link Transactions}. Fields: id, type, reason,
     * created_at.
     */
    record TransactionsOf(Scope scope, WalletId id, SearchSpec spec) implements WalletQuery {}

    /** One page of movements, newest first unless asked otherwise. */
    record Transactions(List<WalletTransactionView> items, long total) {
        public Transactions {
            items = List.copyOf(items);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, customer_id, currency, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements WalletQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<WalletView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
