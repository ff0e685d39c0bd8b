package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One movement of credits, as a list shows it.
 *
 * @param creditsAvailable what is left of a credit
 */
public record WalletTransactionView(
        WalletId walletId,
        Scope scope,
        CustomerId customerId,
        TransactionDocument transaction,
        BigDecimal creditsAvailable,
        Instant createdAt,
        String createdBy) {}
