package io.tallybook.query.invoice;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LifetimeUsage;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.query.invoice.LifetimeCharges.Billed;
import io.tallybook.query.invoice.LifetimeCharges.Live;
import io.tallybook.query.invoice.LifetimeCharges.Part;
import io.tallybook.query.invoice.LifetimeCharges.Stretch;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the usage of a subscription has come to since it began.
 *
 * <p>What is open, what is closed and not computed yet, and what was billed are asked for in the
 * order in which usage goes through them, so that what moves on meanwhile is seen twice rather than
 * not at all; and of what is seen twice, the earlier counts.
 */
public final class LifetimeQueries {
    /**
     * Lines of usage, added up; what somebody wrote was not read. Of a stretch of service that was
     * invoiced in parts, the invoice that closes it tells the whole quantity and the rest of the
     * amount; as long as there is none, each part is a row of its own.
     */
    private static final String BILLED =
            """
            with line as materialized (
                select i.id, l.place,
                    i.reason = 'AUTO_INVOICE_THRESHOLD' as part,
                    jsonb_typeof(l.line #> '{input,reading}') is distinct from 'object'
                        as written,
                    l.line #>> '{input,lineItemId}' as item,
                    l.line #>> '{input,priceId}' as price_id,
                    l.line #>> '{input,servicePeriod,start}' as begins,
                    array[l.line #>> '{input,servicePeriod,end}',
                        l.line #>> '{input,displayName}', l.line #>> '{input,price}'] as last,
                    (l.line #>> '{input,quantity}')::numeric as quantity,
                    (l.line #>> '{amount,amount}')::numeric as amount,
                    jsonb_typeof(l.line #> '{input,promise}') = 'object' and exists (
                        select from jsonb_array_elements(l.line->'steps') s
                        where s->>'rule' like '%commitment.overage') as overage
                from view_invoice i,
                    jsonb_array_elements(i.lines::jsonb) with ordinality l(line, place)
                where i.tenant = $1 and i.environment = $2 and i.subscription_id = any($3)
                    and i.status in ('COMPUTED', 'FINALIZED', 'SKIPPED')
                    and i.entity_status <> 'DELETED' and i.currency = $5
                    and l.line #>> '{input,price,type}' = 'USAGE'
                    and (i.subscription_id = $4
                        or l.line #>> '{input,served,subscriptionId}' = $4)
            ),
            stretch as (
                select *,
                    coalesce((item, begins) in (
                        select * from unnest($6::text[], $7::text[])), false) as live,
                    case when part then (item, begins) in (
                        select item, begins from line where not part and not written) end
                        as closed
                from line
            ),
            counted as (
                select *, part and (live or not closed) as apart
                from stretch where part or written or not live
            )
            select item, price_id,
                case when apart then begins end as stretch, case when apart then id end as invoice,
                sum(case when part and not apart then 0 else quantity end) as quantity,
                sum(amount) as amount, coalesce(bool_or(overage), false) as overage,
                (max(last))[1] as ends, (max(last))[2] as name, (max(last))[3] as price
            from counted
            group by 1, 2, 3, 4
            order by min(begins::timestamptz), min(place), item, price_id, ends\
            """;

    private final ReadTables tables;
    private final QueryGateway queries;
    private final PreviewQueries previews;

    public LifetimeQueries(ReadTables tables, QueryGateway queries) {
        this.tables = tables;
        this.queries = queries;
        this.previews = new PreviewQueries(queries);
    }

