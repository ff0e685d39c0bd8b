package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
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

    /** Credits that had paid an invoice came back. */
    record GivenBack(WalletId walletId, WalletTransactionId debit, TransactionDocument transaction)
            implements WalletEvent {}

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
