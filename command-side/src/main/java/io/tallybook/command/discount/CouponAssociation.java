package io.tallybook.command.discount;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponAssociationId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A coupon that a subscription holds, in Axon's terms. */
@Aggregate(type = "coupon_association", cache = "aggregateCache")
class CouponAssociation {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private CouponAssociationId id;

    private CouponAssociationState state = new CouponAssociationState.Absent();

    CouponAssociation() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(CouponAssociationCommand.Create c, Redemptions redemptions) {
        return settle(
                c.associationId(),
                CouponAssociationDecider.counted(
                        redemptions, CouponAssociationDecider.create(state, c)));
    }

    @CommandHandler
    Receipt handle(CouponAssociationCommand.Use c) {
        return settle(c.associationId(), CouponAssociationDecider.use(state, c));
    }

    @CommandHandler
    Receipt handle(CouponAssociationCommand.GiveBack c) {
        return settle(c.associationId(), CouponAssociationDecider.giveBack(state, c));
    }

    @CommandHandler
    Receipt handle(CouponAssociationCommand.End c) {
        return settle(c.associationId(), CouponAssociationDecider.end(state, c));
    }

    @CommandHandler
    Receipt handle(CouponAssociationCommand.Withdraw c, Redemptions redemptions) {
        var decision = CouponAssociationDecider.withdraw(state, c);
        CouponAssociationDecider.uncount(redemptions, state, decision);
        return settle(c.associationId(), decision);
    }

    @EventSourcingHandler
    void on(CouponAssociationEvent e) {
        id = e.associationId();
        state = state.evolve(e);
    }
}
