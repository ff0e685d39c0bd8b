package io.tallybook.core.subscription;

import org.jspecify.annotations.Nullable;

/**
 * How a subscription begins and is paid, where that was agreed.
 *
 * @param paymentTerms absent where the usual time to pay holds
 * @param paymentMethodId what a payment provider calls the method that is charged
 * @param trialDays how many days at the start are not charged; absent for none
 */
public record Arrangement(
        CollectionMethod collectionMethod,
        PaymentBehavior paymentBehavior,
        ProrationBehavior prorationBehavior,
        @Nullable PaymentTerms paymentTerms,
        @Nullable String paymentMethodId,
        @Nullable SpendCommitment commitment,
        @Nullable Integer trialDays) {

    /** What holds where nothing was said. */
    public static final Arrangement USUAL =
            new Arrangement(
                    CollectionMethod.CHARGE_AUTOMATICALLY,
                    PaymentBehavior.DEFAULT_ACTIVE,
                    ProrationBehavior.NONE,
                    null,
                    null,
                    null,
                    null);
}
