package io.tallybook.core.invoice;

import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;

/** What one wallet really paid of an invoice. */
public record CreditBurnt(WalletId walletId, WalletTransactionId transactionId, Money amount) {}
