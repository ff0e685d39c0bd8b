package io.tallybook.api.memory;

import io.tallybook.core.Receipt;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.creditgrant.GrantTimes;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Credit grants of {@link MemoryEngine}; none gives anything. */
public final class MemoryGrants {
    private final Shelf<CreditGrantView> grants =
            new Shelf<CreditGrantView>()
                    .field("level", g -> g.grant().target().level().name())
                    .field("holder_id", MemoryGrants::holder)
                    .field("customer_id", MemoryGrants::customer);

    private static String holder(CreditGrantView view) {
        Target target = view.grant().target();
        return switch (target.level()) {
            case PLAN -> String.valueOf(target.planId());
            case ADDON -> String.valueOf(target.addonId());
            case SUBSCRIPTION -> String.valueOf(target.subscriptionId());
            case CUSTOMER -> String.valueOf(target.customerId());
        };
    }

    private static String customer(CreditGrantView view) {
        Grantee grantee = view.grant().grantee();
        return grantee == null ? "" : grantee.customerId().value();
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.Create c) {
        grants.put(
                new CreditGrantView(
                        c.grantId(),
                        c.scope(),
                        c.grant(),
                        CreditGrantView.Course.beginning(
                                GrantTimes.giving(c.grant(), 0).orElse(null)),
                        MemoryEngine.stamp(c)));
        return new Receipt(c.grantId().value(), 0);
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.Update c) {
        CreditGrantView was = grants.byId(c.scope(), c.grantId()).orElseThrow();
        grants.put(
                new CreditGrantView(
                        was.id(), was.scope(), c.grant(), was.course(), MemoryEngine.stamp(c)));
        return new Receipt(c.grantId().value(), 1);
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.End c) {
        return new Receipt(c.grantId().value(), 1);
    }

    @QueryHandler
    Optional<CreditGrantView> answer(CreditGrantQuery.ById q) {
        return grants.byId(q.scope(), q.id());
    }

    @QueryHandler
    CreditGrantQuery.Page answer(CreditGrantQuery.Search q) {
        var found = grants.search(q.scope(), q.spec());
        return new CreditGrantQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    CreditGrantQuery.Page answer(CreditGrantQuery.OfHolders q) {
        List<CreditGrantView> found =
                q.ids().stream()
                        .flatMap(id -> grants.first(q.scope(), "holder_id", id).stream())
                        .toList();
        return new CreditGrantQuery.Page(found, found.size());
    }
}
