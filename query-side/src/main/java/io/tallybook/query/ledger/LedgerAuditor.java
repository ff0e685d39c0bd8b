package io.tallybook.query.ledger;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.ledger.InvoiceBook;
import io.tallybook.core.ledger.LedgerAudit;
import io.tallybook.core.ledger.LedgerAudit.Difference;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.core.ledger.WalletBook;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.invoice.InvoiceFold;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewTable;
import io.tallybook.query.wallet.WalletFold;
import io.tallybook.query.wallet.WalletLedger;
import java.lang.ref.SoftReference;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is stored of wallets and invoices, in their views and in the ledger, with what
 * follows from their events, and names every difference.
 *
 * <pre>
 *  every balance   view = ledger's book = ledger's accounts     in the database, all of them
 *  suspects        those that differ there
 *  the latest      those that changed last                      ─► folded from their events, by the
 *  some others     a few more each time, in turn                   same pure functions, up to the
 *                                                                  event that the row claims
 * </pre>
 *
 * <p>What lags behind its events is no difference: it is compared with what it claims to be.
 */
public final class LedgerAuditor {
    private static final int LATEST = 50;
    private static final int IN_TURN = 50;
    private static final int ACCOUNTS_IN_TURN = 200;
    private static final int DIFFERENCES_MAX = 1_000;
    private static final int KNOWN_MAX = 1_000;

    // An invoice that lacks what a credit note took off is no suspect by itself: the fold decides.
    private static final String SUSPECTS =
            """
            select w.id, 'WALLET' as kind
            from view_wallet w
            join ledger_book b on b.id = w.id and b.last_sequence = w.last_sequence
            left join (
                select owner_id, sum(credits - debits) as balance
                from ledger_account
                where kind in ('WALLET', 'HELD') and unit like 'credits:%'
                group by owner_id) a on a.owner_id = w.id
            where w.credit_balance <> b.balance
                or (w.document ->> 'creditBalance')::numeric <> w.credit_balance
                or coalesce(a.balance, 0) <> b.balance
            union all
            select v.id, 'INVOICE'
            from view_invoice v
            join ledger_book b on b.id = v.id and b.last_sequence = v.last_sequence
            where v.status in ('FINALIZED', 'VOIDED')
                and v.amount_remaining <> greatest(b.balance, 0)
            limit 1000\
            """;

    private static final String LATEST_ONES =
            """
            (select id, 'WALLET' as kind from view_wallet order by updated_at desc limit $1)
            union all
            (select id, 'INVOICE' from view_invoice order by updated_at desc limit $1)\
            """;

    private static final String NEXT_ONES =
            "select id, kind from ledger_book where kind <> 'PAYMENT' and id > $1 order by id limit"
                    + " $2";

    private static final String ACCOUNTS =
            """
            select a.tenant, a.environment, a.id, a.debits - a.credits as stored,
                coalesce(e.sum, 0) as expected
            from (select * from ledger_account where id > $1 order by id limit $2) a
            left join lateral (
                select sum(amount) as sum from ledger_entry where account_id = a.id) e on true
            where a.debits - a.credits <> coalesce(e.sum, 0)\
            """;

    private static final String UNBALANCED =
            """
            select tenant, environment, unit, sum(debits) - sum(credits) as difference
            from ledger_account group by tenant, environment, unit
            having sum(debits) <> sum(credits)\
            """;

    private final ReadTables tables;
    private final BlockingBridge bridge;
    private final EventStore store;
    private final InstantSource machine;
    private final AtomicReference<@Nullable LedgerAudit> last = new AtomicReference<>();
    private final Map<String, SoftReference<Folded>> known = new LastFolded();
    private String turn = "";
    private String accountsTurn = "";

    public LedgerAuditor(
            ReadTables tables, BlockingBridge bridge, EventStore store, InstantSource machine) {
        this.tables = tables;
        this.bridge = bridge;
        this.store = store;
        this.machine = machine;
    }

    private record Entity(String id, String kind) {}

    /**
     * A wallet after an event, as this auditor has folded it: what is recorded never changes, so
     * whoever looks again goes on from there.
     */
    private record Folded(WalletLedger ledger, WalletBook book, long sequence) {}

    private static final class LastFolded extends LinkedHashMap<String, SoftReference<Folded>> {
        LastFolded() {
            super(KNOWN_MAX, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Folded>> eldest) {
            return size() > KNOWN_MAX;
        }
    }

    /** What the last audit of this process found; empty before the first. */
    public Optional<LedgerAudit> last() {
        return Optional.ofNullable(last.get());
    }

