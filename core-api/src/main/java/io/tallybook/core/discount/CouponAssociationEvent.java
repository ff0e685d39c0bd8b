package io.tallybook.core.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.time.Instant;

/** What happened to a coupon that a subscription holds. */
public sealed interface CouponAssociationEvent {
    CouponAssociationId associationId();

    /** A subscription was given a coupon. */
    record Created(
            CouponAssociationId associationId, Scope scope, CouponAssociationDocument association)
            implements CouponAssociationEvent {}

    /**
     * An invoice used up what lasts for one.
     *
     * @param taken what the coupon took off that invoice; a later word of the same invoice holds
     */
    record Used(CouponAssociationId associationId, InvoiceId invoiceId, Money taken)
            implements CouponAssociationEvent {}

    /** An invoice that used it counts no longer. */
    record GivenBack(CouponAssociationId associationId, InvoiceId invoiceId)
            implements CouponAssociationEvent {}

    /** It got an end. */
    record Ended(CouponAssociationId associationId, Instant endDate)
            implements CouponAssociationEvent {}

    /** It was undone and counts no longer as a redemption. */
    record Withdrawn(CouponAssociationId associationId) implements CouponAssociationEvent {}
}