    @QueryHandler
    public CompletableFuture<Optional<LifetimeUsage>> handle(InvoiceQuery.Lifetime query) {
        return queries.query(
                        new SubscriptionQuery.ById(query.scope(), query.subscriptionId()),
                        ResponseTypes.optionalInstanceOf(SubscriptionView.class))
                .thenCompose(
                        found ->
                                found.filter(LifetimeQueries::isChargedItself)
                                        .map(
                                                subscription ->
                                                        of(subscription, query.at())
                                                                .thenApply(Optional::of))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())));
    }

    private static boolean isChargedItself(SubscriptionView subscription) {
        return subscription.terms().type() != SubscriptionType.INHERITED;
    }

    private CompletableFuture<LifetimeUsage> of(SubscriptionView subscription, Instant at) {
        return open(subscription, at)
                .thenCompose(open -> closing(subscription, at, open))
                .thenCompose(
                        live -> billed(subscription, live).thenApply(billed -> live.and(billed)))
                .thenApply(
                        charges ->
                                new LifetimeUsage(
                                        subscription.terms().currency(),
                                        subscription.terms().startDate(),
                                        charges));
    }

    private CompletableFuture<Live> open(SubscriptionView subscription, Instant at) {
        // What is agreed and not begun is not used.
        if (subscription.status() == SubscriptionView.Status.DRAFT) {
            return CompletableFuture.completedFuture(new Live());
        }
        return queries.query(
                        new InvoiceQuery.Preview(subscription.scope(), subscription.id(), at),
                        ResponseTypes.optionalInstanceOf(InvoiceView.class))
                .thenApply(
                        found -> {
                            Live live = new Live();
                            found.ifPresent(live::add);
                            return live;
                        });
    }

    private CompletableFuture<Live> closing(SubscriptionView subscription, Instant at, Live live) {
        return drafts(subscription)
                .thenCompose(
                        drafts -> {
                            CompletableFuture<Live> all = CompletableFuture.completedFuture(live);
                            for (InvoiceView draft : drafts) {
                                all =
                                        all.thenCombine(
                                                previews.closed(draft, at),
                                                (before, parts) -> {
                                                    parts.stream()
                                                            .filter(
                                                                    part ->
                                                                            isOf(
                                                                                    subscription
                                                                                            .id(),
                                                                                    draft,
                                                                                    part))
                                                            .forEach(before::add);
                                                    return before;
                                                });
                            }
                            return all;
                        });
    }

    // As billed as it is open: with all that is on the invoices of the one that is asked for.
    private static boolean isOf(SubscriptionId asked, InvoiceView draft, InvoiceView part) {
        return asked.equals(draft.opening().subscriptionId())
                || asked.equals(part.opening().subscriptionId());
    }

    private CompletableFuture<List<InvoiceView>> drafts(SubscriptionView subscription) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "subscription_id", Operator.IN, invoicedBy(subscription)),
                                new Criterion("status", Operator.EQ, List.of("DRAFT")),
                                new Criterion(
                                        ViewTable.ENTITY_STATUS,
                                        Operator.NOT_IN,
                                        List.of(EntityStatus.DELETED.name()))),
                        List.of(new Order("period_end", Direction.ASC)),
                        EarlierSpend.AT_ONCE,
                        0);
        return queries.query(
                        new InvoiceQuery.Search(subscription.scope(), spec),
                        ResponseTypes.instanceOf(InvoiceQuery.Page.class))
                .thenApply(InvoiceQuery.Page::items);
    }

    private static List<String> invoicedBy(SubscriptionView subscription) {
        return EarlierSpend.invoicedBy(subscription.id(), subscription.terms()).stream()
                .map(SubscriptionId::value)
                .toList();
    }

    private CompletableFuture<List<Billed>> billed(SubscriptionView subscription, Live live) {
        Scope scope = subscription.scope();
        CurrencyCode currency = subscription.terms().currency();
        List<Stretch> stretches = new ArrayList<>(live.stretches());
        Sql sql =
                Sql.of(
                        BILLED,
                        scope.tenant().value(),
                        scope.environment().value(),
                        invoicedBy(subscription).toArray(String[]::new),
                        subscription.id().value(),
                        currency.code(),
                        texts(stretches, stretch -> stretch.lineItem().value()),
                        texts(stretches, stretch -> stretch.begins().toString()));
        return Answer.of(tables.read(sql, row -> billed(row, currency)).collectList());
    }

    private static <T> String[] texts(List<T> of, Function<T, String> text) {
        return of.stream().map(text).toArray(String[]::new);
    }

    private static Billed billed(ReadRow row, CurrencyCode currency) {
        String item = row.get("item", String.class);
        LineItemId lineItem = item == null ? null : new LineItemId(item);
        return new Billed(
                lineItem,
                new PriceId(text(row, "price_id")),
                ViewTable.read(text(row, "price"), PriceDocument.class),
                text(row, "name"),
                Objects.requireNonNull(row.get("quantity", BigDecimal.class)),
                Money.of(Objects.requireNonNull(row.get("amount", BigDecimal.class)), currency),
                Objects.requireNonNull(row.get("overage", Boolean.class)),
                Instant.parse(text(row, "ends")),
                part(row, lineItem));
    }

    private static @Nullable Part part(ReadRow row, @Nullable LineItemId lineItem) {
        String begins = row.get("stretch", String.class);
        return begins == null || lineItem == null
                ? null
                : new Part(
                        new Stretch(lineItem, Instant.parse(begins)),
                        new InvoiceId(text(row, "invoice")));
    }

    private static String text(ReadRow row, String name) {
        return Objects.requireNonNull(row.get(name, String.class), name);
    }
}
