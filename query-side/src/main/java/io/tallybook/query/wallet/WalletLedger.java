package io.tallybook.query.wallet;

import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A wallet with movements in it: all of them when it was folded from its first event, those at hand
 * when it was loaded to go on with.
 */
public record WalletLedger(WalletView wallet, Map<WalletTransactionId, Movement> movements) {
    public WalletLedger {
        movements = Map.copyOf(movements);
    }

    /**
     * One movement.
     *
     * @param sequence of the event that it was made by
     * @param lastSequence of the last event that changed what is left of it
     */
    public record Movement(WalletTransactionView view, long sequence, long lastSequence) {}

    /** Without the movements that nothing will ever refer to. */
    public WalletLedger creditsOnly() {
        Map<WalletTransactionId, Movement> credits = new LinkedHashMap<>(movements);
        credits.values()
                .removeIf(
                        movement ->
                                switch (movement.view().transaction().reason()) {
                                    case FREE_CREDIT_GRANT, PURCHASED_CREDIT_DIRECT -> false;
                                    case INVOICE_PAYMENT, INVOICE_VOID_REFUND -> true;
                                });
        return new WalletLedger(wallet, credits);
    }

    WalletLedger with(WalletView newWallet, Map<WalletTransactionId, Movement> changed) {
        Map<WalletTransactionId, Movement> all = new LinkedHashMap<>(movements);
        all.putAll(changed);
        return new WalletLedger(newWallet, all);
    }
}
