package io.tallybook.command.discount;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.util.HashMap;
import java.util.Map;

/** What a coupon that a subscription holds is, as far as its rules need it. */
sealed interface CouponAssociationState {
    /** It does not exist yet. */
    record Absent() implements CouponAssociationState {}

    /** It is held, and of what lasts for one invoice some used so much. */
    record Held(
            CouponAssociationEvent.Created created,
            CouponAssociationDocument now,
            Map<InvoiceId, Money> uses)
            implements CouponAssociationState {
        public Held {
            uses = Map.copyOf(uses);
        }
    }

    /** It was undone. */
    record Withdrawn(CouponAssociationEvent.Created created) implements CouponAssociationState {}

    default CouponAssociationState evolve(CouponAssociationEvent event) {
        if (event instanceof CouponAssociationEvent.Created made) {
            return new Held(made, made.association(), Map.of());
        }
        if (!(this instanceof Held(var made, var now, var uses))) {
            throw new InvariantViolated(
                    "events_follow_the_life_cycle", event.associationId(), this, event);
        }
        return switch (event) {
            case CouponAssociationEvent.Created again -> new Held(again, now, uses);
            case CouponAssociationEvent.Used e -> {
                Map<InvoiceId, Money> more = new HashMap<>(uses);
                more.put(e.invoiceId(), e.taken());
                yield new Held(made, now, more);
            }
            case CouponAssociationEvent.GivenBack e -> {
                Map<InvoiceId, Money> fewer = new HashMap<>(uses);
                fewer.remove(e.invoiceId());
                yield new Held(made, now, fewer);
            }
            case CouponAssociationEvent.Ended e -> new Held(made, now.until(e.endDate()), uses);
            case CouponAssociationEvent.Withdrawn _ -> new Withdrawn(made);
        };
    }
}
