package io.tallybook.query.wallet;

import io.r2dbc.spi.Readable;
import io.tallybook.core.ViewKind;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.HoldView;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Recent;
import io.tallybook.query.view.Rows;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.Table;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.Versioned;
import io.tallybook.query.view.ViewReads;
import io.tallybook.query.view.ViewTable;
import io.tallybook.query.wallet.WalletLedger.Kept;
import io.tallybook.query.wallet.WalletLedger.Movement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                            Column.text("currency", view -> view.wallet().currency().code()),
                            Column.oneOf(
                                    "status",
                                    WalletView.Status.class,
                                    view -> view.within().status()),
                            Column.oneOf(
                                    "kind",
                                    WalletTerms.Kind.class,
                                    view -> view.wallet().agreed().kind()),
                            Column.text("price_unit", view -> view.wallet().agreed().priceUnit()),
                            Column.oneOf(
                                    "topup_trigger",
                                    AutoTopUp.Trigger.class,
                                    view -> trigger(view))),
                    List.of(
                            Column.numeric("held_credits", view -> view.within().heldCredits()),
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
                            Column.oneOf(
                                    "status",
                                    TransactionDocument.Status.class,
                                    row -> row.view().stands()),
                            Column.oneOf(
                                    "reference_type",
                                    TransactionDocument.ReferenceType.class,
                                    row -> row.view().transaction().referenceType()),
                            Column.whole("priority", WalletRows::priority),
                            Column.text("created_by", row -> row.view().createdBy()),
                            ViewTable.document("document", Movement::view),
                            Column.<Movement>whole("sequence", Movement::sequence).everPresent(),
                            Column.whole("last_sequence", Movement::lastSequence),
                            Column.<Movement>moment("created_at", row -> row.view().createdAt())
                                    .everPresent()),
                    List.of("tenant", "environment", "wallet_id", "id"),
                    Set.of(
                            "id",
                            "wallet_id",
                            "customer_id",
                            "type",
                            "reason",
                            "status",
                            "reference_id",
                            "reference_type",
                            "expires_at",
                            "priority",
                            "credits_available",
                            "created_by",
                            "created_at"));

    static final Table<Kept> HOLDS =
            new Table<>(
                    "view_wallet_hold",
                    List.of(
                            Column.id("tenant", row -> row.view().scope().tenant()),
                            Column.id("environment", row -> row.view().scope().environment()),
                            Column.id("wallet_id", row -> row.view().walletId()),
                            Column.<Kept>id("id", row -> row.view().hold().id()).everPresent(),
                            Column.oneOf(
                                    "status",
                                    HoldDocument.Status.class,
                                    row -> row.view().status()),
                            Column.numeric("credits", row -> row.view().hold().credits()),
                            Column.numeric("captured", row -> row.view().captured()),
                            Column.text("reference_id", row -> row.view().hold().referenceId()),
                            Column.moment("expires_at", row -> row.view().hold().expiresAt()),
                            ViewTable.document("document", Kept::view),
                            Column.<Kept>whole("sequence", Kept::sequence).everPresent(),
                            Column.whole("last_sequence", Kept::lastSequence),
                            Column.<Kept>moment("created_at", row -> row.view().createdAt())
                                    .everPresent()),
                    List.of("tenant", "environment", "wallet_id", "id"),
                    Set.of("id", "status", "reference_id", "created_at"));

    private static final String KEPT =
            """
            select wallet_id, sequence, last_sequence, document::text as document
            from view_wallet_hold
            where wallet_id = any($1) and id = any($2)\
            """;

    private static final String GRANTS =
            """
            select wallet_id, sequence, last_sequence, document::text as document
            from view_wallet_transaction
            where wallet_id = any($1) and id = any($2)\
            """;

    private static final String ONE =
            """
            select document::text as document from view_wallet_transaction
            where tenant = $1 and environment = $2 and wallet_id = $3 and id = $4\
            """;

    private final ReadTables tables;
    private final TableRows<WalletView, WalletEvent> wallets;
    private final Recent<WalletLedger> ledgers;
    private final Recent<Movement> movements;

    WalletRows(ReadTables tables) {
        this.tables = tables;
        this.wallets = new TableRows<>(tables, WALLETS);
        this.ledgers = tables.nothingYet();
        this.movements = tables.recent(MOVEMENTS);
    }

    // A wallet goes on as a whole from memory or as a whole from the tables: what is left of its
    // credits and the events that it has seen belong together.
    @Override
    public Mono<Map<String, Versioned<WalletLedger>>> load(
            Collection<String> ids, List<WalletEvent> events) {
        Map<String, List<WalletEvent>> byWallet =
                events.stream().collect(Collectors.groupingBy(event -> event.walletId().value()));
        Map<String, Versioned<WalletLedger>> known = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String id : ids) {
            List<WalletEvent> own = byWallet.getOrDefault(id, List.of());
            ledgers.last(id)
                    .filter(found -> hasAll(found.state(), own))
                    .ifPresentOrElse(found -> known.put(id, same(found)), () -> others.add(id));
        }
        return others.isEmpty()
                ? Mono.just(known)
                : read(others, events)
                        .map(
                                read -> {
                                    known.putAll(read);
                                    return known;
                                });
    }

    private static Versioned<WalletLedger> same(Versioned<? extends WalletLedger> found) {
        return new Versioned<>(found.id(), found.state(), found.sequence());
    }

    private static boolean hasAll(WalletLedger ledger, List<WalletEvent> events) {
        Set<String> there = new HashSet<>();
        ledger.movements().keySet().forEach(id -> there.add(id.value()));
        ledger.holds().keySet().forEach(id -> there.add(id.value()));
        for (WalletEvent event : events) {
            List<WalletEvent> one = List.of(event);
            if (!Stream.concat(credits(one), holds(one)).allMatch(there::contains)) {
                return false;
            }
            made(event).ifPresent(there::add);
        }
        return true;
    }

    /** What later events may name, and no table has yet. */
    private static Optional<String> made(WalletEvent event) {
        return event instanceof WalletEvent.ToppedUp(var _, var t)
                ? Optional.of(t.id().value())
                : event instanceof WalletEvent.PurchaseBegun begun
                        ? Optional.of(begun.transaction().id().value())
                        : event instanceof WalletEvent.Held(var _, var hold)
                                ? Optional.of(hold.id().value())
                                : Optional.empty();
    }

    private Mono<Map<String, Versioned<WalletLedger>>> read(
            Collection<String> ids, List<WalletEvent> events) {
        return wallets.load(ids, events)
                .flatMap(
                        found ->
                                Mono.zip(
                                        named(GRANTS, ids, credits(events), WalletRows::movement),
                                        named(KEPT, ids, holds(events), WalletRows::kept),
                                        (credits, holds) -> ledgers(found, credits, holds)));
    }

    @Override
    public Mono<Void> save(Collection<Versioned<WalletLedger>> changed) {
        List<Movement> moved =
                changed.stream().flatMap(each -> each.state().changedMovements().stream()).toList();
        List<Kept> holds =
                changed.stream().flatMap(each -> each.state().changedHolds().stream()).toList();
        List<Sql> writes = new ArrayList<>();
        if (!moved.isEmpty()) {
            writes.add(MOVEMENTS.upsert(moved));
        }
        if (!holds.isEmpty()) {
            writes.add(HOLDS.upsert(holds));
        }
        writes.add(
                WALLETS.table()
                        .upsert(changed.stream().map(each -> each.state().wallet()).toList()));
        return tables.write(writes)
                .doOnSuccess(
                        _ -> {
                            moved.forEach(this::remember);
                            changed.forEach(this::remember);
                        });
    }

    private void remember(Movement stored) {
        movements.stored(
                new Versioned<>(
                        key(stored.view().walletId(), stored.view().transaction().id()),
                        stored,
                        stored.lastSequence()));
    }

    private void remember(Versioned<WalletLedger> stored) {
        wallets.remember(new Versioned<>(stored.id(), stored.state().wallet(), stored.sequence()));
        ledgers.stored(
                new Versioned<>(
                        stored.id(),
                        stored.state().storedUpTo(stored.sequence()),
                        stored.sequence()));
    }

    private static String key(WalletId wallet, WalletTransactionId id) {
        return wallet + " " + id;
    }

    /**
     * One movement; whoever has just made it is answered from memory.
     *
     * <p>Memory is good for as long as the wallet's own is: the movements of an event are
     * remembered before the wallet, and a wallet that the tables have at a later event is
     * forgotten.
     */
    static CompletableFuture<Optional<WalletTransactionView>> movement(
            ViewReads<WalletView> reads, ReadTables tables, WalletQuery.TransactionById query) {
        Optional<WalletTransactionView> recent =
                reads.recent(query.scope(), query.wallet())
                        .flatMap(_ -> tables.recent(MOVEMENTS).now(key(query.wallet(), query.id())))
                        .map(found -> found.state().view())
                        .filter(view -> view.scope().equals(query.scope()));
        return recent.isPresent()
                ? CompletableFuture.completedFuture(recent)
                : Answer.optional(
                        tables.read(
                                        Sql.of(
                                                ONE,
                                                query.scope().tenant().value(),
                                                query.scope().environment().value(),
                                                query.wallet().value(),
                                                query.id().value()),
                                        row ->
                                                ViewTable.read(
                                                        Objects.requireNonNull(
                                                                row.get("document", String.class)),
                                                        WalletTransactionView.class))
                                .next());
    }

    @Override
    public void forget() {
        ledgers.forget();
        movements.forget();
    }

    @Override
    public Mono<Void> clear() {
        return tables.write(List.of(MOVEMENTS.truncate(), HOLDS.truncate())).then(wallets.clear());
    }

    /** Why it buys by itself; a threshold and regular times are both told as a threshold. */
    private static AutoTopUp.@Nullable Trigger trigger(WalletView view) {
        AutoTopUp way = view.wallet().agreed().autoTopUp();
        return way == null
                ? null
                : way.threshold() == null
                        ? AutoTopUp.Trigger.INTERVAL
                        : AutoTopUp.Trigger.THRESHOLD;
    }

    private static @Nullable Long priority(Movement row) {
        Integer priority = row.view().transaction().priority();
        return priority == null ? null : priority.longValue();
    }

    private <T> Mono<List<T>> named(
            String sql,
            Collection<String> wallets,
            Stream<String> ids,
            Function<Readable, T> read) {
        String[] named = ids.distinct().toArray(String[]::new);
        return named.length == 0
                ? Mono.just(List.of())
                : tables.read(Sql.of(sql, wallets.toArray(String[]::new), named), read)
                        .collectList();
    }

    /** The earlier credits that these events change. */
    private static Stream<String> credits(List<WalletEvent> events) {
        return events.stream()
                .flatMap(
                        event ->
                                switch (event) {
                                    case WalletEvent.ToppedUp e -> ordered(e.transaction());
                                    case WalletEvent.PurchaseFailed e ->
                                            Stream.of(e.transactionId());
                                    case WalletEvent.Debited e -> parts(e.transaction());
                                    case WalletEvent.GivenBack e -> parts(e.transaction());
                                    case WalletEvent.TakenOut e -> parts(e.transaction());
                                    case WalletEvent.Expired e ->
                                            e.transaction() == null
                                                    ? Stream.empty()
                                                    : parts(e.transaction());
                                    case WalletEvent.CarriedOver e -> Stream.of(e.grant());
                                    case WalletEvent.HoldCaptured e -> parts(e.transaction());
                                    case WalletEvent.Terminated e -> parts(e.transaction());
                                    case WalletEvent.Created _,
                                            WalletEvent.Updated _,
                                            WalletEvent.PurchaseBegun _,
                                            WalletEvent.TopUpTriggered _,
                                            WalletEvent.TopUpPassed _,
                                            WalletEvent.TopUpRestBegun _,
                                            WalletEvent.TopUpRestEnded _,
                                            WalletEvent.TopUpsHalted _,
                                            WalletEvent.Held _,
                                            WalletEvent.HoldReleased _ ->
                                            Stream.empty();
                                })
                .map(WalletTransactionId::value);
    }

    private static Stream<WalletTransactionId> ordered(TransactionDocument t) {
        return t.reason() == TransactionDocument.Reason.PURCHASED_CREDIT_INVOICED
                ? Stream.of(t.id())
                : Stream.empty();
    }

    private static Stream<WalletTransactionId> parts(TransactionDocument t) {
        return t.parts().stream().map(TransactionDocument.Part::grant);
    }

    /** The earlier holds that these events end. */
    private static Stream<String> holds(List<WalletEvent> events) {
        return events.stream()
                .flatMap(
                        event ->
                                event instanceof WalletEvent.HoldCaptured(var _, var id, var _)
                                        ? Stream.of(id.value())
                                        : event
                                                        instanceof
                                                        WalletEvent.HoldReleased(
                                                                var _,
                                                                var id,
                                                                var _)
                                                ? Stream.of(id.value())
                                                : Stream.empty());
    }

    // A wallet from memory whose movements say more than it does was overtaken by another program:
    // it counts as not stored, and is folded from its first event.
    private static Map<String, Versioned<WalletLedger>> ledgers(
            Map<String, Versioned<WalletView>> found, List<Movement> credits, List<Kept> holds) {
        Map<String, Versioned<WalletLedger>> ledgers = new HashMap<>();
        found.forEach(
                (id, wallet) -> {
                    List<Movement> own =
                            credits.stream()
                                    .filter(one -> one.view().walletId().value().equals(id))
                                    .toList();
                    List<Kept> kept =
                            holds.stream()
                                    .filter(one -> one.view().walletId().value().equals(id))
                                    .toList();
                    long last =
                            LongStream.concat(
                                            own.stream().mapToLong(Movement::lastSequence),
                                            kept.stream().mapToLong(Kept::lastSequence))
                                    .max()
                                    .orElse(0);
                    if (last <= wallet.sequence()) {
                        ledgers.put(id, versioned(wallet, own, kept));
                    }
                });
        return ledgers;
    }

    private static Versioned<WalletLedger> versioned(
            Versioned<WalletView> wallet, List<Movement> credits, List<Kept> holds) {
        Map<WalletTransactionId, Movement> own = new HashMap<>();
        credits.forEach(credit -> own.put(credit.view().transaction().id(), credit));
        Map<HoldId, Kept> kept = new HashMap<>();
        holds.forEach(hold -> kept.put(hold.view().hold().id(), hold));
        return new Versioned<>(
                wallet.id(),
                new WalletLedger(wallet.state(), wallet.sequence(), own, kept),
                wallet.sequence());
    }

    private static Kept kept(Readable row) {
        return new Kept(
                ViewTable.read(
                        Objects.requireNonNull(row.get("document", String.class)), HoldView.class),
                Objects.requireNonNull(row.get("sequence", Long.class)),
                Objects.requireNonNull(row.get("last_sequence", Long.class)));
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
