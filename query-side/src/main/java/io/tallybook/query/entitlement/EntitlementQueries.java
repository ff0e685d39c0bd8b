package io.tallybook.query.entitlement;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.entitlement.Given;
import io.tallybook.query.catalogue.FeatureProjector;
import io.tallybook.query.catalogue.MeterProjector;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about entitlements. */
public final class EntitlementQueries {
    private final ViewReads<EntitlementView> reads;
    private final ViewReads<FeatureView> features;
    private final ViewReads<MeterView> meters;

    public EntitlementQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, EntitlementProjector.TABLE);
        this.features = new ViewReads<>(tables, FeatureProjector.TABLE);
        this.meters = new ViewReads<>(tables, MeterProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<EntitlementView>> handle(EntitlementQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<EntitlementQuery.Page> handle(EntitlementQuery.Search query) {
        return reads.search(query.scope(), query.spec(), EntitlementQuery.Page::new);
    }

    /** Everything of one moment of each table; features and meters never change what they count. */
    @QueryHandler
    public CompletableFuture<Given> handle(EntitlementQuery.OfEntities query) {
        return reads.allBy(query.scope(), "entity_id", query.entityIds())
                .thenCompose(
                        items ->
                                items.isEmpty()
                                        ? CompletableFuture.completedFuture(Given.NOTHING)
                                        : featuresOf(query.scope(), items));
    }

    private CompletableFuture<Given> featuresOf(Scope scope, List<EntitlementView> items) {
        List<FeatureId> ids =
                items.stream().map(item -> item.entitlement().featureId()).distinct().toList();
        return features.byIds(scope, ids)
                .thenCompose(
                        found ->
                                meters.byIds(scope, metersOf(found))
                                        .thenApply(all -> new Given(items, found, all)));
    }

    private static List<MeterId> metersOf(List<FeatureView> features) {
        return features.stream()
                .map(feature -> feature.feature().meterId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
