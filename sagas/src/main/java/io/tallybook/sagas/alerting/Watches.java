package io.tallybook.sagas.alerting;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.core.alert.AlertThreshold;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * What is watched in each environment, in memory until somebody changes it; looked at again after a
 * few seconds, for the case that another process heard of the change.
 */
final class Watches {
    private static final Duration SURE_FOR = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;
    private final Map<Scope, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Optional<Owner>> owners = new ConcurrentHashMap<>();

    private record Known(List<Watch> watches, long seenNanos) {}

    private record Owner(CustomerId id, String externalId) {}

    Watches(QueryGateway queries) {
        this.queries = queries;
    }

    List<Watch> in(Scope scope) {
        Known now = known.get(scope);
        if (now == null || System.nanoTime() - now.seenNanos() > SURE_FOR.toNanos()) {
            now = new Known(load(scope), System.nanoTime());
            known.put(scope, now);
        }
        return now.watches();
    }

    void forget(Scope scope) {
        known.remove(scope);
    }

    private List<Watch> load(Scope scope) {
        List<Watch> watches = new ArrayList<>();
        List<AlertSettingsView> page;
        int offset = 0;
        do {
            page =
                    Replies.of(
                                    queries.query(
                                            new AlertQuery.SearchSettings(
                                                    scope,
                                                    spec(
                                                            offset,
                                                            new Criterion(
                                                                    "mode",
                                                                    Operator.EQ,
                                                                    List.of("ON")))),
                                            ResponseTypes.instanceOf(AlertQuery.Settings.class)))
                            .items();
            page.forEach(view -> watches.add(watch(scope, view.id(), view.settings())));
            offset += AT_ONCE;
        } while (page.size() == AT_ONCE);
        watches.addAll(ofFeatures(scope));
        return List.copyOf(watches);
    }

    private static SearchSpec spec(int offset, Criterion... further) {
        List<Criterion> criteria = new ArrayList<>(List.of(further));
        criteria.add(new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED")));
        return new SearchSpec(
                criteria, List.of(new Order("created_at", Direction.ASC)), AT_ONCE, offset);
    }

    /** Features say themselves when their owner wants to be told. */
    private List<Watch> ofFeatures(Scope scope) {
        List<Watch> watches = new ArrayList<>();
        List<FeatureView> page;
        int offset = 0;
        do {
            page =
                    Replies.of(
                                    queries.query(
                                            new FeatureQuery.Search(scope, spec(offset)),
                                            ResponseTypes.instanceOf(FeatureQuery.Page.class)))
                            .items();
            page.forEach(feature -> ofFeature(feature).ifPresent(watches::add));
            offset += AT_ONCE;
        } while (page.size() == AT_ONCE);
        return watches;
    }

    private static Optional<Watch> ofFeature(FeatureView feature) {
        FeatureDocument.Alerts alerts = feature.feature().alerts();
        if (alerts == null
                || alerts.mode() == FeatureDocument.Alerts.Mode.OFF
                || feature.feature().meterId() == null) {
            return Optional.empty();
        }
        List<AlertThreshold> thresholds = new ArrayList<>();
        add(thresholds, "critical", AlertLevel.CRITICAL, alerts.critical());
        add(thresholds, "warning", AlertLevel.WARNING, alerts.warning());
        add(thresholds, "info", AlertLevel.INFO, alerts.info());
        AlertSettingsId id =
                AlertSettingsId.of(
                        Ulid.derived(Instant.EPOCH, "feature_alerts", feature.id().value()));
        return Optional.of(
                new Watch(
                        id,
                        new AlertSettingsDocument(
                                EntityType.FEATURE,
                                feature.id().value(),
                                null,
                                null,
                                new AlertConfig(AlertConfig.Mode.ON, null, thresholds)),
                        null,
                        null,
                        feature.feature().meterId()));
    }

    private static void add(
            List<AlertThreshold> thresholds,
            String name,
            AlertLevel level,
            FeatureDocument.@Nullable Threshold threshold) {
        if (threshold != null) {
            thresholds.add(
                    new AlertThreshold(
                            name,
                            level,
                            AlertThreshold.Condition.valueOf(threshold.condition().name()),
                            threshold.threshold(),
                            null));
        }
    }

    private Watch watch(Scope scope, AlertSettingsId id, AlertSettingsDocument settings) {
        Optional<Owner> owner =
                switch (settings.entityType()) {
                    case WALLET -> owner(scope, settings.entityId(), this::ofWallet);
                    case SUBSCRIPTION -> owner(scope, settings.entityId(), this::ofSubscription);
                    case SUBSCRIPTION_LINE_ITEM, GROUP, METER, ENTITLEMENT_GRANT ->
                            settings.parentId() == null
                                    ? Optional.empty()
                                    : owner(scope, settings.parentId(), this::ofSubscription);
                    case FEATURE -> Optional.empty();
                };
        return new Watch(
                id,
                settings,
                owner.map(Owner::id).orElse(null),
                owner.map(Owner::externalId).orElse(null),
                settings.entityType() == EntityType.FEATURE ? meter(scope, settings) : null);
    }

    /** Whose something is never changes. */
    private Optional<Owner> owner(
            Scope scope, String entity, Function<Named, Optional<CustomerId>> customer) {
        Optional<Owner> before = owners.get(entity);
        if (before != null) {
            return before;
        }
        Optional<Owner> found =
                customer.apply(new Named(scope, entity))
                        .flatMap(
                                id ->
                                        Replies.of(
                                                queries.query(
                                                        new CustomerQuery.ById(scope, id),
                                                        ResponseTypes.optionalInstanceOf(
                                                                CustomerView.class))))
                        .map(view -> new Owner(view.id(), view.externalId()));
        if (found.isPresent()) {
            owners.put(entity, found);
        }
        return found;
    }

    private record Named(Scope scope, String id) {}

    private Optional<CustomerId> ofWallet(Named wallet) {
        return Replies.of(
                        queries.query(
                                new WalletQuery.ById(wallet.scope(), new WalletId(wallet.id())),
                                ResponseTypes.optionalInstanceOf(WalletView.class)))
                .map(view -> view.wallet().customerId());
    }

    private Optional<CustomerId> ofSubscription(Named subscription) {
        return Replies.of(
                        queries.query(
                                new SubscriptionQuery.ById(
                                        subscription.scope(),
                                        new SubscriptionId(subscription.id())),
                                ResponseTypes.optionalInstanceOf(SubscriptionView.class)))
                .map(view -> view.terms().customerId());
    }

    private @Nullable MeterId meter(Scope scope, AlertSettingsDocument settings) {
        return Replies.of(
                        queries.query(
                                new FeatureQuery.ById(scope, new FeatureId(settings.entityId())),
                                ResponseTypes.optionalInstanceOf(FeatureView.class)))
                .map(view -> view.feature().meterId())
                .orElse(null);
    }
}
