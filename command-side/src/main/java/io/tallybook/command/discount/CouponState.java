package io.tallybook.command.discount;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponEvent;

/** What a coupon is, as far as its rules need it. */
sealed interface CouponState {
    /** It does not exist yet. */
    record Absent() implements CouponState {}

    /** It exists. */
    record Defined(CouponEvent.Created created, CouponDocument now) implements CouponState {}

    /** It was deleted. */
    record Deleted(CouponEvent.Created created) implements CouponState {}

    default CouponState evolve(CouponEvent event) {
        return switch (event) {
            case CouponEvent.Created made -> new Defined(made, made.coupon());
            case CouponEvent.Updated e ->
                    switch (this) {
                        case Defined(var made, var now) ->
                                new Defined(made, now.described(e.name(), e.metadata()));
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
            case CouponEvent.Deleted e ->
                    switch (this) {
                        case Defined(var made, var _) -> new Deleted(made);
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
        };
    }

    private InvariantViolated impossible(CouponEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.couponId(), this, e);
    }
}
