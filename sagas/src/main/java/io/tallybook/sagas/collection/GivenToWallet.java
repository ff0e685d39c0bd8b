package io.tallybook.sagas.collection;

import io.tallybook.core.Command;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Money that a wallet of a customer takes, once for each cause.
 *
 * @param transaction follows from the cause, so that a repeat gives nothing twice
 * @param cause what it is given for
 */
record GivenToWallet(
        CustomerId customer,
        Money amount,
        WalletTransactionId transaction,
        String cause,
        String description,
        Map<String, String> metadata) {
    GivenToWallet {
        metadata = Map.copyOf(metadata);
    }

    WalletId own() {
        return ChosenWallets.ownOf(customer, amount.currency());
    }

    /** Into this wallet; the customer's own one is opened first. */
    List<Command> into(WalletId wallet, Occurrence when) {
        var topUp =
                new WalletCommand.TopUp(
                        wallet,
                        when.scope(),
                        when.effectiveAt(),
                        transaction,
                        amount.toDecimal(),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        cause,
                        description,
                        metadata);
        if (!wallet.equals(own())) {
            return List.of(topUp);
        }
        var open =
                new WalletCommand.Create(
                        own(),
                        when.scope(),
                        when.effectiveAt(),
                        new WalletDocument(
                                customer,
                                amount.currency(),
                                "Unused credit",
                                null,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                Map.of()));
        return List.of(open, topUp);
    }
}
