package io.tallybook.core.discount;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a coupon. */
public sealed interface CouponCommand extends Command {
    @TargetAggregateIdentifier
    CouponId couponId();

    /** Makes a coupon. */
    record Create(CouponId couponId, Scope scope, Instant at, CouponDocument coupon)
            implements CouponCommand {}

    /** Gives it another name and other metadata; what it takes off never changes. */
    record Update(
            CouponId couponId, Scope scope, Instant at, String name, Map<String, String> metadata)
            implements CouponCommand {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Deletes it: nobody is given it any more; whoever holds it keeps it. */
    record Delete(CouponId couponId, Scope scope, Instant at) implements CouponCommand {}
}
