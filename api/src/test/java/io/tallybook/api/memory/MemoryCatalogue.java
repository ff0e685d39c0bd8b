package io.tallybook.api.memory;

import io.tallybook.core.Command;
import io.tallybook.core.EntityId;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupCommand;
import io.tallybook.core.catalogue.GroupQuery;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceCommand;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Changes of the catalogue of {@link MemoryEngine}, and its groups. */
public final class MemoryCatalogue {
    private final MemoryEngine engine;
    private final Shelf<GroupView> groups =
            new Shelf<GroupView>()
                    .field("name", g -> g.group().name())
                    .field("lookup_key", g -> g.group().lookupKey())
                    .field("entity_type", g -> g.group().entityType().name());

    public MemoryCatalogue(MemoryEngine engine) {
        this.engine = engine;
    }

    private static <V extends View> Receipt changed(
            Shelf<V> shelf,
            Command c,
            EntityId id,
            EntityStatus becomes,
            BiFunction<V, Stamp, V> change) {
        V before =
                shelf.byId(c.scope(), id)
                        .filter(view -> view.stamp().status() != EntityStatus.DELETED)
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound("entity", id.value())));
        long version = before.stamp().version() + 1;
        shelf.put(change.apply(before, before.stamp().next(c.at(), "someone", version, becomes)));
        return new Receipt(id.value(), version);
    }

    @CommandHandler
    Receipt handle(PlanCommand.CreatePriced c) {
        for (PriceBatchCommand.Item item : c.prices()) {
            String key = item.price().lookupKey();
            if (key != null && engine.prices.first(c.scope(), "lookup_key", key).isPresent()) {
                throw MemoryEngine.refused(Rejection.taken("lookup_key", key));
            }
        }
        for (PlanCommand.Counted one : c.counted()) {
            MeterId meter = one.definition().meterId();
            engine.handle(
                    new MeterCommand.Create(
                            meter,
                            c.scope(),
                            c.at(),
                            one.name(),
                            one.definition(),
                            one.resetUsage()));
            engine.handle(
                    new FeatureCommand.Create(
                            one.featureId(),
                            c.scope(),
                            c.at(),
                            new FeatureDocument(
                                    one.name(),
                                    FeatureType.METERED,
                                    null,
                                    null,
                                    meter,
                                    null,
                                    null,
                                    Map.of())));
        }
        for (PriceBatchCommand.Item item : c.prices()) {
            engine.handle(new PriceCommand.Create(item.priceId(), c.scope(), c.at(), item.price()));
        }
        return engine.handle(new PlanCommand.Create(c.planId(), c.scope(), c.at(), c.plan()));
    }

    @CommandHandler
    Receipt handle(PlanCommand.Update c) {
        return changed(
                engine.plans,
                c,
                c.planId(),
                EntityStatus.PUBLISHED,
                (before, stamp) -> new PlanView(before.id(), before.scope(), c.plan(), stamp));
    }

    @CommandHandler
    Receipt handle(PlanCommand.Delete c) {
        return changed(
                engine.plans,
                c,
                c.planId(),
                EntityStatus.DELETED,
                (before, stamp) -> new PlanView(before.id(), before.scope(), before.plan(), stamp));
    }

    @CommandHandler
    Receipt handle(FeatureCommand.Update c) {
        return changed(
                engine.features,
                c,
                c.featureId(),
                EntityStatus.PUBLISHED,
                (before, stamp) ->
                        new FeatureView(before.id(), before.scope(), c.feature(), stamp));
    }

    @CommandHandler
    Receipt handle(FeatureCommand.Delete c) {
        return changed(
                engine.features,
                c,
                c.featureId(),
                EntityStatus.DELETED,
                (before, stamp) ->
                        new FeatureView(before.id(), before.scope(), before.feature(), stamp));
    }

    @CommandHandler
    Receipt handle(MeterCommand.Update c) {
        return changed(
                engine.meters,
                c,
                c.meterId(),
                EntityStatus.PUBLISHED,
                (before, stamp) ->
                        new MeterView(
                                before.id(),
                                before.scope(),
                                c.name(),
                                before.definition().changed(c.filters(), c.at()),
                                before.resetUsage(),
                                stamp));
    }

    @CommandHandler
    Receipt handle(MeterCommand.Archive c) {
        return meter(c, EntityStatus.ARCHIVED);
    }

    @CommandHandler
    Receipt handle(MeterCommand.Delete c) {
        return meter(c, EntityStatus.DELETED);
    }

    private Receipt meter(MeterCommand c, EntityStatus becomes) {
        return changed(
                engine.meters,
                c,
                c.meterId(),
                becomes,
                (before, stamp) ->
                        new MeterView(
                                before.id(),
                                before.scope(),
                                before.name(),
                                before.definition(),
                                before.resetUsage(),
                                stamp));
    }

    @CommandHandler
    Receipt handle(GroupCommand.Create c) {
        groups.put(new GroupView(c.groupId(), c.scope(), c.group(), MemoryEngine.stamp(c)));
        return new Receipt(c.groupId().value(), 0);
    }

    @CommandHandler
    Receipt handle(GroupCommand.Delete c) {
        return changed(
                groups,
                c,
                c.groupId(),
                EntityStatus.DELETED,
                (before, stamp) ->
                        new GroupView(before.id(), before.scope(), before.group(), stamp));
    }

    @QueryHandler
    Optional<GroupView> answer(GroupQuery.ById q) {
        return groups.byId(q.scope(), q.id());
    }

    @QueryHandler
    GroupQuery.Page answer(GroupQuery.Search q) {
        var found = groups.search(q.scope(), q.spec());
        return new GroupQuery.Page(found.items(), found.total());
    }
}
