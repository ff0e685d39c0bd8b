package io.tallybook.core.wallet;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteId;
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
     * @param reason why they come in; those bought by invoice come in when it is paid
     * @param further what else is agreed about them; absent for nothing
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
            Map<String, String> metadata,
            @Nullable Further further)
            implements WalletCommand {
        public TopUp {
            metadata = Map.copyOf(metadata);
        }

        /** Of which nothing else is agreed. */
        public TopUp(
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
                Map<String, String> metadata) {
            this(
                    walletId,
                    scope,
                    at,
                    transactionId,
                    credits,
                    reason,
                    expiresAt,
                    priority,
                    idempotencyKey,
                    description,
                    metadata,
                    null);
        }
    }

    /**
     * What else is agreed about credits that come in.
     *
     * @param referenceId what they are for: an invoice's id, or the caller's own text
     * @param bonus what comes with a purchase; absent if no bonus is known to this caller
     * @param carry what of them lasts beyond their last moment; absent for nothing
     */
    record Further(@Nullable String referenceId, @Nullable Bonus bonus, @Nullable Carry carry) {
        /** Nothing of them lasts longer. */
        public Further(@Nullable String referenceId, @Nullable Bonus bonus) {
            this(referenceId, bonus, null);
        }
    }

    /**
     * The bonus of a purchase.
     *
     * @param transactionId of the movement that brings it
     * @param credits absent for what the wallet's slabs give
     */
    record Bonus(
            WalletTransactionId transactionId,
            @Nullable BigDecimal credits,
            @Nullable Instant expiresAt) {}

    /** Describes it and says how it is used; customer, currency and rates must be as they are. */
    record Update(WalletId walletId, Scope scope, Instant at, WalletDocument wallet)
            implements WalletCommand {}

    /** The invoice for ordered credits was paid: they come in, once. */
    record CompletePurchase(
            WalletId walletId, Scope scope, Instant at, WalletTransactionId transactionId)
            implements WalletCommand {}

    /** Ordered credits will not be paid for. */
    record FailPurchase(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            String reason)
            implements WalletCommand {}

    /**
     * Takes credits out by hand; once per transaction id or idempotency key.
     *
     * @param reason MANUAL_BALANCE_DEBIT, CREDIT_VOIDED or CREDIT_ADJUSTMENT
     * @param credits more than zero; absent for all that is left
     * @param grant the credit to take them from; absent for the order of burning
     */
    record TakeOut(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            TransactionDocument.Reason reason,
            @Nullable BigDecimal credits,
            @Nullable WalletTransactionId grant,
            @Nullable String referenceId,
            @Nullable String idempotencyKey,
            @Nullable String description,
            Map<String, String> metadata)
            implements WalletCommand {
        public TakeOut {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Takes out what is left of a credit whose last moment has come, but for what is held and what
     * lasts longer.
     */
    record Expire(WalletId walletId, Scope scope, Instant at, WalletTransactionId grant)
            implements WalletCommand {}

    /**
     * Says how many credits are used and not taken yet, so that it may buy more by itself. Counts
     * only if the wallet is still as it was when that was worked out.
     *
     * @param used credits
     * @param version of the wallet
     */
    record CountUsed(WalletId walletId, Scope scope, Instant at, BigDecimal used, long version)
            implements WalletCommand {}

    /** Buys credits because a regular time has come; once per round. */
    record TopUpByInterval(WalletId walletId, Scope scope, Instant at, int round)
            implements WalletCommand {}

    /** Looks whether credits are to be bought, since it may buy again; once per number. */
    record EndTopUpRest(WalletId walletId, Scope scope, Instant at, int number)
            implements WalletCommand {}

    /**
     * Keeps credits for a purpose, all of them or none; once per hold id.
     *
     * @param credits more than zero
     * @param expiresAt when what was not captured is free again
     */
    record Hold(
            WalletId walletId,
            Scope scope,
            Instant at,
            HoldId holdId,
            BigDecimal credits,
            Instant expiresAt,
            @Nullable String referenceId,
            @Nullable String description,
            Map<String, String> metadata)
            implements WalletCommand {
        public Hold {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Uses what a hold keeps and sets the rest free; once per hold.
     *
     * @param credits at most those held; absent for all of them
     */
    record Capture(
            WalletId walletId,
            Scope scope,
            Instant at,
            HoldId holdId,
            WalletTransactionId transactionId,
            @Nullable BigDecimal credits)
            implements WalletCommand {}

    /**
     * Sets free what a hold keeps.
     *
     * @param because RELEASED or TIMED_OUT
     */
    record Release(
            WalletId walletId, Scope scope, Instant at, HoldId holdId, HoldDocument.Status because)
            implements WalletCommand {}

    /** Closes it for good. What is held is free before, what is ordered fails. */
    record Terminate(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            Leftover leftover)
            implements WalletCommand {}

    /** What becomes of the credits in a wallet that is closed. */
    enum Leftover {
        /** They are lost. */
        FORFEIT,
        /** What was paid for them is owed to the customer; what was given is lost. */
        REFUND
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
     *
     * @param amount what of it goes back; absent for all that has not gone back yet
     * @param creditNoteId which gives it back; absent if the invoice does not hold
     */
    record GiveBack(
            WalletId walletId,
            Scope scope,
            Instant at,
            WalletTransactionId transactionId,
            WalletTransactionId debit,
            @Nullable Money amount,
            @Nullable CreditNoteId creditNoteId)
            implements WalletCommand {
        /** All that is left of it. */
        public GiveBack(
                WalletId walletId,
                Scope scope,
                Instant at,
                WalletTransactionId transactionId,
                WalletTransactionId debit) {
            this(walletId, scope, at, transactionId, debit, null, null);
        }
    }
}
