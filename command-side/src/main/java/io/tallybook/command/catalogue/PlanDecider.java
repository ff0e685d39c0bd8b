package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanId;
import java.util.Optional;

/** What may be done with a plan. */
final class PlanDecider {
    private PlanDecider() {}

    static Decision<PlanEvent.Created> create(PlanState state, PlanCommand.Create c) {
        PlanEvent.Created created = new PlanEvent.Created(c.planId(), c.scope(), c.plan());
        return switch (state) {
            case PlanState.Absent() -> Decision.unless(broken(c.plan()), created);
            case PlanState.Defined(var before, var _) -> repeated(before, c, created);
            case PlanState.Deleted(var before) -> repeated(before, c, created);
        };
    }

    private static Decision<PlanEvent.Created> repeated(
            PlanEvent.Created before, PlanCommand.Create c, PlanEvent.Created created) {
        return Decision.repeated("plan", c.planId(), before.scope(), c.scope(), before, created);
    }

    /** Errors: not found, of a plan that is out of use or in another scope. */
    static Decision<PlanEvent.Updated> update(PlanState state, PlanCommand.Update c) {
        return switch (state) {
            case PlanState.Defined(var made, var before) when made.scope().equals(c.scope()) -> {
                if (before.equals(c.plan())) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        broken(c.plan()), new PlanEvent.Updated(c.planId(), c.plan()));
            }
            case PlanState.Absent _, PlanState.Defined _, PlanState.Deleted _ ->
                    Decision.notFound("plan", c.planId());
        };
    }

    /** Errors: not found, of a plan in another scope. */
    static Decision<PlanEvent.Deleted> delete(PlanState state, PlanCommand.Delete c) {
        return switch (state) {
            case PlanState.Defined defined when defined.created().scope().equals(c.scope()) ->
                    Decision.accepted(new PlanEvent.Deleted(c.planId()));
            case PlanState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case PlanState.Absent _, PlanState.Defined _, PlanState.Deleted _ ->
                    Decision.notFound("plan", c.planId());
        };
    }

    static Optional<Claim> unique(PlanCommand.Create c) {
        return claim(c.scope(), c.planId(), c.plan());
    }

    /** What the new content wants for itself alone. */
    static Optional<Claim> wanted(PlanCommand.Update c) {
        return claim(c.scope(), c.planId(), c.plan());
    }

    /** What it has for itself alone and will not have after. */
    static Optional<Claim> givenUp(PlanState state, PlanCommand.Update c) {
        return held(state, c.planId()).filter(claim -> !claim.value().equals(c.plan().lookupKey()));
    }

    /** What it has for itself alone. */
    static Optional<Claim> held(PlanState state, PlanId id) {
        return state instanceof PlanState.Defined(var made, var now)
                ? claim(made.scope(), id, now)
                : Optional.empty();
    }

    private static Optional<Claim> claim(Scope scope, PlanId id, PlanDocument plan) {
        return Optional.ofNullable(plan.lookupKey())
                .map(key -> Claim.in(scope, "plan.lookup_key", "lookup_key", key, id));
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
