package io.tallybook.query.entitlement;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.entitlement.AccessAnswer;
import io.tallybook.core.entitlement.AccessAnswer.Verdict;
import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.GrantSource;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.query.view.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Answers whether a customer may use a feature, from memory.
 *
 * <p>Every process that answers hears every event for itself, from the moment it starts: what it
 * remembers is its own.
 */
@ProcessingGroup(AccessQueries.PROCESSOR)
public final class AccessQueries {
    public static final String PROCESSOR = "memory.access";
    private static final long VIEW_WAIT_MILLIS_MAX = 1_000;

    private final QueryGateway queries;
    private final RememberedFacts facts;

    /**
     * @param customers how many customers' facts are remembered
     */
    public AccessQueries(QueryGateway queries, int customers) {
        this.queries = queries;
        this.facts =
                new RememberedFacts(
                        customers,
                        new FactsOfCustomers(queries)::of,
                        view -> queries.query(view, ResponseTypes.instanceOf(Boolean.class)));
    }

    @QueryHandler
    public CompletableFuture<AccessAnswer> handle(EntitlementQuery.Access query) {
        return facts.of(query.scope(), query.customer())
                .thenCompose(
                        found ->
                                found.map(known -> answered(query, known))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                AccessAnswer.unknown(
                                                                        Verdict
                                                                                .UNKNOWN_CUSTOMER))));
    }

    @QueryHandler
    public CompletableFuture<EntitlementQuery.Uses> handle(EntitlementQuery.UseOf query) {
        return facts.of(query.scope(), query.customer().value())
                .thenCompose(
                        found ->
                                found.map(known -> UsedGrants.of(queries, query, known))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                new EntitlementQuery.Uses(
                                                                        List.of()))));
    }

    private CompletableFuture<AccessAnswer> answered(
            EntitlementQuery.Access query, CustomerFacts known) {
        Optional<FeatureView> feature = known.feature(query.feature());
        if (feature.isEmpty()) {
            return featureOf(query)
                    .thenApply(
                            id ->
                                    id.map(f -> without(known, f))
                                            .orElseGet(
                                                    () ->
                                                            AccessAnswer.unknown(
                                                                    Verdict.UNKNOWN_FEATURE)));
        }
        List<GrantSource> sources = known.sources(feature.get(), query.at());
        Optional<Entitlement> combined = Grants.combined(sources);
        if (combined.isEmpty()) {
            return CompletableFuture.completedFuture(without(known, feature.get().id()));
        }
        List<GrantSource> effective = Grants.effective(sources);
        return switch (combined.get()) {
            case Entitlement.Switch _ ->
                    CompletableFuture.completedFuture(
                            granted(known, feature.get(), effective, null, Map.of()));
            case Entitlement.Static(String value) ->
                    CompletableFuture.completedFuture(
                            granted(known, feature.get(), effective, value, Map.of()));
            case Entitlement.Config(Map<String, String> config) ->
                    CompletableFuture.completedFuture(
                            granted(known, feature.get(), effective, null, config));
            case Entitlement.Metered _ -> counted(query, known, feature.get(), effective);
        };
    }

    private CompletableFuture<AccessAnswer> counted(
            EntitlementQuery.Access query,
            CustomerFacts known,
            FeatureView feature,
            List<GrantSource> sources) {
        List<Grants.Part> parts = Grants.parts(sources);
        List<LimitReading> readings =
                parts.stream().map(part -> known.reading(part, feature, query.at())).toList();
        return CountedUsage.of(queries, query.scope(), readings, query.at(), query.freshness())
                .thenApply(
                        usage -> {
                            List<CountedPart> counted = new ArrayList<>();
                            for (int i = 0; i < parts.size(); i++) {
                                counted.add(
                                        CountedPart.of(
                                                parts.get(i),
                                                usage.of(readings.get(i)),
                                                query.quantity()));
                            }
                            return answer(
                                    known,
                                    feature,
                                    CountedPart.deciding(counted),
                                    usage.asOf(),
                                    sources);
                        });
    }

    private static AccessAnswer answer(
            CustomerFacts known,
            FeatureView feature,
            CountedPart deciding,
            String asOf,
            List<GrantSource> sources) {
        return new AccessAnswer(
                deciding.verdict(),
                known.customer(),
                known.externalId(),
                feature.id(),
                deciding.limit(),
                deciding.used(),
                deciding.window() == null ? null : deciding.window().start(),
                end(deciding.window()),
                deciding.isSoft() ? LimitKind.SOFT : LimitKind.HARD,
                asOf,
                null,
                Map.of(),
                shown(sources));
    }

    private static @Nullable Instant end(@Nullable BillingPeriod window) {
        return window == null || window.end().equals(AllowanceWindows.NEVER) ? null : window.end();
    }

    private static AccessAnswer without(CustomerFacts known, FeatureId feature) {
        return new AccessAnswer(
                Verdict.NOT_ENTITLED,
                known.customer(),
                known.externalId(),
                feature,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
    }

    private static AccessAnswer granted(
            CustomerFacts known,
            FeatureView feature,
            List<GrantSource> sources,
            @Nullable String value,
            Map<String, String> config) {
        return new AccessAnswer(
                Verdict.GRANTED,
                known.customer(),
                known.externalId(),
                feature.id(),
                null,
                null,
                null,
                null,
                null,
                null,
                value,
                config,
                shown(sources));
    }

    private static List<AccessAnswer.Source> shown(List<GrantSource> sources) {
        return sources.stream()
                .map(
                        s ->
                                new AccessAnswer.Source(
                                        s.entitlement().id(),
                                        s.entitlement().entitlement().entityType(),
                                        s.entitlement().entitlement().entityId(),
                                        s.subscription(),
                                        s.entitlement().entitlement().usageLimit(),
                                        s.instances()))
                .toList();
    }

    private CompletableFuture<Optional<FeatureId>> featureOf(EntitlementQuery.Access query) {
        return first(query.scope(), "lookup_key", query.feature())
                .thenCompose(
                        found ->
                                found.isPresent()
                                        ? CompletableFuture.completedFuture(found)
                                        : first(query.scope(), "id", query.feature()));
    }

    private CompletableFuture<Optional<FeatureId>> first(Scope scope, String field, String value) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(field, Operator.EQ, List.of(value)),
                                new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                        List.of(),
                        1,
                        0);
        return queries.query(
                        new FeatureQuery.Search(scope, spec),
                        ResponseTypes.instanceOf(FeatureQuery.Page.class))
                .thenApply(page -> page.items().stream().map(FeatureView::id).findFirst());
    }

    @EventHandler
    void on(EntitlementEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.ENTITLEMENT, event.entitlementId().value(), message);
    }

    @EventHandler
    void on(FeatureEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.FEATURE, event.featureId().value(), message);
    }

    @EventHandler
    void on(MeterEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.METER, event.meterId().value(), message);
    }

    @EventHandler
    void on(CustomerEvent event, DomainEventMessage<?> message) {
        String id = event.customerId().value();
        facts.changed(id, shownBy(ViewKind.CUSTOMER, id, message));
    }

    @EventHandler
    void on(SubscriptionEvent event, DomainEventMessage<?> message) {
        // What may be used does not change with a new period, only when it is counted from.
        if (event instanceof SubscriptionEvent.Renewed) {
            return;
        }
        String id = event.subscriptionId().value();
        facts.changed(
                event instanceof SubscriptionEvent.Activated begun
                        ? begun.terms().customerId().value()
                        : id,
                shownBy(ViewKind.SUBSCRIPTION, id, message));
    }

    private void everybody(ViewKind kind, String id, DomainEventMessage<?> message) {
        facts.changed(Recorded.of(message).scope(), shownBy(kind, id, message));
    }

    private static AwaitView shownBy(ViewKind kind, String id, DomainEventMessage<?> message) {
        return new AwaitView(kind, id, message.getSequenceNumber(), VIEW_WAIT_MILLIS_MAX);
    }
}
