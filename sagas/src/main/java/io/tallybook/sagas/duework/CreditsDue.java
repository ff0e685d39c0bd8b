package io.tallybook.sagas.duework;

import static io.tallybook.sagas.duework.DueKind.CREDIT_WALLET;
import static io.tallybook.sagas.duework.DueKind.END_HOLD;
import static io.tallybook.sagas.duework.DueKind.END_TOP_UP_REST;
import static io.tallybook.sagas.duework.DueKind.EXPIRE_CREDIT;
import static io.tallybook.sagas.duework.DueKind.GIVE_BACK;
import static io.tallybook.sagas.duework.DueKind.GIVE_BACK_PART;
import static io.tallybook.sagas.duework.DueKind.TOP_UP;
import static io.tallybook.sagas.duework.DueKind.UNUSED_CREDIT;

import io.tallybook.core.creditgrant.GrantApplicationId;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.duework.DueChange.Owe;
import io.tallybook.sagas.duework.DueChange.Settle;
import io.tallybook.sagas.duework.DueChange.SettleFrom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is owed because of what happens to wallets. */
final class CreditsDue {
    private CreditsDue() {}

    static List<DueChange> react(WalletEvent event, Occurrence when) {
        return switch (event) {
            case WalletEvent.GivenBack e ->
                    List.of(
                            e.creditNoteId() == null
                                    ? new Settle(GIVE_BACK, e.debit(), 0)
                                    : new Settle(GIVE_BACK_PART, e.transaction().id(), 0));
            case WalletEvent.ToppedUp e -> cameIn(e, when);
            case WalletEvent.Expired e -> List.of(new SettleFrom(EXPIRE_CREDIT, e.grant(), 0));
            case WalletEvent.CarriedOver e ->
                    List.of(
                            new SettleFrom(EXPIRE_CREDIT, e.grant(), 0),
                            new Owe(
                                    when.scope(),
                                    e.until(),
                                    new Duty.ExpireCredit(e.walletId(), e.grant(), 1)));
            case WalletEvent.Held e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.hold().expiresAt(),
                                    new Duty.EndHold(e.walletId(), e.hold().id())));
            case WalletEvent.HoldCaptured e -> List.of(new Settle(END_HOLD, e.holdId(), 0));
            case WalletEvent.HoldReleased e -> List.of(new Settle(END_HOLD, e.holdId(), 0));
            case WalletEvent.Created e -> regular(e.walletId(), e.wallet(), when);
            case WalletEvent.Updated e -> regular(e.walletId(), e.wallet(), when);
            case WalletEvent.TopUpTriggered e -> bought(e, when);
            case WalletEvent.TopUpPassed e -> rounds(e.walletId(), e.round(), e.nextAt(), when);
            case WalletEvent.TopUpRestBegun e -> List.of(rest(e.walletId(), e.rest(), when));
            case WalletEvent.TopUpRestEnded e ->
                    List.of(new Settle(END_TOP_UP_REST, e.walletId(), e.number()));
            case WalletEvent.Terminated e ->
                    List.of(
                            new SettleFrom(TOP_UP, e.walletId(), 0),
                            new SettleFrom(END_TOP_UP_REST, e.walletId(), 0));
            case WalletEvent.PurchaseBegun _,
                    WalletEvent.PurchaseFailed _,
                    WalletEvent.TopUpsHalted _,
                    WalletEvent.Debited _,
                    WalletEvent.TakenOut _ ->
                    List.of();
        };
    }

    private static List<DueChange> cameIn(WalletEvent.ToppedUp event, Occurrence when) {
        TransactionDocument credit = event.transaction();
        List<DueChange> changes = new ArrayList<>();
        String reference = credit.referenceId();
        if (reference != null && reference.startsWith(GrantApplicationId.PREFIX + "_")) {
            changes.add(new Settle(CREDIT_WALLET, credit.id(), 0));
        }
        if (credit.metadata().containsKey(Duty.CreditUnused.CHANGE)) {
            changes.add(new Settle(UNUSED_CREDIT, credit.id(), 0));
        }
        Instant expiresAt = credit.expiresAt();
        if (expiresAt != null) {
            changes.add(
                    new Owe(
                            when.scope(),
                            expiresAt,
                            new Duty.ExpireCredit(event.walletId(), credit.id(), 0)));
        }
        return List.copyOf(changes);
    }

    // Whatever was agreed before about regular times no longer holds.
    private static List<DueChange> regular(WalletId wallet, WalletDocument now, Occurrence when) {
        AutoTopUp agreed = now.agreed().autoTopUp();
        AutoTopUp.Interval interval = agreed == null ? null : agreed.interval();
        List<DueChange> changes = new ArrayList<>();
        changes.add(new SettleFrom(TOP_UP, wallet, 0));
        if (interval != null) {
            int round = interval.after(when.effectiveAt());
            changes.add(new Owe(when.scope(), interval.at(round), new Duty.TopUp(wallet, round)));
        }
        return List.copyOf(changes);
    }

    private static List<DueChange> bought(WalletEvent.TopUpTriggered event, Occurrence when) {
        WalletEvent.Rest rest = event.rest();
        List<DueChange> changes =
                new ArrayList<>(rounds(event.walletId(), event.round(), event.nextAt(), when));
        if (rest != null) {
            changes.add(rest(event.walletId(), rest, when));
        }
        return List.copyOf(changes);
    }

    private static DueChange rest(WalletId wallet, WalletEvent.Rest rest, Occurrence when) {
        return new Owe(when.scope(), rest.until(), new Duty.EndTopUpRest(wallet, rest.number()));
    }

    private static List<DueChange> rounds(
            WalletId wallet, int round, @Nullable Instant nextAt, Occurrence when) {
        return nextAt == null
                ? List.of()
                : List.of(
                        new Settle(TOP_UP, wallet, round),
                        new Owe(when.scope(), nextAt, new Duty.TopUp(wallet, round + 1)));
    }
}
