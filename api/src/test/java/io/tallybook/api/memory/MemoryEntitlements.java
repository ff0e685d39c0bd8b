package io.tallybook.api.memory;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.entitlement.CreateEntitlements;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Entitlements of {@link MemoryEngine}: what is given is kept, and no more. */
public final class MemoryEntitlements {
    private final Shelf<EntitlementView> entitlements =
            new Shelf<EntitlementView>()
                    .field("entity_status", e -> e.stamp().status().name())
                    .field("entity_type", e -> e.entitlement().entityType().name())
                    .field("entity_id", e -> e.entitlement().entityId())
                    .field("feature_id", e -> e.entitlement().featureId().value())
                    .field("feature_type", e -> e.entitlement().featureType().name())
                    .field("access", e -> e.entitlement().access().name())
                    .field("limit_kind", e -> e.entitlement().limitKind().name());

    @CommandHandler
    Receipt handle(EntitlementCommand.Create c) {
        entitlements.put(
                new EntitlementView(
                        c.entitlementId(), c.scope(), c.entitlement(), MemoryEngine.stamp(c)));
        return new Receipt(c.entitlementId().value(), 0);
    }

    @CommandHandler
    List<Receipt> handle(CreateEntitlements c) {
        return c.entitlements().stream().map(this::handle).toList();
    }

    @CommandHandler
    Receipt handle(EntitlementCommand.Update c) {
        return changed(c, c.entitlement(), EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(EntitlementCommand.Delete c) {
        return changed(c, found(c).entitlement(), EntityStatus.DELETED);
    }

    private EntitlementView found(EntitlementCommand c) {
        return entitlements
                .byId(c.scope(), c.entitlementId())
                .orElseThrow(
                        () ->
                                MemoryEngine.refused(
                                        Rejection.notFound(
                                                "entitlement", c.entitlementId().value())));
    }

    private Receipt changed(
            EntitlementCommand c, EntitlementDocument document, EntityStatus status) {
        EntitlementView before = found(c);
        long version = before.stamp().version() + 1;
        entitlements.put(
                new EntitlementView(
                        before.id(),
                        before.scope(),
                        document,
                        before.stamp().next(c.at(), "someone", version, status)));
        return new Receipt(before.id().value(), version);
    }

    @QueryHandler
    Optional<EntitlementView> answer(EntitlementQuery.ById q) {
        return entitlements.byId(q.scope(), q.id());
    }

    @QueryHandler
    EntitlementQuery.Page answer(EntitlementQuery.Search q) {
        var found = entitlements.search(q.scope(), q.spec());
        return new EntitlementQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Given answer(EntitlementQuery.OfEntities q) {
        var among = new Criterion("entity_id", Operator.IN, q.entityIds());
        var found =
                entitlements.search(q.scope(), new SearchSpec(List.of(among), List.of(), 1_000, 0));
        return new Given(found.items(), List.of(), List.of());
    }
}