    @QueryHandler
    public CompletableFuture<Optional<LedgerAudit>> handle(LedgerQuery.LastAudit query) {
        return CompletableFuture.completedFuture(last().map(audit -> audit.of(query.scope())));
    }

    /** Compares once; one at a time. */
    public synchronized LedgerAudit audit() {
        var begun = machine.instant();
        List<Difference> differences = new ArrayList<>();
        for (Readout total : read(Sql.of(UNBALANCED), LedgerAuditor::total)) {
            differences.add(
                    new Difference(
                            total.scope(),
                            "ledger_account of " + total.id(),
                            total.id(),
                            -1,
                            total.stored().toPlainString(),
                            "0"));
        }
        accounts(differences);
        Set<Entity> entities = new LinkedHashSet<>(entities(Sql.of(SUSPECTS)));
        entities.addAll(entities(Sql.of(LATEST_ONES, LATEST)));
        List<Entity> next = entities(Sql.of(NEXT_ONES, turn, IN_TURN));
        turn = next.size() < IN_TURN ? "" : next.getLast().id();
        entities.addAll(next);
        for (Entity entity : entities) {
            if (differences.size() < DIFFERENCES_MAX) {
                compare(entity, differences);
            }
        }
        long compared =
                read(
                                Sql.of("select count(*) as n from ledger_book"),
                                row -> Objects.requireNonNull(row.get("n", Long.class)))
                        .getFirst();
        var audit =
                new LedgerAudit(begun, machine.instant(), compared, entities.size(), differences);
        last.set(audit);
        return audit;
    }

    private record Readout(Scope scope, String id, BigDecimal stored, BigDecimal expected) {}

    private static Readout total(ReadRow row) {
        return new Readout(
                scope(row), text(row, "unit"), number(row, "difference"), BigDecimal.ZERO);
    }

    private void accounts(List<Difference> differences) {
        List<Readout> wrong =
                read(
                        Sql.of(ACCOUNTS, accountsTurn, ACCOUNTS_IN_TURN),
                        row ->
                                new Readout(
                                        scope(row),
                                        text(row, "id"),
                                        number(row, "stored"),
                                        number(row, "expected")));
        wrong.forEach(
                one ->
                        differences.add(
                                new Difference(
                                        one.scope(),
                                        "ledger_account.debits - credits",
                                        one.id(),
                                        -1,
                                        one.stored().toPlainString(),
                                        one.expected().toPlainString())));
        List<String> window =
                read(
                        Sql.of(
                                "select id from ledger_account where id > $1 order by id limit $2",
                                accountsTurn,
                                ACCOUNTS_IN_TURN),
                        row -> text(row, "id"));
        accountsTurn = window.size() < ACCOUNTS_IN_TURN ? "" : window.getLast();
    }

    private List<Entity> entities(Sql sql) {
        return read(sql, row -> new Entity(text(row, "id"), text(row, "kind")));
    }

    private void compare(Entity entity, List<Difference> differences) {
        boolean wallet = entity.kind().equals("WALLET");
        String row =
                """
                select v.tenant, v.environment, v.last_sequence, %s as document,
                    v.%s as shown, b.balance as booked, b.last_sequence as booked_sequence,
                    (select coalesce(sum(credits - debits), 0) from ledger_account
                        where owner_id = v.id and kind in ('WALLET', 'HELD')
                            and unit like 'credits:%%') as accounted
                from %s v left join ledger_book b on b.id = v.id where v.id = $1\
                """
                        .formatted(
                                // Its lines say nothing of what remains to be paid.
                                wallet
                                        ? "v.document::text"
                                        : InvoiceProjector.TABLE.table().shortText("v."),
                                wallet ? "credit_balance" : "amount_remaining",
                                wallet ? "view_wallet" : "view_invoice");
        for (Row stored : read(Sql.of(row, entity.id()), LedgerAuditor::row)) {
            if (wallet) {
                wallet(entity.id(), stored, differences);
            } else {
                invoice(entity.id(), stored, differences);
            }
        }
    }

    /**
     * What is stored of an entity.
     *
     * @param booked of the ledger's book; absent while it lags behind the first event
     */
    private record Row(
            Scope scope,
            long sequence,
            String document,
            BigDecimal shown,
            @Nullable BigDecimal booked,
            long bookedSequence,
            BigDecimal accounted) {
        /** What its accounts say; absent where the ledger has neither a book nor money of it. */
        @Nullable BigDecimal ofAccounts() {
            return booked == null && accounted.signum() == 0 ? null : accounted;
        }
    }

