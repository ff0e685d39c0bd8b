package io.tallybook.query.wallet;

import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.HoldView;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A wallet with movements and holds in it: all of them when it was folded from its first event,
 * those at hand when it was loaded to go on with.
 *
 * @param since the event up to which it is stored; -1 if nothing is
 */
public record WalletLedger(
        WalletView wallet,
        long since,
        Map<WalletTransactionId, Movement> movements,
        Map<HoldId, Kept> holds) {
    private static final int AT_HAND_MAX = 16;

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
        return new WalletLedger(wallet, since, credits, open);
    }

    /** What was changed and is still to be stored. */
    List<Movement> changedMovements() {
        return movements.values().stream().filter(one -> one.lastSequence() > since).toList();
    }

    List<Kept> changedHolds() {
        return holds.values().stream().filter(one -> one.lastSequence() > since).toList();
    }

    /**
     * To go on with once it is stored: with the credits and holds that moved last, which the next
     * movement is likely to name.
     */
    WalletLedger storedUpTo(long sequence) {
        WalletLedger left = creditsOnly();
        return new WalletLedger(
                wallet,
                sequence,
                last(left.movements, Movement::lastSequence),
                last(left.holds, Kept::lastSequence));
    }

    private static <K, V> Map<K, V> last(Map<K, V> all, ToLongFunction<V> sequence) {
        return all.size() <= AT_HAND_MAX
                ? all
                : all.entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Map.Entry<K, V> one) ->
                                                        sequence.applyAsLong(one.getValue()))
                                        .reversed())
                        .limit(AT_HAND_MAX)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isCredit(TransactionDocument t) {
        return t.type() == TransactionDocument.Type.CREDIT
                && t.reason() != Reason.INVOICE_VOID_REFUND;
    }

    WalletLedger with(WalletView newWallet, Map<WalletTransactionId, Movement> changed) {
        Map<WalletTransactionId, Movement> all = new LinkedHashMap<>(movements);
        all.putAll(changed);
        return new WalletLedger(newWallet, since, all, holds);
    }

    WalletLedger with(WalletView newWallet) {
        return new WalletLedger(newWallet, since, movements, holds);
    }

    WalletLedger with(Kept hold) {
        Map<HoldId, Kept> all = new LinkedHashMap<>(holds);
        all.put(hold.view().hold().id(), hold);
        return new WalletLedger(wallet, since, movements, all);
    }
}
