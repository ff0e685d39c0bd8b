package io.tallybook.command.discount;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.discount.CouponCommand;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A coupon, in Axon's terms. */
@Aggregate(type = "coupon", cache = "aggregateCache")
class Coupon {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private CouponId id;

    private CouponState state = new CouponState.Absent();

    Coupon() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(CouponCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.couponId(),
                uniqueness.secure(CouponDecider.create(state, c), CouponDecider.code(c)));
    }

    @CommandHandler
    Receipt handle(CouponCommand.Update c) {
        return settle(c.couponId(), CouponDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(CouponCommand.Delete c, Uniqueness uniqueness) {
        return settle(
                c.couponId(),
                uniqueness.free(CouponDecider.delete(state, c), CouponDecider.code(state)));
    }

    @EventSourcingHandler
    void on(CouponEvent e) {
        id = e.couponId();
        state = state.evolve(e);
    }
}
