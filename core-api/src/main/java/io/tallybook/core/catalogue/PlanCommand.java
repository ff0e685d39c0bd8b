package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a plan. */
public sealed interface PlanCommand extends Command {
    @TargetAggregateIdentifier
    PlanId planId();

    /** Makes a plan. */
    record Create(PlanId planId, Scope scope, Instant at, PlanDocument plan)
            implements PlanCommand {}

    /**
     * Makes a plan together with its prices and with the meters that count for them: all of it or
     * nothing. A refusal names the index of the first price that is wrong.
     *
     * <p>Shapes: every price is of this plan. What is to be counted comes with ids of its own, so
     * that a retry, which has the same, makes nothing twice.
     */
    record CreatePriced(
            PlanId planId,
            Scope scope,
            Instant at,
            PlanDocument plan,
            List<Counted> counted,
            List<PriceBatchCommand.Item> prices)
            implements PlanCommand {
        public CreatePriced {
            counted = List.copyOf(counted);
            prices = List.copyOf(prices);
        }
    }

    /** A meter to be made, and the metered feature that stands for it, both of this name. */
    record Counted(
            FeatureId featureId, String name, MeterDefinition definition, ResetUsage resetUsage) {}

    /** Changes what a plan says; {@code plan} is the whole of it. */
    record Update(PlanId planId, Scope scope, Instant at, PlanDocument plan)
            implements PlanCommand {}

    /** Takes a plan out of use; what uses it already goes on. */
    record Delete(PlanId planId, Scope scope, Instant at) implements PlanCommand {}
}
