package io.tallybook.core.discount;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a coupon that a subscription holds. */
public sealed interface CouponAssociationCommand extends Command {
    @TargetAggregateIdentifier
    CouponAssociationId associationId();

    /** Gives the coupon to a subscription, which counts as one redemption. */
    record Create(
            CouponAssociationId associationId,
            Scope scope,
            Instant at,
            CouponAssociationDocument association)
            implements CouponAssociationCommand {}

    /**
     * Uses what lasts for one invoice up, on this one; the same invoice may say it again with
     * another amount.
     */
    record Use(
            CouponAssociationId associationId,
            Scope scope,
            Instant at,
            InvoiceId invoiceId,
            Money taken)
            implements CouponAssociationCommand {}

    /** Gives back what an invoice used that counts no longer. */
    record GiveBack(CouponAssociationId associationId, Scope scope, Instant at, InvoiceId invoiceId)
            implements CouponAssociationCommand {}

    /** Ends it at a moment. */
    record End(CouponAssociationId associationId, Scope scope, Instant at, Instant endDate)
            implements CouponAssociationCommand {}

    /** Undoes it, because what it was meant for did not come about: it counts no longer. */
    record Withdraw(CouponAssociationId associationId, Scope scope, Instant at)
            implements CouponAssociationCommand {}
}
