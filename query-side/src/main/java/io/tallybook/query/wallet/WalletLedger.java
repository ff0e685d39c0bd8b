package io.tallybook.query.wallet;

import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.HoldView;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A wallet with movements and holds in it: all of them when it was folded from its first event,
 * those at hand when it was loaded to go on with.
 */
public record WalletLedger(
        WalletView wallet, Map<WalletTransactionId, Movement> movements, Map<HoldId, Kept> holds) {
    public WalletLedger {
        movements = Map.copyOf(movements);
        holds = Map.copyOf(holds);
    }

    /**
     * One movement.
     *
     * @param sequence of the event that it was made by
     * @param lastSequence of the last event that changed what is left of it
     */
    public record Movement(WalletTransactionView view, long sequence, long lastSequence) {}

    /**
     * One hold.
     *
     * @param sequence of the event that it was made by
     * @param lastSequence of the last event that changed it
     */
    public record Kept(HoldView view, long sequence, long lastSequence) {}

    /** Without the movements and holds that nothing will ever refer to. */
    public WalletLedger creditsOnly() {
        Map<WalletTransactionId, Movement> credits = new LinkedHashMap<>(movements);
        credits.values().removeIf(movement -> !isCredit(movement.view().transaction()));
        Map<HoldId, Kept> open = new LinkedHashMap<>(holds);
        open.values().removeIf(hold -> hold.view().status() != HoldDocument.Status.HELD);
        return new WalletLedger(wallet, credits, open);
    }

    private static boolean isCredit(TransactionDocument t) {
        return t.type() == TransactionDocument.Type.CREDIT
                && t.reason() != Reason.INVOICE_VOID_REFUND;
    }

    WalletLedger with(WalletView newWallet, Map<WalletTransactionId, Movement> changed) {
        Map<WalletTransactionId, Movement> all = new LinkedHashMap<>(movements);
        all.putAll(changed);
        return new WalletLedger(newWallet, all, holds);
    }

    WalletLedger with(WalletView newWallet) {
        return new WalletLedger(newWallet, movements, holds);
    }

    WalletLedger with(Kept hold) {
        Map<HoldId, Kept> all = new LinkedHashMap<>(holds);
        all.put(hold.view().hold().id(), hold);
        return new WalletLedger(wallet, movements, all);
    }
}
