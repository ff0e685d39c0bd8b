package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a plan. */
public sealed interface PlanCommand extends Command {
    @TargetAggregateIdentifier
    PlanId planId();

    /** Makes a plan. */
    record Create(PlanId planId, Scope scope, Instant at, PlanDocument plan)
            implements PlanCommand {}

    /** Changes what a plan says; {@code plan} is the whole of it. */
    record Update(PlanId planId, Scope scope, Instant at, PlanDocument plan)
            implements PlanCommand {}

    /** Takes a plan out of use; what uses it already goes on. */
    record Delete(PlanId planId, Scope scope, Instant at) implements PlanCommand {}
}
