package io.tallybook.query.invoice;

import io.tallybook.core.invoice.BilledBefore;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.SafetyCheck.Billed;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what subscriptions were billed before, for the safety bounds of the next invoices. */
public final class BilledQueries {
    private static final String OF =
            """
            where tenant = $1 and environment = $2 and subscription_id = any($3)
                and reason like 'SUBSCRIPTION%' and entity_status <> 'DELETED'
            """;

    private static final String HISTORIES =
            """
            select subscription_id, currency, count(*) as invoices, max(subtotal) as largest
            from view_invoice
            """
                    + OF
                    + """
                    and status = 'FINALIZED'
                    group by subscription_id, currency\
                    """;

    /** A line of advance service lies behind the end of its invoice's own period. */
    private static final String STRETCHES =
            """
            select i.id, e->'input'->>'lineItemId' as item,
                e->'input'->'servicePeriod'->>'start' as begins,
                e->'input'->'servicePeriod'->>'end' as ends
            from view_invoice i, json_array_elements(i.lines) e
            """
                    + OF
                    + """
                    and status in ('COMPUTED', 'FINALIZED')
                    and (e->'amount'->>'amount')::numeric > 0
                    and e->'input'->>'lineItemId' is not null
                    and jsonb_typeof(i.document->'opening'->'given') is distinct from 'object'
                    and serves_until > $4
                    and (e->'input'->'servicePeriod'->>'end')::timestamptz > $4\
                    """;

    private final ReadTables tables;

    public BilledQueries(ReadTables tables) {
        this.tables = tables;
    }

    @QueryHandler
    public CompletableFuture<BilledBefore> handle(InvoiceQuery.OfSubscriptions query) {
        String tenant = query.scope().tenant().value();
        String environment = query.scope().environment().value();
        String[] ids =
                query.subscriptionIds().stream().map(SubscriptionId::value).toArray(String[]::new);
        return Answer.of(
                tables.read(Sql.of(HISTORIES, tenant, environment, ids), BilledQueries::history)
                        .collectList()
                        .zipWith(
                                tables.read(
                                                Sql.of(
                                                        STRETCHES,
                                                        tenant,
                                                        environment,
                                                        ids,
                                                        query.since().atOffset(ZoneOffset.UTC)),
                                                BilledQueries::billed)
                                        .collectList(),
                                BilledBefore::new));
    }

    private static BilledBefore.History history(ReadRow row) {
        return new BilledBefore.History(
                new SubscriptionId(text(row, "subscription_id")),
                Math.toIntExact(Objects.requireNonNull(row.get("invoices", Long.class))),
                Money.of(
                        Objects.requireNonNull(row.get("largest", BigDecimal.class)),
                        new CurrencyCode(text(row, "currency"))));
    }

    private static Billed billed(ReadRow row) {
        return new Billed(
                new InvoiceId(text(row, "id")),
                new LineItemId(text(row, "item")),
                new BillingPeriod(
                        Instant.parse(text(row, "begins")), Instant.parse(text(row, "ends"))));
    }

    private static String text(ReadRow row, String name) {
        return Objects.requireNonNull(row.get(name, String.class), name);
    }
}
