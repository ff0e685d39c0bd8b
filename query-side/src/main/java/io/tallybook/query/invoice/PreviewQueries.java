package io.tallybook.query.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.invoice.ApplicableTaxes;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceParts;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.ProjectedUsage;
import io.tallybook.core.invoice.RemeteredUsage;
import io.tallybook.core.invoice.Remetering;
import io.tallybook.core.subscription.ChangeOfTrial;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageQuery.Readings;
import io.tallybook.core.usage.UsageReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryExecutionException;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what the invoice of an open period would be now. */
public final class PreviewQueries {
    private final QueryGateway queries;

    public PreviewQueries(QueryGateway queries) {
        this.queries = queries;
    }

    @QueryHandler
    public CompletableFuture<Optional<InvoiceView>> handle(InvoiceQuery.Preview query) {
        return queries.query(
                        new SubscriptionQuery.ById(query.scope(), query.subscriptionId()),
                        ResponseTypes.optionalInstanceOf(SubscriptionView.class))
                .thenCompose(
                        found ->
                                found.map(subscription -> together(subscription, query.at()))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())));
    }

    /** What a change would be invoiced: the same pure function as the decision asks. */
    @QueryHandler
    public CompletableFuture<Optional<InvoiceView>> handle(InvoiceQuery.PreviewChange query) {
        ChangeLines change = query.change();
        return queries.query(
                        new SubscriptionQuery.ById(query.scope(), change.subscriptionId()),
                        ResponseTypes.optionalInstanceOf(SubscriptionView.class))
                .thenCompose(
                        found ->
                                found.flatMap(view -> InvoicePreview.of(view, change))
                                        .map(preview -> computed(preview, change.at()))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())));
    }

    /** What would follow a trial that ended at another moment. */
    @QueryHandler
    public CompletableFuture<Optional<InvoiceView>> handle(InvoiceQuery.PreviewTrial query) {
        SubscriptionCommand.ChangeTrial change = query.change();
        return queries.query(
                        new SubscriptionQuery.ById(query.scope(), change.subscriptionId()),
                        ResponseTypes.optionalInstanceOf(SubscriptionView.class))
                .thenCompose(
                        found ->
                                found.flatMap(view -> afterTrial(view, change))
                                        .map(preview -> computed(preview, change.trialEnd()))
                                        .orElseGet(PreviewQueries::none));
    }

    private static Optional<InvoicePreview> afterTrial(
            SubscriptionView view, SubscriptionCommand.ChangeTrial change) {
        ChangeOfTrial.broken(view.terms(), view.periodIndex(), view.currentPeriod(), change)
                .ifPresent(
                        refused -> {
                            throw new QueryExecutionException(refused.message(), null, refused);
                        });
        return InvoicePreview.of(view, change);
    }

    /** What a beginning would be invoiced. */
    @QueryHandler
    public CompletableFuture<Optional<InvoiceView>> handle(InvoiceQuery.PreviewFirst query) {
        return InvoicePreview.first(query)
                .map(preview -> computed(preview, query.at()))
                .orElseGet(PreviewQueries::none);
    }

    /** What would be counted otherwise: the same pure function as the decision asks. */
    @QueryHandler
    public CompletableFuture<Optional<RemeteredUsage>> handle(
            InvoiceQuery.PreviewRemetering query) {
        return queries.query(
                        new SubscriptionQuery.ById(
                                query.scope(), query.remetering().subscriptionId()),
                        ResponseTypes.optionalInstanceOf(SubscriptionView.class))
                .thenCompose(
                        found ->
                                found.map(view -> remetered(view, query.remetering()))
                                        .orElseGet(PreviewQueries::none));
    }

    private CompletableFuture<Optional<RemeteredUsage>> remetered(
            SubscriptionView view, SubscriptionCommand.Remeter asked) {
        List<SubscriptionEvent.LineRemetered> lines =
                Remetering.of(view.terms(), view.currentPeriod(), asked.lines());
        var remetered =
                new SubscriptionEvent.Remetered(asked.subscriptionId(), asked.definition(), lines);
        SubscriptionView otherwise = view.agreeing(view.terms().after(remetered));
        return invoiced(view, asked.at())
                .thenCombine(
                        invoiced(otherwise, asked.at()),
                        (now, then) ->
                                now.flatMap(
                                        one ->
                                                then.map(
                                                        other ->
                                                                new RemeteredUsage(
                                                                        lines, one, other))));
    }

    /** What the open period comes to if usage goes on as it was. */
    @QueryHandler
    public CompletableFuture<Optional<ProjectedUsage>> handle(InvoiceQuery.Projection query) {
        return queries.query(
                        new SubscriptionQuery.ById(query.scope(), query.subscriptionId()),
                        ResponseTypes.optionalInstanceOf(SubscriptionView.class))
                .thenCompose(found -> found.map(this::preview).orElseGet(PreviewQueries::none))
                .thenCompose(
                        found ->
                                found.map(preview -> opened(preview, query.at()))
                                        .orElseGet(PreviewQueries::none));
    }

    private CompletableFuture<Optional<ProjectedUsage>> opened(InvoicePreview preview, Instant at) {
        return OpenedWindows.of(queries, preview, Freshness.CURRENT)
                .thenCompose(opened -> projected(opened, at));
    }

    private CompletableFuture<Optional<ProjectedUsage>> projected(
            InvoicePreview preview, Instant at) {
        return known(preview)
                .thenApply(
                        known ->
                                Optional.of(
                                        new ProjectedUsage(
                                                known.invoice(preview, known.readings(), at),
                                                known.invoice(
                                                        preview,
                                                        preview.carriedOn(known.readings(), at),
                                                        at),
                                                preview.methods())));
    }

    private static <T> CompletableFuture<Optional<T>> none() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletableFuture<Optional<InvoiceView>> invoiced(
            SubscriptionView subscription, Instant at) {
        return preview(subscription)
                .thenCompose(
                        found ->
                                found.map(preview -> computed(preview, at))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())));
    }

    /** The same, with what those come to that are invoiced with it. */
    private CompletableFuture<Optional<InvoiceView>> together(
            SubscriptionView subscription, Instant at) {
        List<SubscriptionId> ids = subscription.terms().related().children();
        CompletableFuture<Optional<InvoiceView>> whole = invoiced(subscription, at);
        return ids.isEmpty()
                ? whole
                : whole.thenCombine(
                        children(subscription.scope(), ids)
                                .thenCompose(children -> parts(subscription.id(), children, at)),
                        (found, parts) ->
                                found.map(invoice -> InvoicePreview.together(invoice, parts)));
    }

    private CompletableFuture<List<SubscriptionView>> children(
            Scope scope, List<SubscriptionId> ids) {
        return queries.query(
                        new SubscriptionQuery.ByIds(scope, ids),
                        ResponseTypes.instanceOf(SubscriptionQuery.Page.class))
                .thenApply(SubscriptionQuery.Page::items);
    }

    private CompletableFuture<List<InvoicePreview.Part>> parts(
            SubscriptionId parent, List<SubscriptionView> children, Instant at) {
        List<SubscriptionView> grouped =
                children.stream()
                        .filter(
                                child ->
                                        child.terms()
                                                .related()
                                                .groupedWith(child.periodIndex())
                                                .filter(parent::equals)
                                                .isPresent())
                        .toList();
        return each(
                grouped,
                child ->
                        invoiced(child, at)
                                .thenApply(
                                        found ->
                                                found.map(
                                                        one ->
                                                                new InvoicePreview.Part(
                                                                        child, one))));
    }

    private CompletableFuture<Optional<InvoicePreview>> preview(SubscriptionView subscription) {
        return given(subscription).thenApply(given -> InvoicePreview.of(subscription, given));
    }

    private CompletableFuture<Given> given(SubscriptionView subscription) {
        List<String> givers =
                List.copyOf(Grants.givers(subscription.id(), subscription.terms()).keySet());
        return queries.query(
                new EntitlementQuery.OfEntities(subscription.scope(), givers),
                ResponseTypes.instanceOf(Given.class));
    }

    /**
     * What the invoice of an open period needs beside its usage; empty if the subscription has no
     * open period.
     */
    public CompletableFuture<Optional<OpenPeriod>> open(SubscriptionView subscription) {
        return preview(subscription)
                .thenCompose(found -> found.map(this::prepared).orElseGet(PreviewQueries::none));
    }

    /**
     * The same of a period that has ended, whose invoice waits for late usage; empty if the
     * invoice's lines do not follow from a subscription.
     */
    public CompletableFuture<List<OpenPeriod>> closing(InvoiceView draft) {
        return parts(draft).thenCompose(parts -> each(parts, this::prepared));
    }

    /**
     * What such an invoice would be now: one for each subscription that it charges. Nothing of it
     * is stored.
     */
    CompletableFuture<List<InvoiceView>> closed(InvoiceView draft, Instant at) {
        return parts(draft).thenCompose(parts -> each(parts, part -> computed(part, at)));
    }

    private CompletableFuture<List<InvoicePreview>> parts(InvoiceView draft) {
        SubscriptionId id = draft.opening().subscriptionId();
        if (id == null || draft.opening().given() != null) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<SubscriptionId> ids = new ArrayList<>(draft.opening().children());
        ids.addFirst(id);
        return children(draft.scope(), ids)
                .thenCompose(
                        found -> each(found, subscription -> part(draft.opening(), subscription)));
    }

    private CompletableFuture<Optional<InvoicePreview>> part(
            InvoiceOpening whole, SubscriptionView subscription) {
        Optional<InvoiceOpening> part =
                subscription.id().equals(whole.subscriptionId())
                        ? Optional.of(whole)
                        : InvoiceParts.of(whole, subscription);
        return part.map(
                        opening ->
                                given(subscription)
                                        .thenApply(
                                                given ->
                                                        Optional.of(
                                                                InvoicePreview.of(
                                                                        subscription,
                                                                        opening,
                                                                        given))))
                .orElseGet(PreviewQueries::none);
    }

    private static <T, R> CompletableFuture<List<R>> each(
            List<T> of, Function<T, CompletableFuture<Optional<R>>> asked) {
        CompletableFuture<List<R>> all = CompletableFuture.completedFuture(List.of());
        for (T one : of) {
            all =
                    all.thenCombine(
                            asked.apply(one),
                            (before, answer) -> {
                                List<R> more = new ArrayList<>(before);
                                answer.ifPresent(more::add);
                                return more;
                            });
        }
        return all;
    }

    private CompletableFuture<Optional<OpenPeriod>> prepared(InvoicePreview preview) {
        return beside(preview).thenApply(beside -> Optional.of(new OpenPeriod(preview, beside)));
    }

    private CompletableFuture<Optional<InvoiceView>> computed(InvoicePreview preview, Instant at) {
        return OpenedWindows.of(queries, preview, Freshness.CURRENT)
                .thenCompose(opened -> invoiced(opened, at));
    }

    private CompletableFuture<Optional<InvoiceView>> invoiced(InvoicePreview preview, Instant at) {
        return known(preview)
                .thenApply(known -> Optional.of(known.invoice(preview, known.readings(), at)));
    }

    private CompletableFuture<Known> known(InvoicePreview preview) {
        return readings(preview)
                .thenCombine(
                        beside(preview), (readings, beside) -> new Known(readings.items(), beside));
    }

    private record Known(List<UsageReading> readings, InvoicePreview.Beside beside) {
        InvoiceView invoice(InvoicePreview preview, List<UsageReading> used, Instant at) {
            return preview.with(used, beside, at);
        }
    }

    private CompletableFuture<InvoicePreview.Beside> beside(InvoicePreview preview) {
        return coupons(preview.subscription())
                .thenCombine(
                        taxes(preview.subscription()),
                        (held, borne) ->
                                new InvoicePreview.Beside(held.items(), borne, EarlierSpend.NONE))
                .thenCombine(
                        earlier(preview),
                        (beside, earlier) ->
                                new InvoicePreview.Beside(beside.held(), beside.borne(), earlier));
    }

    private CompletableFuture<EarlierSpend> earlier(InvoicePreview preview) {
        return preview.since()
                .map(since -> earlier(preview.subscription(), since))
                .orElseGet(() -> CompletableFuture.completedFuture(EarlierSpend.NONE));
    }

    private CompletableFuture<EarlierSpend> earlier(SubscriptionView subscription, Instant since) {
        return ChargingInvoices.of(
                        queries,
                        subscription.scope(),
                        EarlierSpend.invoicedBy(subscription.id(), subscription.terms()),
                        since)
                .thenApply(all -> EarlierSpend.of(subscription.id(), subscription.terms(), all));
    }

    private CompletableFuture<CouponAssociationQuery.Page> coupons(SubscriptionView subscription) {
        return queries.query(
                new CouponAssociationQuery.OfSubscriptions(
                        subscription.scope(), subscription.terms().lineage(subscription.id())),
                ResponseTypes.instanceOf(CouponAssociationQuery.Page.class));
    }

    private CompletableFuture<BorneTaxes> taxes(SubscriptionView subscription) {
        return queries.query(
                new TaxAssociationQuery.Borne(
                        subscription.scope(),
                        ApplicableTaxes.bearers(
                                subscription.scope(), subscription.id(), subscription.terms())),
                ResponseTypes.instanceOf(BorneTaxes.class));
    }

    private CompletableFuture<Readings> readings(InvoicePreview preview) {
        if (preview.requests().isEmpty()) {
            return CompletableFuture.completedFuture(new Readings(List.of()));
        }
        return queries.query(
                new UsageQuery.Read(
                        preview.subscription().scope(), preview.requests(), Freshness.CURRENT),
                ResponseTypes.instanceOf(Readings.class));
    }
}
