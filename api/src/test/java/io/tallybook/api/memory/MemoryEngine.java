package io.tallybook.api.memory;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Command;
import io.tallybook.core.EntityId;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.AddonCommand;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonQuery;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitQuery;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/**
 * The other end of the buses for tests of the HTTP surface: it keeps what it is told and refuses
 * what deciders refuse by its identity, without any billing. The whole application is tested in
 * app.
 */
public final class MemoryEngine {

    public static final String SANDBOX_KEY = "tb_test_sandbox_0001";
    public static final String LIVE_KEY = "tb_test_live_0001";
    public static final String OTHER_KEY = "tb_test_other_0001";

    public static final Instant START = Instant.parse("2023-11-01T00:00:00Z");

    public static final Scope SANDBOX = scope("0", "1");
    static final Scope LIVE = scope("0", "2");
    static final Scope OTHER = scope("9", "3");

    static final String ACTOR = "secret_00000000000000000000000001";

    final Shelf<CustomerView> customers =
            new Shelf<CustomerView>()
                    .field("external_id", CustomerView::externalId)
                    .field("name", c -> c.personal().name())
                    .field("email", c -> c.personal().email());
    final Shelf<MeterView> meters =
            new Shelf<MeterView>()
                    .field("name", MeterView::name)
                    .field("event_name", m -> m.definition().eventName());
    final Shelf<FeatureView> features =
            new Shelf<FeatureView>()
                    .field("name", f -> f.feature().name())
                    .field("lookup_key", f -> f.feature().lookupKey())
                    .field("type", f -> f.feature().type().name())
                    .field(
                            "meter_id",
                            f ->
                                    f.feature().meterId() == null
                                            ? null
                                            : f.feature().meterId().value())
                    .field(
                            "group_id",
                            f ->
                                    f.feature().groupId() == null
                                            ? null
                                            : f.feature().groupId().value());
    final Shelf<PlanView> plans =
            new Shelf<PlanView>()
                    .field("name", p -> p.plan().name())
                    .field("lookup_key", p -> p.plan().lookupKey());
    final Shelf<PriceView> prices =
            new Shelf<PriceView>()
                    .field("plan_id", MemoryEngine::planOf)
                    .field("owner_id", p -> p.price().ownerId())
                    .field("owner_type", p -> p.price().owner().name())
                    .field("starts_at", p -> String.valueOf(p.price().range().startDate()))
                    .field("ends_at", MemoryEngine::endOf)
                    .field(
                            "parent_price_id",
                            p ->
                                    p.price().range().parentPriceId() == null
                                            ? null
                                            : p.price().range().parentPriceId().value())
                    .field("billing_period", p -> String.valueOf(p.price().billingPeriod()))
                    .field(
                            "meter_id",
                            p -> p.price().meterId() == null ? null : p.price().meterId().value())
                    .field("type", p -> p.price().type().name())
                    .field("billing_model", p -> p.price().billingModel().name())
                    .field("currency", p -> p.price().currency().code())
                    .field("lookup_key", p -> p.price().lookupKey());

    final Shelf<PriceUnitView> units =
            new Shelf<PriceUnitView>()
                    .field("name", u -> u.unit().name())
                    .field("code", u -> deleted(u) ? null : u.unit().code())
                    .field("base_currency", u -> u.unit().baseCurrency().code());

    final Shelf<AddonView> addons =
            new Shelf<AddonView>()
                    .field("name", a -> a.addon().name())
                    .field("lookup_key", a -> deleted(a) ? null : a.addon().lookupKey());

    private static boolean deleted(View view) {
        return view.stamp().status() == EntityStatus.DELETED;
    }

    private static @Nullable String planOf(PriceView view) {
        return view.price().planId() == null ? null : view.price().planId().value();
    }

    private static String endOf(PriceView view) {
        Instant end = view.price().range().endDate();
        return end == null ? "9999-01-01T00:00:00Z" : end.toString();
    }

    /** Every command that came, in order. */
    public final List<Object> seen = java.util.Collections.synchronizedList(new ArrayList<>());

    private final Map<Scope, Instant> clocks = new ConcurrentHashMap<>();
    private final Map<String, Command> creations = new ConcurrentHashMap<>();

