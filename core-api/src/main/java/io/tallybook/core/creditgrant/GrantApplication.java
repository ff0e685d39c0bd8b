package io.tallybook.core.creditgrant;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One giving of a credit grant: everything that the wallet needs to be told.
 *
 * @param index its number, from 0
 * @param periodEnd absent for a grant that gives once
 * @param opens the wallet, if it is to be opened for this
 * @param transactionId of the credit in the wallet
 */
public record GrantApplication(
        GrantApplicationId id,
        CreditGrantId grantId,
        int index,
        Instant periodStart,
        @Nullable Instant periodEnd,
        BigDecimal credits,
        CustomerId customerId,
        @Nullable SubscriptionId subscriptionId,
        WalletId walletId,
        @Nullable WalletDocument opens,
        WalletTransactionId transactionId,
        @Nullable Instant expiresAt,
        @Nullable Carry carry,
        @Nullable Integer priority,
        String name) {}
