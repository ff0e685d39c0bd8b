package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about wallets. */
public sealed interface WalletQuery {
    /** One by its id; answered with an optional {@link WalletView}. */
    record ById(Scope scope, WalletId id) implements WalletQuery {}

    /**
     * What a wallet is worth now; answered with an optional {@link WalletBalance}. Who subscribes
     * to it is told of every change.
     *
     * @param freshness COMPLETE to have all usage in it that was acknowledged before; CURRENT for
     *     what is remembered, which follows events
     */
    record Balance(Scope scope, WalletId id, UsageQuery.Freshness freshness)
            implements WalletQuery {}

    /**
     * What a customer owes and no wallet has paid yet; answered with an optional {@link OpenCosts}.
     */
    record Costs(Scope scope, CustomerId customer, UsageQuery.Freshness freshness)
            implements WalletQuery {}

    /**
     * The movements of one wallet; answered with {@link Transactions}. Fields as those of {@link
     * SearchTransactions}.
     */
    record TransactionsOf(Scope scope, WalletId id, SearchSpec spec) implements WalletQuery {}

    /** One movement of a wallet; answered with an optional {@link WalletTransactionView}. */
    record TransactionById(Scope scope, WalletId wallet, WalletTransactionId id)
            implements WalletQuery {}

    /**
     * Movements of all wallets; answered with {@link Transactions}.
     *
     * <p>Fields: id, wallet_id, customer_id, type, reason, status, reference_id, reference_type,
     * expires_at, priority, credits_available, created_by, created_at.
     */
    record SearchTransactions(Scope scope, SearchSpec spec) implements WalletQuery {}

    /** What one credit funded, and what came back of it; answered with {@link Routes}. */
    record Consumptions(Scope scope, WalletTransactionId credit) implements WalletQuery {}

    /** Which credits funded a debit; answered with {@link Routes}. */
    record Fundings(Scope scope, WalletTransactionId debit) implements WalletQuery {}

    /**
     * One way that credits went.
     *
     * @param credits of {@code from}, used by {@code to}; of a giving back, given back
     * @param amount what they paid, in the wallet's currency
     */
    record Route(
            WalletTransactionView from,
            WalletTransactionView to,
            BigDecimal credits,
            Money amount) {}

    /** Ways that credits went, in the order in which they went. */
    record Routes(List<Route> items) {
        public Routes {
            items = List.copyOf(items);
        }
    }

    /** The holds of one wallet; answered with {@link Holds}. Fields: id, status, created_at. */
    record HoldsOf(Scope scope, WalletId id, SearchSpec spec) implements WalletQuery {}

    /** One page of holds, newest first unless asked otherwise. */
    record Holds(List<HoldView> items, long total) {
        public Holds {
            items = List.copyOf(items);
        }
    }

    /** One page of movements, newest first unless asked otherwise. */
    record Transactions(List<WalletTransactionView> items, long total) {
        public Transactions {
            items = List.copyOf(items);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, customer_id, currency, status, kind, price_unit, topup_trigger,
     * created_at, updated_at.
     *
     * @param watched whether somebody is told when they are low; absent for whichever
     */
    record Search(Scope scope, SearchSpec spec, @Nullable Watched watched) implements WalletQuery {
        /** Watched or not. */
        public Search(Scope scope, SearchSpec spec) {
            this(scope, spec, null);
        }
    }

    /** Whether a wallet has alert settings that are switched on. */
    enum Watched {
        YES,
        NO
    }

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