    private static Scope scope(String tenant, String environment) {
        return new Scope(
                new TenantId("tenant_0000000000000000000000000" + tenant),
                new EnvironmentId("env_0000000000000000000000000" + environment));
    }

    static CommandExecutionException refused(Rejection rejection) {
        return new CommandExecutionException(rejection.message(), null, rejection);
    }

    /** Accepts a creation once, and again if it is the same. */
    private Receipt made(Command command, EntityId id, Runnable make) {
        seen.add(command);
        Command before = creations.putIfAbsent(id.value(), command);
        if (before != null && !before.equals(command)) {
            throw refused(Rejection.conflict(id.value()));
        }
        if (before == null) {
            make.run();
        }
        return new Receipt(id.value(), 0);
    }

    static Stamp stamp(Command command) {
        return Stamp.first(command.at(), ACTOR, 0);
    }

    private static void unique(boolean taken, String field, String value) {
        if (taken) {
            throw refused(Rejection.taken(field, value));
        }
    }

    @CommandHandler
    Receipt handle(CustomerCommand.Create c) {
        if (!creations.containsKey(c.customerId().value())) {
            unique(
                    customers.first(c.scope(), "external_id", c.externalId()).isPresent(),
                    "external_id",
                    c.externalId());
        }
        return made(
                c,
                c.customerId(),
                () ->
                        customers.put(
                                new CustomerView(
                                        c.customerId(),
                                        c.scope(),
                                        c.externalId(),
                                        c.personal(),
                                        c.timezone(),
                                        c.metadata(),
                                        c.terms(),
                                        CustomerView.PersonalDataState.HELD,
                                        stamp(c))));
    }

