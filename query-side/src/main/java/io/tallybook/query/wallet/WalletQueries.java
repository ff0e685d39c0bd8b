package io.tallybook.query.wallet;

import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.wallet.HoldView;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about wallets. */
public final class WalletQueries {
    // A sandbox's clock may stand still, so the moment alone does not tell which came last.
    private static final List<Order> LAST_FIRST = List.of(new Order("sequence", Direction.DESC));

    /** Alert settings are entities of their own, which change without the wallet. */
    private static final String WATCHED =
            """
            exists (select from view_alert_settings s
                where s.tenant = view_wallet.tenant and s.environment = view_wallet.environment
                    and s.entity_id = view_wallet.id and s.mode = 'ON'
                    and s.entity_status = 'PUBLISHED')\
            """;

    private final ReadTables tables;
    private final ViewReads<WalletView> reads;

    public WalletQueries(ReadTables tables) {
        this.tables = tables;
        this.reads = new ViewReads<>(tables, WalletRows.WALLETS);
    }

    @QueryHandler
    public CompletableFuture<Optional<WalletView>> handle(WalletQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<WalletQuery.Page> handle(WalletQuery.Search query) {
        WalletQuery.Watched watched = query.watched();
        String restriction =
                watched == null
                        ? ""
                        : switch (watched) {
                            case YES -> WATCHED;
                            case NO -> "not " + WATCHED;
                        };
        return reads.search(query.scope(), query.spec(), restriction, WalletQuery.Page::new);
    }

    @QueryHandler
    public CompletableFuture<WalletQuery.Transactions> handle(WalletQuery.TransactionsOf query) {
        return Answer.of(
                ViewReads.search(
                                tables,
                                WalletRows.MOVEMENTS,
                                query.scope(),
                                Map.of("wallet_id", query.id().value()),
                                query.spec(),
                                LAST_FIRST,
                                WalletTransactionView.class)
                        .map(found -> new WalletQuery.Transactions(found.items(), found.total())));
    }

    @QueryHandler
    public CompletableFuture<Optional<WalletTransactionView>> handle(
            WalletQuery.TransactionById query) {
        return WalletRows.movement(reads, tables, query);
    }

    @QueryHandler
    public CompletableFuture<WalletQuery.Transactions> handle(
            WalletQuery.SearchTransactions query) {
        return Answer.of(
                ViewReads.search(
                                tables,
                                WalletRows.MOVEMENTS,
                                query.scope(),
                                Map.of(),
                                query.spec(),
                                LAST_FIRST,
                                WalletTransactionView.class)
                        .map(found -> new WalletQuery.Transactions(found.items(), found.total())));
    }

    @QueryHandler
    public CompletableFuture<WalletQuery.Holds> handle(WalletQuery.HoldsOf query) {
        return Answer.of(
                ViewReads.search(
                                tables,
                                WalletRows.HOLDS,
                                query.scope(),
                                Map.of("wallet_id", query.id().value()),
                                query.spec(),
                                LAST_FIRST,
                                HoldView.class)
                        .map(found -> new WalletQuery.Holds(found.items(), found.total())));
    }

    @QueryHandler
    public CompletableFuture<WalletQuery.Routes> handle(WalletQuery.Consumptions query) {
        return Answer.of(new CreditRoutes(tables).from(query.scope(), query.credit()));
    }

    @QueryHandler
    public CompletableFuture<WalletQuery.Routes> handle(WalletQuery.Fundings query) {
        return Answer.of(new CreditRoutes(tables).to(query.scope(), query.debit()));
    }
}
