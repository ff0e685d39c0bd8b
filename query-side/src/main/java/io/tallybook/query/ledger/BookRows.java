package io.tallybook.query.ledger;

import io.r2dbc.spi.Readable;
import io.tallybook.core.Scope;
import io.tallybook.core.ledger.Book;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Recent;
import io.tallybook.query.view.Rows;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.Table;
import io.tallybook.query.view.Versioned;
import io.tallybook.query.view.ViewTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Books in one table, their entries in another, the sums of each account in a third: written
 * together, so that the trial balance is zero after every transaction.
 *
 * @param kind WALLET, INVOICE or PAYMENT
 * @param recent the books that were stored last
 */
record BookRows<B extends Book, E>(
        ReadTables tables, String kind, Class<B> type, Recent<LedgerPage<B>> recent)
        implements Rows<LedgerPage<B>, E> {
    private static final String LOAD =
            """
            select tenant, environment, id, last_sequence, document::text as document
            from ledger_book where id = any($1)\
            """;

    // An entry that is there already counts for nothing: only what was put is summed.
    private static final String POST =
            """
            with given as (
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
                        $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
                    as g(tenant, environment, id, account_id, kind, owner_id, unit, entity_id,
                        sequence, event, values)
            ), put as (
                insert into ledger_entry (tenant, environment, id, account_id, entity_id, sequence,
                    event, unit, amount, effective_at)
                select tenant, environment, id, account_id, entity_id, sequence::bigint, event,
                    unit, split_part(values, ' ', 1)::numeric,
                    split_part(values, ' ', 2)::timestamptz
                from given
                on conflict (id) do nothing
                returning id, amount, effective_at
            )
            insert into ledger_account (tenant, environment, id, kind, owner_id, unit, debits,
                credits, created_at, updated_at)
            select g.tenant, g.environment, g.account_id, g.kind, g.owner_id, g.unit,
                sum(greatest(p.amount, 0)), sum(greatest(-p.amount, 0)),
                min(p.effective_at), max(p.effective_at)
            from put p join given g on g.id = p.id
            group by g.tenant, g.environment, g.account_id, g.kind, g.owner_id, g.unit
            order by g.account_id
            on conflict (id) do update set
                debits = ledger_account.debits + excluded.debits,
                credits = ledger_account.credits + excluded.credits,
                created_at = least(ledger_account.created_at, excluded.created_at),
                updated_at = greatest(ledger_account.updated_at, excluded.updated_at)\
            """;

    BookRows(ReadTables tables, String kind, Class<B> type) {
        this(tables, kind, type, tables.nothingYet());
    }

    static <B extends Book> Table<LedgerPage<B>> table(String kind) {
        return new Table<>(
                "ledger_book",
                List.of(
                        Column.id("tenant", page -> page.scope().tenant()),
                        Column.id("environment", page -> page.scope().environment()),
                        Column.text("kind", _ -> kind),
                        Column.text("id", LedgerPage::entity),
                        Column.text("customer_id", page -> page.book().customer()),
                        Column.numeric("balance", page -> page.book().balance()),
                        ViewTable.document("document", LedgerPage::book),
                        Column.whole("last_sequence", LedgerPage::sequence)),
                List.of("id"),
                Set.of());
    }

    @Override
    public Mono<Map<String, Versioned<LedgerPage<B>>>> load(
            Collection<String> ids, List<E> events) {
        Map<String, Versioned<LedgerPage<B>>> known = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String id : ids) {
            recent.last(id)
                    .ifPresentOrElse(found -> known.put(id, closed(found)), () -> others.add(id));
        }
        return others.isEmpty()
                ? Mono.just(known)
                : tables.read(Sql.of(LOAD, (Object) others.toArray(String[]::new)), this::page)
                        .collectMap(Versioned::id, page -> page, () -> known);
    }

    private Versioned<LedgerPage<B>> page(Readable row) {
        String id = text(row, "id");
        long sequence = Objects.requireNonNull(row.get("last_sequence", Long.class));
        var scope =
                new Scope(
                        new TenantId(text(row, "tenant")),
                        new EnvironmentId(text(row, "environment")));
        B book = ViewTable.read(text(row, "document"), type);
        return new Versioned<>(
                id, new LedgerPage<>(scope, id, book, sequence, List.of()), sequence);
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    @Override
    public Mono<Void> save(Collection<Versioned<LedgerPage<B>>> changed) {
        List<LedgerPage<B>> pages = changed.stream().map(Versioned::state).toList();
        List<LedgerEntry> entries = pages.stream().flatMap(page -> page.fresh().stream()).toList();
        List<Sql> writes = new ArrayList<>();
        if (!entries.isEmpty()) {
            writes.add(post(entries));
        }
        writes.add(BookRows.<B>table(kind).upsert(pages));
        return tables.write(writes)
                .doOnSuccess(_ -> changed.forEach(page -> recent.stored(closed(page))));
    }

    /** A page whose entries are posted. */
    private static <B extends Book> Versioned<LedgerPage<B>> closed(
            Versioned<? extends LedgerPage<B>> page) {
        LedgerPage<B> state = page.state();
        return new Versioned<>(
                page.id(),
                new LedgerPage<>(
                        state.scope(), state.entity(), state.book(), state.sequence(), List.of()),
                page.sequence());
    }

    @Override
    public void forget() {
        recent.forget();
    }

    private static Sql post(List<LedgerEntry> entries) {
        List<Function<LedgerEntry, String>> columns =
                List.of(
                        entry -> entry.scope().tenant().value(),
                        entry -> entry.scope().environment().value(),
                        LedgerEntry::id,
                        entry -> entry.account().value(),
                        entry -> entry.posting().account().kind().name(),
                        entry -> entry.posting().account().owner(),
                        entry -> entry.posting().account().unit().code(),
                        LedgerEntry::entityId,
                        entry -> Long.toString(entry.sequence()),
                        LedgerEntry::event,
                        entry ->
                                entry.posting().amount().toPlainString()
                                        + " "
                                        + entry.effectiveAt());
        return Sql.of(
                POST,
                columns.stream()
                        .map(column -> entries.stream().map(column).toArray(String[]::new))
                        .toArray());
    }

    /** Everything of every kind goes at once: the entries of all are in the same accounts. */
    @Override
    public Mono<Void> clear() {
        return tables.write(List.of(Sql.of("truncate ledger_book, ledger_entry, ledger_account")));
    }
}