    @CommandHandler
    Receipt handle(CustomerCommand.Update c) {
        CustomerView before =
                customers
                        .byId(c.scope(), c.customerId())
                        .orElseThrow(
                                () ->
                                        refused(
                                                Rejection.notFound(
                                                        "customer", c.customerId().value())));
        customers.put(
                new CustomerView(
                        before.id(),
                        before.scope(),
                        before.externalId(),
                        c.personal(),
                        c.timezone(),
                        c.metadata(),
                        c.terms(),
                        before.personalState(),
                        before.stamp().next(c.at(), ACTOR, before.stamp().version() + 1)));
        return new Receipt(c.customerId().value(), before.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(MeterCommand.Create c) {
        return made(
                c,
                c.meterId(),
                () ->
                        meters.put(
                                new MeterView(
                                        c.meterId(),
                                        c.scope(),
                                        c.name(),
                                        c.definition(),
                                        c.resetUsage(),
                                        stamp(c))));
    }

    @CommandHandler
    Receipt handle(FeatureCommand.Create c) {
        return made(
                c,
                c.featureId(),
                () ->
                        features.put(
                                new FeatureView(c.featureId(), c.scope(), c.feature(), stamp(c))));
    }

    @CommandHandler
    Receipt handle(PlanCommand.Create c) {
        return made(
                c,
                c.planId(),
                () -> plans.put(new PlanView(c.planId(), c.scope(), c.plan(), stamp(c))));
    }

    @CommandHandler
    Receipt handle(PriceCommand.Create c) {
        String key = c.price().lookupKey();
        if (key != null && !creations.containsKey(c.priceId().value())) {
            unique(prices.first(c.scope(), "lookup_key", key).isPresent(), "lookup_key", key);
        }
        return made(
                c,
                c.priceId(),
                () -> prices.put(new PriceView(c.priceId(), c.scope(), c.price(), stamp(c))));
    }

    @CommandHandler
    Receipt handle(PriceBatchCommand.Create c) {
        for (PriceBatchCommand.Item item : c.items()) {
            String key = item.price().lookupKey();
            if (key != null && prices.first(c.scope(), "lookup_key", key).isPresent()) {
                throw refused(Rejection.taken("lookup_key", key));
            }
        }
        return made(
                c,
                c.batchId(),
                () ->
                        c.items()
                                .forEach(
                                        item ->
                                                prices.put(
                                                        new PriceView(
                                                                item.priceId(),
                                                                c.scope(),
                                                                item.price(),
                                                                stamp(c)))));
    }

    @CommandHandler
    Receipt handle(PriceCommand.Describe c) {
        return price(c, before -> before.described(c.description()));
    }

    @CommandHandler
    Receipt handle(PriceCommand.End c) {
        return price(c, before -> before.endedAt(c.endDate()));
    }

    @CommandHandler
    Receipt handle(PriceCommand.Revise c) {
        PriceDocument after =
                c.price().in(c.price().range().from(c.effectiveFrom()).after(c.priceId()));
        Receipt receipt = price(c, before -> before.endedAt(c.effectiveFrom()));
        prices.put(new PriceView(c.successor(), c.scope(), after, stamp(c)));
        return receipt;
    }

    private Receipt price(PriceCommand c, UnaryOperator<PriceDocument> change) {
        seen.add(c);
        PriceView before =
                prices.byId(c.scope(), c.priceId())
                        .orElseThrow(
                                () -> refused(Rejection.notFound("price", c.priceId().value())));
        PriceView after =
                new PriceView(
                        before.id(),
                        before.scope(),
                        change.apply(before.price()),
                        before.stamp().next(c.at(), ACTOR, before.stamp().version() + 1));
        prices.put(after);
        return new Receipt(after.id().value(), after.stamp().version());
    }

    @CommandHandler
    Receipt handle(PriceUnitCommand.Create c) {
        if (!creations.containsKey(c.priceUnitId().value())) {
            unique(
                    units.first(c.scope(), "code", c.unit().code()).isPresent(),
                    "code",
                    c.unit().code());
        }
        return made(
                c,
                c.priceUnitId(),
                () -> units.put(new PriceUnitView(c.priceUnitId(), c.scope(), c.unit(), stamp(c))));
    }

    @CommandHandler
    Receipt handle(PriceUnitCommand.Update c) {
        PriceUnitDocument was = units.byId(c.scope(), c.priceUnitId()).orElseThrow().unit();
        return put(
                c,
                new PriceUnitDocument(
                        c.name(),
                        was.code(),
                        was.symbol(),
                        was.baseCurrency(),
                        was.conversionRate(),
                        c.metadata()),
                EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(PriceUnitCommand.Delete c) {
        return put(
                c,
                units.byId(c.scope(), c.priceUnitId()).orElseThrow().unit(),
                EntityStatus.DELETED);
    }

    private Receipt put(PriceUnitCommand c, PriceUnitDocument unit, EntityStatus status) {
        PriceUnitView before = units.byId(c.scope(), c.priceUnitId()).orElseThrow();
        long version = before.stamp().version() + 1;
        units.put(
                new PriceUnitView(
                        before.id(),
                        before.scope(),
                        unit,
                        before.stamp().next(c.at(), ACTOR, version, status)));
        return new Receipt(before.id().value(), version);
    }

    @CommandHandler
    Receipt handle(AddonCommand.Create c) {
        if (!creations.containsKey(c.addonId().value())) {
            unique(
                    addons.first(c.scope(), "lookup_key", c.addon().lookupKey()).isPresent(),
                    "lookup_key",
                    c.addon().lookupKey());
        }
        return made(
                c,
                c.addonId(),
                () -> addons.put(new AddonView(c.addonId(), c.scope(), c.addon(), stamp(c))));
    }

    @CommandHandler
    Receipt handle(AddonCommand.Update c) {
        AddonDocument was = addons.byId(c.scope(), c.addonId()).orElseThrow().addon();
        return put(
                c,
                new AddonDocument(c.name(), was.lookupKey(), c.description(), c.metadata()),
                EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(AddonCommand.Delete c) {
        return put(
                c, addons.byId(c.scope(), c.addonId()).orElseThrow().addon(), EntityStatus.DELETED);
    }

    private Receipt put(AddonCommand c, AddonDocument addon, EntityStatus status) {
        AddonView before = addons.byId(c.scope(), c.addonId()).orElseThrow();
        long version = before.stamp().version() + 1;
        addons.put(
                new AddonView(
                        before.id(),
                        before.scope(),
                        addon,
                        before.stamp().next(c.at(), ACTOR, version, status)));
        return new Receipt(before.id().value(), version);
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.AdvanceClock c) {
        seen.add(c);
        clocks.put(c.scope(), c.to());
        return new Receipt(c.environmentId().value(), 1);
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.SetClock c) {
        seen.add(c);
        if (c.subscriptions() > 0 || c.usageEvents() > 0) {
            throw refused(Rejection.invalidOperation("the environment has subscriptions or usage"));
        }
        clocks.put(c.scope(), c.now());
        return new Receipt(c.environmentId().value(), 1);
    }

    @QueryHandler
    boolean answer(AwaitView query) {
        return true;
    }

    /** Where the clock of a sandbox stands. */
    Instant now(Scope scope) {
        return clocks.getOrDefault(scope, START);
    }

    @QueryHandler
    Optional<CustomerView> answer(CustomerQuery.ById q) {
        return customers.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<CustomerView> answer(CustomerQuery.ByExternalId q) {
        return customers.first(q.scope(), "external_id", q.externalId());
    }

    @QueryHandler
    CustomerQuery.Page answer(CustomerQuery.Search q) {
        var found = customers.search(q.scope(), q.spec());
        return new CustomerQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<MeterView> answer(MeterQuery.ById q) {
        return meters.byId(q.scope(), q.id());
    }

    @QueryHandler
    MeterQuery.Page answer(MeterQuery.ByIds q) {
        List<MeterView> found =
                q.ids().stream().flatMap(id -> meters.byId(q.scope(), id).stream()).toList();
        return new MeterQuery.Page(found, found.size());
    }

    @QueryHandler
    MeterQuery.Page answer(MeterQuery.Search q) {
        var found = meters.search(q.scope(), q.spec());
        return new MeterQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<FeatureView> answer(FeatureQuery.ById q) {
        return features.byId(q.scope(), q.id());
    }

    @QueryHandler
    FeatureQuery.Page answer(FeatureQuery.Search q) {
        var found = features.search(q.scope(), q.spec());
        return new FeatureQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<PlanView> answer(PlanQuery.ById q) {
        return plans.byId(q.scope(), q.id());
    }

    @QueryHandler
    PlanQuery.Page answer(PlanQuery.Search q) {
        var found = plans.search(q.scope(), q.spec());
        return new PlanQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<PriceView> answer(PriceQuery.ById q) {
        return prices.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<PriceView> answer(PriceQuery.ByLookupKey q) {
        return prices.first(q.scope(), "lookup_key", q.lookupKey());
    }

    @QueryHandler
    PriceQuery.Page answer(PriceQuery.OfOwners q) {
        var spec =
                new SearchSpec(
                        List.of(new Criterion("owner_id", Operator.IN, q.owners())),
                        List.of(new Order("created_at", Direction.ASC)),
                        1_000,
                        0);
        return answer(new PriceQuery.Search(q.scope(), spec));
    }

    @QueryHandler
    PriceQuery.Page answer(PriceQuery.Search q) {
        var found = prices.search(q.scope(), q.spec());
        return new PriceQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<PriceUnitView> answer(PriceUnitQuery.ById q) {
        return units.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<PriceUnitView> answer(PriceUnitQuery.ByCode q) {
        return units.first(q.scope(), "code", q.code());
    }

    @QueryHandler
    PriceUnitQuery.Page answer(PriceUnitQuery.Search q) {
        var found = units.search(q.scope(), q.spec());
        return new PriceUnitQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<AddonView> answer(AddonQuery.ById q) {
        return addons.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<AddonView> answer(AddonQuery.ByLookupKey q) {
        return addons.first(q.scope(), "lookup_key", q.lookupKey());
    }

    @QueryHandler
    AddonQuery.Page answer(AddonQuery.Search q) {
        var found = addons.search(q.scope(), q.spec());
        return new AddonQuery.Page(found.items(), found.total());
    }

    /** What an entity looks like, for the audit. */
    Optional<View> view(Scope scope, String id) {
        return java.util.stream.Stream.of(customers, meters, features, plans, prices, units, addons)
                .flatMap(shelf -> shelf.byId(scope, new Any(id)).stream())
                .map(View.class::cast)
                .findFirst();
    }

    /** An id of whatever kind. */
    private record Any(String value) implements EntityId {}
}
