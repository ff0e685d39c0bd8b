package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;
import java.util.Optional;

/** What may be done with a plan. */
final class PlanDecider {
    private PlanDecider() {}

    static Decision<PlanEvent.Created> create(PlanState state, PlanCommand.Create c) {
        PlanEvent.Created created = new PlanEvent.Created(c.planId(), c.scope(), c.plan());
        return switch (state) {
            case PlanState.Absent() -> Decision.unless(broken(c.plan()), created);
            case PlanState.Defined(var before) ->
                    Decision.repeated(
                            "plan", c.planId(), before.scope(), c.scope(), before, created);
        };
    }

    static Optional<Claim> unique(PlanCommand.Create c) {
        return Optional.ofNullable(c.plan().lookupKey())
                .map(key -> Claim.in(c.scope(), "plan.lookup_key", "lookup_key", key, c.planId()));
    }

    private static Optional<Rejection> broken(PlanDocument plan) {
        return Rules.begin()
                .name("name", plan.name())
                .nameIfAny("lookup_key", plan.lookupKey())
                .textIfAny("description", plan.description(), Rules.TEXT_MAX)
                .metadata(plan.metadata())
                .broken();
    }
}