    private static Row row(ReadRow row) {
        Long booked = row.get("booked_sequence", Long.class);
        return new Row(
                scope(row),
                Objects.requireNonNull(row.get("last_sequence", Long.class)),
                text(row, "document"),
                number(row, "shown"),
                row.get("booked", BigDecimal.class),
                booked == null ? -1 : booked,
                number(row, "accounted"));
    }

    private void wallet(String id, Row stored, List<Difference> differences) {
        long both = Math.min(stored.sequence(), stored.bookedSequence());
        Folded now = known(id, both);
        BigDecimal shown = null;
        BigDecimal booked = null;
        DomainEventStream events = store.readEvents(id, now == null ? 0 : now.sequence() + 1);
        while (true) {
            if (now != null && now.sequence() == stored.sequence()) {
                shown = now.ledger().wallet().creditBalance();
            }
            if (now != null && now.sequence() == stored.bookedSequence()) {
                booked = now.book().balance();
            }
            if (now != null && now.sequence() == both) {
                known.put(id, new SoftReference<>(now));
            }
            if (!events.hasNext()) {
                break;
            }
            now = next(now, events.next());
        }
        var document = ViewTable.read(stored.document(), WalletView.class).creditBalance();
        differ(stored, "view_wallet.credit_balance", id, stored.shown(), shown, differences);
        differ(stored, "view_wallet.document", id, document, shown, differences);
        differ(stored, "ledger_book.balance", id, stored.booked(), booked, differences);
        differ(stored, "ledger_account", id, stored.ofAccounts(), booked, differences);
    }

    private @Nullable Folded known(String id, long notAfter) {
        SoftReference<Folded> found = known.get(id);
        Folded folded = found == null ? null : found.get();
        return folded == null || folded.sequence() > notAfter ? null : folded;
    }

    private static Folded next(@Nullable Folded before, DomainEventMessage<?> event) {
        WalletEvent payload = (WalletEvent) event.getPayload();
        return new Folded(
                new WalletFold()
                        .on(before == null ? null : before.ledger(), payload, Recorded.of(event))
                        .creditsOnly(),
                WalletBook.on(before == null ? null : before.book(), payload).book(),
                event.getSequenceNumber());
    }

    private void invoice(String id, Row stored, List<Difference> differences) {
        InvoiceView view = null;
        InvoiceBook book = null;
        BigDecimal shown = null;
        BigDecimal booked = null;
        DomainEventStream events = store.readEvents(id, 0);
        while (events.hasNext()) {
            DomainEventMessage<?> event = events.next();
            InvoiceEvent payload = (InvoiceEvent) event.getPayload();
            view = new InvoiceFold().on(view, payload, Recorded.of(event));
            book = InvoiceBook.on(book, payload).book();
            if (event.getSequenceNumber() == stored.sequence()) {
                shown = remaining(view);
            }
            if (event.getSequenceNumber() == stored.bookedSequence()) {
                booked = book.balance();
            }
        }
        var document = remaining(ViewTable.read(stored.document(), InvoiceView.class));
        differ(stored, "view_invoice.amount_remaining", id, stored.shown(), shown, differences);
        differ(stored, "view_invoice.document", id, document, shown, differences);
        differ(stored, "ledger_book.balance", id, stored.booked(), booked, differences);
    }

    private static BigDecimal remaining(InvoiceView view) {
        return view.money().remaining(view.billed()).toDecimal();
    }

    private static void differ(
            Row row,
            String where,
            String id,
            @Nullable BigDecimal stored,
            @Nullable BigDecimal expected,
            List<Difference> differences) {
        boolean same = stored == null ? expected == null : isSame(stored, expected);
        if (!same) {
            differences.add(
                    new Difference(
                            row.scope(),
                            where,
                            id,
                            row.sequence(),
                            stored == null ? "nothing" : stored.toPlainString(),
                            expected == null
                                    ? "no event of that number"
                                    : expected.toPlainString()));
        }
    }

    private static boolean isSame(BigDecimal stored, @Nullable BigDecimal expected) {
        return expected != null && stored.compareTo(expected) == 0;
    }

    private <T> List<T> read(Sql sql, Function<ReadRow, T> row) {
        return Objects.requireNonNull(bridge.await(tables.read(sql, row).collectList()), "rows");
    }

    private static Scope scope(ReadRow row) {
        return new Scope(
                new TenantId(text(row, "tenant")), new EnvironmentId(text(row, "environment")));
    }

    private static String text(ReadRow row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    private static BigDecimal number(ReadRow row, String column) {
        return Objects.requireNonNull(row.get(column, BigDecimal.class), column);
    }
}
