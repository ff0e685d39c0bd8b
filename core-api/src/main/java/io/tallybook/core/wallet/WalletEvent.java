package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a wallet. */
public sealed interface WalletEvent {
    WalletId walletId();

    /** A wallet was opened, empty. */
    record Created(WalletId walletId, Scope scope, WalletDocument wallet) implements WalletEvent {}

    /** Credits came in. */
    record ToppedUp(WalletId walletId, TransactionDocument transaction) implements WalletEvent {}

    /** Credits paid an invoice, or were asked to and there were none. */
    record Debited(WalletId walletId, InvoiceId invoiceId, TransactionDocument transaction)
            implements WalletEvent {}

    /**
     * Credits that had paid an invoice came back.
     *
     * @param creditNoteId which gave a part of them back; absent if the invoice did not hold
     */
    record GivenBack(
            WalletId walletId,
            WalletTransactionId debit,
            TransactionDocument transaction,
            @Nullable CreditNoteId creditNoteId)
            implements WalletEvent {
        /** All of them. */
        public GivenBack(
                WalletId walletId, WalletTransactionId debit, TransactionDocument transaction) {
            this(walletId, debit, transaction, null);
        }
    }

    /** It is described and used otherwise; customer, currency and rates are as before. */
    record Updated(WalletId walletId, WalletDocument wallet) implements WalletEvent {}

    /**
     * Credits were ordered, and come in when they are paid for.
     *
     * @param transaction with the balance of the moment before and after
     * @param bonus what comes in with it, absent for nothing
     * @param price what they cost
     */
    record PurchaseBegun(
            WalletId walletId,
            TransactionDocument transaction,
            @Nullable TransactionDocument bonus,
            Money price)
            implements WalletEvent {}

    /** Credits that were ordered will not come in. */
    record PurchaseFailed(WalletId walletId, WalletTransactionId transactionId, String reason)
            implements WalletEvent {}

    /** Credits left it for another reason than an invoice. */
    record TakenOut(WalletId walletId, TransactionDocument transaction) implements WalletEvent {}

    /**
     * The last moment of a credit has passed.
     *
     * @param transaction what left it; absent if there was nothing left to leave
     */
    record Expired(
            WalletId walletId, WalletTransactionId grant, @Nullable TransactionDocument transaction)
            implements WalletEvent {}

    /**
     * The last moment of a credit has passed, and what was left of it lasts once more.
     *
     * @param credits how many; what was left beyond them has expired just before
     * @param until their last moment now
     */
    record CarriedOver(
            WalletId walletId, WalletTransactionId grant, BigDecimal credits, Instant until)
            implements WalletEvent {}

    /**
     * It was so low, or the time had come, that credits are bought by themselves; what came of it
     * follows at once.
     *
     * @param transactionId of the purchase
     * @param round of a regular time its number from 1; else how many there were before
     * @param credits that it buys
     * @param standing the credits, those on order included, that were left
     * @param nextAt when the next regular time comes; absent for a matter of a threshold
     * @param rest in which nothing more is bought; absent for none, and of what is older
     */
    record TopUpTriggered(
            WalletId walletId,
            WalletTransactionId transactionId,
            AutoTopUp.Trigger trigger,
            int round,
            Instant triggeredAt,
            BigDecimal credits,
            BigDecimal standing,
            @Nullable Instant nextAt,
            @Nullable Rest rest)
            implements WalletEvent {
        /** One that no rest follows. */
        public TopUpTriggered(
                WalletId walletId,
                WalletTransactionId transactionId,
                AutoTopUp.Trigger trigger,
                int round,
                Instant triggeredAt,
                BigDecimal credits,
                BigDecimal standing,
                @Nullable Instant nextAt) {
            this(
                    walletId,
                    transactionId,
                    trigger,
                    round,
                    triggeredAt,
                    credits,
                    standing,
                    nextAt,
                    null);
        }
    }

    /**
     * A time in which nothing more is bought.
     *
     * @param number of each another
     */
    record Rest(int number, Instant until) {}

    /**
     * It may buy nothing before then: the most of the month is bought, or what is agreed about the
     * time between two purchases is no longer what it was at the last one.
     */
    record TopUpRestBegun(WalletId walletId, Rest rest, Instant begunAt) implements WalletEvent {}

    /** It may buy again: if it is low, what it buys follows at once. */
    record TopUpRestEnded(WalletId walletId, int number, Instant endedAt) implements WalletEvent {}

    /**
     * A regular time came, and nothing was bought.
     *
     * @param because why
     */
    record TopUpPassed(
            WalletId walletId,
            int round,
            Instant passedAt,
            String because,
            @Nullable Instant nextAt)
            implements WalletEvent {}

    /** What it bought by itself was not paid: it buys no more until somebody sees to it. */
    record TopUpsHalted(WalletId walletId, WalletTransactionId transactionId, String reason)
            implements WalletEvent {}

    /** Credits are kept for a purpose. */
    record Held(WalletId walletId, HoldDocument hold) implements WalletEvent {}

    /** What a hold kept, or a part of it, was used; the rest is free again. */
    record HoldCaptured(WalletId walletId, HoldId holdId, TransactionDocument transaction)
            implements WalletEvent {}

    /** What a hold kept is free again. */
    record HoldReleased(WalletId walletId, HoldId holdId, HoldDocument.Status because)
            implements WalletEvent {}

    /**
     * It was closed for good.
     *
     * @param transaction what was left in it, zero or more
     * @param refund what of it was paid for and is owed to the customer
     */
    record Terminated(WalletId walletId, TransactionDocument transaction, Money refund)
            implements WalletEvent {}
}
