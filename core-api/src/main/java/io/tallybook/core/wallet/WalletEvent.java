package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;

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
}
