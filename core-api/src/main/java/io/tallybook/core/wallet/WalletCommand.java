package io.tallybook.core.wallet;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a wallet. */
public sealed interface WalletCommand extends Command {
    @TargetAggregateIdentifier
    WalletId walletId();

    /** Opens an empty prepaid wallet. */
    record Create(WalletId walletId, Scope scope, Instant at, WalletDocument wallet)
            implements WalletCommand {}

    /**
     * Puts credits in. A repeat under the same transaction id or the same idempotency key does
     * nothing.
     *
     * @param credits more than zero
     * @param reason FREE_CREDIT_GRANT or PURCHASED_CREDIT_DIRECT
     */
    record TopUp(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            BigDecimal credits,
            TransactionDocument.Reason reason,
            @Nullable Instant expiresAt,
            @Nullable Integer priority,
            @Nullable String idempotencyKey,
            @Nullable String description,
            Map<String, String> metadata)
            implements WalletCommand {
        public TopUp {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Pays an invoice as far as the credits go, and no more than {@code upTo}; once per transaction
     * id.
     */
    record Debit(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            InvoiceId invoiceId,
            Money upTo)
            implements WalletCommand {}

    /**
     * Undoes a debit: the same credits go back to where they were taken from; once per transaction
     * id.
     */
    record GiveBack(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            WalletTransactionId debit)
            implements WalletCommand {}
}
