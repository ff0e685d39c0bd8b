package io.tallybook.query.wallet;

import io.r2dbc.spi.Readable;
import io.tallybook.core.ViewKind;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Rows;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.Table;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.Versioned;
import io.tallybook.query.view.ViewTable;
import io.tallybook.query.wallet.WalletLedger.Movement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Wallets in one table, their movements in another, written together. */
final class WalletRows implements Rows<WalletLedger, WalletEvent> {
    static final ViewTable<WalletView> WALLETS =
            ViewTable.of(
                    ViewKind.WALLET,
                    WalletView.class,
                    "view_wallet",
                    List.of(
                            Column.id("customer_id", view -> view.wallet().customerId()),
                            Column.text("currency", view -> view.wallet().currency().code())),
                    List.of(
                            Column.numeric("credit_balance", WalletView::creditBalance),
                            Column.numeric("free_credits", WalletView::freeCredits),
                            Column.numeric("purchased_credits", WalletView::purchasedCredits)));

    static final Table<Movement> MOVEMENTS =
            new Table<>(
                    "view_wallet_transaction",
                    List.of(
                            Column.id("tenant", row -> row.view().scope().tenant()),
                            Column.id("environment", row -> row.view().scope().environment()),
                            Column.id("wallet_id", row -> row.view().walletId()),
                            Column.<Movement>id("id", row -> row.view().transaction().id())
                                    .everPresent(),
                            Column.id("customer_id", row -> row.view().customerId()),
                            Column.oneOf(
                                    "type",
                                    TransactionDocument.Type.class,
                                    row -> row.view().transaction().type()),
                            Column.oneOf(
                                    "reason",
                                    TransactionDocument.Reason.class,
                                    row -> row.view().transaction().reason()),
                            Column.numeric("credits", row -> row.view().transaction().credits()),
                            Column.numeric(
                                    "amount", row -> row.view().transaction().amount().toDecimal()),
                            Column.text(
                                    "currency",
                                    row -> row.view().transaction().amount().currency().code()),
                            Column.numeric(
                                    "balance_before",
                                    row -> row.view().transaction().balanceBefore()),
                            Column.numeric(
                                    "balance_after",
                                    row -> row.view().transaction().balanceAfter()),
                            Column.numeric(
                                    "credits_available", row -> row.view().creditsAvailable()),
                            Column.text(
                                    "reference_id", row -> row.view().transaction().referenceId()),
                            Column.moment(
                                    "expires_at", row -> row.view().transaction().expiresAt()),
                            ViewTable.document("document", Movement::view),
                            Column.<Movement>whole("sequence", Movement::sequence).everPresent(),
                            Column.whole("last_sequence", Movement::lastSequence),
                            Column.<Movement>moment("created_at", row -> row.view().createdAt())
                                    .everPresent()),
                    List.of("tenant", "environment", "wallet_id", "id"),
                    Set.of("id", "type", "reason", "created_at"));

    private static final String GRANTS =
            """
            select wallet_id, sequence, last_sequence, document::text as document
            from view_wallet_transaction
            where wallet_id = any($1) and id = any($2)\
            """;

    private final ReadTables tables;
    private final TableRows<WalletView, WalletEvent> wallets;

    WalletRows(ReadTables tables) {
        this.tables = tables;
        this.wallets = new TableRows<>(tables, WALLETS);
    }

    @Override
    public Mono<Map<String, Versioned<WalletLedger>>> load(
            Collection<String> ids, List<WalletEvent> events) {
        return wallets.load(ids, events)
                .flatMap(found -> grants(ids, events).map(grants -> ledgers(found, grants)));
    }

    @Override
    public Mono<Void> save(Collection<Versioned<WalletLedger>> changed) {
        List<Movement> movements =
                changed.stream()
                        .flatMap(each -> each.state().movements().values().stream())
                        .toList();
        List<WalletView> views = changed.stream().map(each -> each.state().wallet()).toList();
        Sql wallet = WALLETS.table().upsert(views);
        return tables.write(
                movements.isEmpty()
                        ? List.of(wallet)
                        : List.of(MOVEMENTS.upsert(movements), wallet));
    }

    @Override
    public Mono<Void> clear() {
        return tables.write(
                List.of(Sql.of("truncate " + WALLETS.table().name() + ", " + MOVEMENTS.name())));
    }

    private Mono<Map<String, Collection<Movement>>> grants(
            Collection<String> ids, List<WalletEvent> events) {
        String[] named =
                events.stream()
                        .flatMap(WalletRows::parts)
                        .map(part -> part.grant().value())
                        .distinct()
                        .toArray(String[]::new);
        if (named.length == 0) {
            return Mono.just(Map.of());
        }
        return tables.read(Sql.of(GRANTS, ids.toArray(String[]::new), named), WalletRows::movement)
                .collectMultimap(movement -> movement.view().walletId().value());
    }

    private static Stream<TransactionDocument.Part> parts(WalletEvent event) {
        return switch (event) {
            case WalletEvent.Created _, WalletEvent.ToppedUp _ -> Stream.empty();
            case WalletEvent.Debited e -> e.transaction().parts().stream();
            case WalletEvent.GivenBack e -> e.transaction().parts().stream();
        };
    }

    private static Map<String, Versioned<WalletLedger>> ledgers(
            Map<String, Versioned<WalletView>> found, Map<String, Collection<Movement>> grants) {
        Map<String, Versioned<WalletLedger>> ledgers = new HashMap<>();
        found.forEach(
                (id, wallet) -> {
                    Map<WalletTransactionId, Movement> own = new HashMap<>();
                    grants.getOrDefault(id, List.of())
                            .forEach(grant -> own.put(grant.view().transaction().id(), grant));
                    ledgers.put(
                            id,
                            new Versioned<>(
                                    id, new WalletLedger(wallet.state(), own), wallet.sequence()));
                });
        return ledgers;
    }

    private static Movement movement(Readable row) {
        return new Movement(
                ViewTable.read(
                        Objects.requireNonNull(row.get("document", String.class)),
                        WalletTransactionView.class),
                Objects.requireNonNull(row.get("sequence", Long.class)),
                Objects.requireNonNull(row.get("last_sequence", Long.class)));
    }
}
