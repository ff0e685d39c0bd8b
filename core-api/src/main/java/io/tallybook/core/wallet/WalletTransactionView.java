package io.tallybook.core.wallet;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One movement of credits, as a list shows it.
 *
 * @param creditsAvailable what is left of a credit
 * @param status absent in what was folded before there was any other than COMPLETED
 */
@RecordBuilder
public record WalletTransactionView(
        WalletId walletId,
        Scope scope,
        CustomerId customerId,
        TransactionDocument transaction,
        BigDecimal creditsAvailable,
        Instant createdAt,
        String createdBy,
        TransactionDocument.@Nullable Status status) {

    /** One that is done. */
    public WalletTransactionView(
            WalletId walletId,
            Scope scope,
            CustomerId customerId,
            TransactionDocument transaction,
            BigDecimal creditsAvailable,
            Instant createdAt,
            String createdBy) {
        this(
                walletId,
                scope,
                customerId,
                transaction,
                creditsAvailable,
                createdAt,
                createdBy,
                null);
    }

    /** How far it has come. */
    public TransactionDocument.Status stands() {
        return status == null ? TransactionDocument.Status.COMPLETED : status;
    }
}
