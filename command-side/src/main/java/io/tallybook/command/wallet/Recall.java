package io.tallybook.command.wallet;

import io.tallybook.command.History;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a wallet did under a name: its state says at which places that may be, the events what. */
record Recall(Open wallet, History<WalletEvent> history) {
    /** The latest event that moved, or ordered, credits under this id. */
    Optional<WalletEvent> movement(WalletTransactionId id) {
        return at(WalletState.Past.name(id)).filter(event -> has(event, id)).findFirst();
    }

    /** What was done under either of these names. */
    Optional<WalletEvent> done(WalletTransactionId id, @Nullable String key) {
        return (key == null ? Optional.<WalletEvent>empty() : under(key)).or(() -> movement(id));
    }

    private Optional<WalletEvent> under(String key) {
        return at(WalletState.Past.name(key))
                .filter(
                        event ->
                                moved(event)
                                        .filter(t -> key.equals(t.idempotencyKey()))
                                        .isPresent())
                .findFirst();
    }

    /** What of a debit was given back before, in order. */
    List<TransactionDocument> backOf(WalletTransactionId debit) {
        return at(WalletState.Past.nameOfUndoing(debit))
                .filter(WalletEvent.GivenBack.class::isInstance)
                .map(WalletEvent.GivenBack.class::cast)
                .filter(back -> back.debit().equals(debit))
                .map(WalletEvent.GivenBack::transaction)
                .toList()
                .reversed();
    }

    /** The latest event of a hold; absent if there never was such a hold. */
    Optional<WalletEvent> hold(HoldId id) {
        return at(WalletState.Past.name(id)).filter(event -> isOf(event, id)).findFirst();
    }

    /** How a hold began; absent if it never did. */
    Optional<WalletEvent.Held> begun(HoldId id) {
        return at(WalletState.Past.name(id))
                .filter(WalletEvent.Held.class::isInstance)
                .map(WalletEvent.Held.class::cast)
                .filter(held -> held.hold().id().equals(id))
                .findFirst();
    }

    private Stream<WalletEvent> at(String name) {
        return wallet.past().named().of(name).stream().map(history::at);
    }

    private static boolean has(WalletEvent event, WalletTransactionId id) {
        return moved(event).filter(t -> t.id().equals(id)).isPresent();
    }

    private static boolean isOf(WalletEvent event, HoldId id) {
        return switch (event) {
            case WalletEvent.Held e -> e.hold().id().equals(id);
            case WalletEvent.HoldCaptured e -> e.holdId().equals(id);
            case WalletEvent.HoldReleased e -> e.holdId().equals(id);
            case WalletEvent.Created _,
                    WalletEvent.Updated _,
                    WalletEvent.ToppedUp _,
                    WalletEvent.PurchaseBegun _,
                    WalletEvent.PurchaseFailed _,
                    WalletEvent.Debited _,
                    WalletEvent.GivenBack _,
                    WalletEvent.TakenOut _,
                    WalletEvent.Expired _,
                    WalletEvent.CarriedOver _,
                    WalletEvent.TopUpTriggered _,
                    WalletEvent.TopUpPassed _,
                    WalletEvent.TopUpRestBegun _,
                    WalletEvent.TopUpRestEnded _,
                    WalletEvent.TopUpsHalted _,
                    WalletEvent.Terminated _ ->
                    false;
        };
    }

    /** The movement, or the order of one, that an event is. */
    static Optional<TransactionDocument> moved(WalletEvent event) {
        return switch (event) {
            case WalletEvent.ToppedUp e -> Optional.of(e.transaction());
            case WalletEvent.PurchaseBegun e -> Optional.of(e.transaction());
            case WalletEvent.Debited e -> Optional.of(e.transaction());
            case WalletEvent.GivenBack e -> Optional.of(e.transaction());
            case WalletEvent.TakenOut e -> Optional.of(e.transaction());
            case WalletEvent.Expired e -> Optional.ofNullable(e.transaction());
            case WalletEvent.HoldCaptured e -> Optional.of(e.transaction());
            case WalletEvent.Terminated e -> Optional.of(e.transaction());
            case WalletEvent.Created _,
                    WalletEvent.Updated _,
                    WalletEvent.PurchaseFailed _,
                    WalletEvent.CarriedOver _,
                    WalletEvent.TopUpTriggered _,
                    WalletEvent.TopUpPassed _,
                    WalletEvent.TopUpRestBegun _,
                    WalletEvent.TopUpRestEnded _,
                    WalletEvent.TopUpsHalted _,
                    WalletEvent.Held _,
                    WalletEvent.HoldReleased _ ->
                    Optional.empty();
        };
    }
}
