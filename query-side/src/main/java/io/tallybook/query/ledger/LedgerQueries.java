package io.tallybook.query.ledger;

import io.tallybook.core.ledger.LedgerAccountView;
import io.tallybook.core.ledger.LedgerEntryView;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.LedgerUnit;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.Table;
import io.tallybook.query.view.ViewReads;
import io.tallybook.query.view.ViewTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/** Answers what is asked about the ledger. */
public final class LedgerQueries {
    private static final List<Order> NEWEST_FIRST =
            List.of(new Order("created_at", Direction.DESC));

    private static final Table<LedgerAccountView> ACCOUNTS =
            new Table<>(
                    "ledger_account_shown",
                    List.of(
                            Column.id("tenant", view -> view.scope().tenant()),
                            Column.id("environment", view -> view.scope().environment()),
                            Column.<LedgerAccountView>id("id", LedgerAccountView::id).everPresent(),
                            Column.oneOf("kind", AccountKind.class, view -> view.account().kind()),
                            Column.text("owner_id", view -> view.account().owner()),
                            Column.text("unit", view -> view.account().unit().code()),
                            ViewTable.document("document", view -> view),
                            Column.<LedgerAccountView>moment(
                                            "created_at", LedgerAccountView::createdAt)
                                    .everPresent(),
                            Column.<LedgerAccountView>moment(
                                            "updated_at", LedgerAccountView::updatedAt)
                                    .everPresent()),
                    List.of("id"),
                    Set.of("id", "kind", "owner_id", "unit", "created_at", "updated_at"));

    private static final Table<LedgerEntryView> ENTRIES =
            new Table<>(
                    "ledger_entry_shown",
                    List.of(
                            Column.id("tenant", view -> view.scope().tenant()),
                            Column.id("environment", view -> view.scope().environment()),
                            Column.id("account_id", LedgerEntryView::accountId),
                            Column.<LedgerEntryView>text("id", LedgerEntryView::id).everPresent(),
                            Column.text("entity_id", LedgerEntryView::entityId),
                            Column.text("event", LedgerEntryView::event),
                            ViewTable.document("document", view -> view),
                            Column.<LedgerEntryView>moment(
                                            "created_at", LedgerEntryView::effectiveAt)
                                    .everPresent()),
                    List.of("id"),
                    Set.of("id", "entity_id", "event", "created_at"));

    private static final String NOW =
            """
            select kind, unit, sum(debits) as debits, sum(credits) as credits, count(*) as accounts
            from ledger_account where tenant = $1 and environment = $2
            group by kind, unit order by unit, kind\
            """;

    private static final String THEN =
            """
            select a.kind, a.unit, sum(greatest(e.amount, 0)) as debits,
                sum(greatest(-e.amount, 0)) as credits, count(distinct a.id) as accounts
            from ledger_entry e join ledger_account a on a.id = e.account_id
            where e.tenant = $1 and e.environment = $2 and e.effective_at <= $3::timestamptz
            group by a.kind, a.unit order by a.unit, a.kind\
            """;

    private static final String ACCOUNT =
            """
            select document::text as document from ledger_account_shown
            where tenant = $1 and environment = $2 and id = $3\
            """;

    private static final String ACCOUNT_THEN =
            """
            select (s.document || jsonb_build_object(
                'debits', coalesce(e.debits, 0)::text,
                'credits', coalesce(e.credits, 0)::text))::text as document
            from ledger_account_shown s
            left join lateral (
                select sum(greatest(amount, 0)) as debits, sum(greatest(-amount, 0)) as credits
                from ledger_entry where account_id = s.id and effective_at <= $4::timestamptz) e
            on true
            where s.tenant = $1 and s.environment = $2 and s.id = $3\
            """;

    private final ReadTables tables;

    public LedgerQueries(ReadTables tables) {
        this.tables = tables;
    }

    @QueryHandler
    public CompletableFuture<LedgerQuery.TrialBalance> handle(LedgerQuery.Balances query) {
        String tenant = query.scope().tenant().value();
        String environment = query.scope().environment().value();
        Instant asOf = query.asOf();
        Sql sql =
                asOf == null
                        ? Sql.of(NOW, tenant, environment)
                        : Sql.of(THEN, tenant, environment, asOf.toString());
        return Answer.of(
                tables.read(sql, LedgerQueries::line)
                        .collectList()
                        .map(LedgerQuery.TrialBalance::new));
    }

    private static LedgerQuery.Line line(ReadRow row) {
        return new LedgerQuery.Line(
                AccountKind.valueOf(value(row, "kind", String.class)),
                new LedgerUnit(value(row, "unit", String.class)),
                value(row, "debits", BigDecimal.class),
                value(row, "credits", BigDecimal.class),
                value(row, "accounts", Long.class));
    }

    private static <T> T value(ReadRow row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    @QueryHandler
    public CompletableFuture<Optional<LedgerAccountView>> handle(LedgerQuery.AccountById query) {
        String tenant = query.scope().tenant().value();
        String environment = query.scope().environment().value();
        @Nullable Instant asOf = query.asOf();
        Sql sql =
                asOf == null
                        ? Sql.of(ACCOUNT, tenant, environment, query.id().value())
                        : Sql.of(
                                ACCOUNT_THEN,
                                tenant,
                                environment,
                                query.id().value(),
                                asOf.toString());
        return Answer.optional(
                tables.read(
                                sql,
                                row ->
                                        ViewTable.read(
                                                value(row, "document", String.class),
                                                LedgerAccountView.class))
                        .next());
    }

    @QueryHandler
    public CompletableFuture<LedgerQuery.Accounts> handle(LedgerQuery.SearchAccounts query) {
        return Answer.of(
                ViewReads.search(
                                tables,
                                ACCOUNTS,
                                query.scope(),
                                Map.of(),
                                query.spec(),
                                NEWEST_FIRST,
                                LedgerAccountView.class)
                        .map(found -> new LedgerQuery.Accounts(found.items(), found.total())));
    }

    @QueryHandler
    public CompletableFuture<LedgerQuery.Entries> handle(LedgerQuery.EntriesOf query) {
        return Answer.of(
                ViewReads.search(
                                tables,
                                ENTRIES,
                                query.scope(),
                                Map.of("account_id", query.id().value()),
                                query.spec(),
                                NEWEST_FIRST,
                                LedgerEntryView.class)
                        .map(found -> new LedgerQuery.Entries(found.items(), found.total())));
    }
}
