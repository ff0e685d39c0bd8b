package io.tallybook.query.invoice;

import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceSummary;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewReads;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about invoices. */
public final class InvoiceQueries {
    /** One row for each currency; a line of a document that has no type of price is a fixed one. */
    private static final String OF_CUSTOMER =
            """
            select i.currency, count(*) as invoices, sum(i.total) as billed,
                sum(i.amount_remaining) as unpaid,
                count(*) filter (where i.amount_remaining > 0) as unpaid_invoices,
                coalesce(sum(i.amount_remaining) filter (where i.due_date < $4), 0) as overdue,
                count(*) filter (where i.amount_remaining > 0 and i.due_date < $4)
                    as overdue_invoices,
                coalesce(sum(l.used) filter (where i.amount_remaining > 0), 0) as used,
                coalesce(sum(l.fixed) filter (where i.amount_remaining > 0), 0) as fixed
            from view_invoice i
            left join lateral (
                select sum((e->'amount'->>'amount')::numeric)
                        filter (where e->'input'->'price'->>'type' = 'USAGE') as used,
                    sum((e->'amount'->>'amount')::numeric)
                        filter (where e->'input'->'price'->>'type' is distinct from 'USAGE')
                        as fixed
                from json_array_elements(i.lines) e
                where i.amount_remaining > 0) l on true
            where i.tenant = $1 and i.environment = $2 and i.customer_id = $3
                and i.status = 'FINALIZED' and i.entity_status <> 'DELETED'
            group by i.currency
            order by i.currency\
            """;

    private final ReadTables tables;
    private final ViewReads<InvoiceView> reads;

    public InvoiceQueries(ReadTables tables) {
        this.tables = tables;
        this.reads = new ViewReads<>(tables, InvoiceProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<InvoiceView>> handle(InvoiceQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<InvoiceQuery.Page> handle(InvoiceQuery.ByIds query) {
        return reads.byIds(query.scope(), query.ids())
                .thenApply(found -> new InvoiceQuery.Page(found, found.size()));
    }

    @QueryHandler
    public CompletableFuture<InvoiceQuery.Page> handle(InvoiceQuery.Search query) {
        return reads.search(query.scope(), query.spec(), query.lines(), InvoiceQuery.Page::new);
    }

    @QueryHandler
    public CompletableFuture<InvoiceSummary> handle(InvoiceQuery.OfCustomer query) {
        Sql sql =
                Sql.of(
                        OF_CUSTOMER,
                        query.scope().tenant().value(),
                        query.scope().environment().value(),
                        query.customerId().value(),
                        query.at().atOffset(ZoneOffset.UTC));
        return Answer.of(
                tables.read(sql, InvoiceQueries::ofCurrency)
                        .collectList()
                        .map(InvoiceSummary::new));
    }

    private static InvoiceSummary.OfCurrency ofCurrency(ReadRow row) {
        CurrencyCode currency =
                new CurrencyCode(Objects.requireNonNull(row.get("currency", String.class)));
        return new InvoiceSummary.OfCurrency(
                money(row, "billed", currency),
                money(row, "unpaid", currency),
                money(row, "overdue", currency),
                count(row, "invoices"),
                count(row, "unpaid_invoices"),
                count(row, "overdue_invoices"),
                money(row, "used", currency),
                money(row, "fixed", currency));
    }

    private static Money money(ReadRow row, String name, CurrencyCode currency) {
        return Money.of(Objects.requireNonNull(row.get(name, BigDecimal.class)), currency);
    }

    private static long count(ReadRow row, String name) {
        return Objects.requireNonNull(row.get(name, Long.class));
    }
}
