package io.tallybook.query.wallet;

import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.HoldView;
import io.tallybook.core.wallet.HoldViewBuilder;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Status;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletTransactionViewBuilder;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.core.wallet.WalletView.Flows;
import io.tallybook.core.wallet.WalletView.Inside;
import io.tallybook.core.wallet.WalletViewBuilder;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.wallet.WalletLedger.Kept;
import io.tallybook.query.wallet.WalletLedger.Movement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a wallet: its balance, what is left of each credit that it ever got, and what is
 * held.
 *
 * <p>Invariants: free and purchased credits together are the balance that the event names; so are
 * those granted less those used, expired and voided.
 */
public final class WalletFold implements Fold<WalletLedger, WalletEvent> {
    @Override
    public WalletLedger on(@Nullable WalletLedger current, WalletEvent event, Recorded info) {
        return switch (event) {
            case WalletEvent.Created e ->
                    new WalletLedger(
                            new WalletView(
                                    e.walletId(),
                                    e.scope(),
                                    e.wallet(),
                                    BigDecimal.ZERO,
                                    BigDecimal.ZERO,
                                    BigDecimal.ZERO,
                                    info.firstStamp(),
                                    Inside.NOTHING),
                            -1,
                            Map.of(),
                            Map.of());
            case WalletEvent.Updated e -> updated(Fold.begun(current, event), e.wallet(), info);
            case WalletEvent.ToppedUp e ->
                    toppedUp(Fold.begun(current, event), e.transaction(), info);
            case WalletEvent.PurchaseBegun e -> ordered(Fold.begun(current, event), e, info);
            case WalletEvent.PurchaseFailed e ->
                    failed(Fold.begun(current, event), e.transactionId(), info);
            case WalletEvent.Debited e -> moved(Fold.begun(current, event), e.transaction(), info);
            case WalletEvent.GivenBack e ->
                    moved(Fold.begun(current, event), e.transaction(), info);
            case WalletEvent.TakenOut e -> moved(Fold.begun(current, event), e.transaction(), info);
            case WalletEvent.Expired e -> expired(Fold.begun(current, event), e, info);
            case WalletEvent.Held e -> held(Fold.begun(current, event), e.hold(), info);
            case WalletEvent.HoldCaptured e -> captured(Fold.begun(current, event), e, info);
            case WalletEvent.HoldReleased e -> released(Fold.begun(current, event), e, info);
            case WalletEvent.CarriedOver e -> carried(Fold.begun(current, event), e, info);
            case WalletEvent.TopUpTriggered _,
                    WalletEvent.TopUpPassed _,
                    WalletEvent.TopUpRestBegun _,
                    WalletEvent.TopUpRestEnded _,
                    WalletEvent.TopUpsHalted _ ->
                    noted(Fold.begun(current, event), event, info);
            case WalletEvent.Terminated e -> terminated(Fold.begun(current, event), e, info);
        };
    }

    private static WalletLedger updated(WalletLedger before, WalletDocument wallet, Recorded info) {
        WalletView was = before.wallet();
        return before.with(
                WalletViewBuilder.builder(was)
                        .wallet(wallet)
                        .stamp(info.stampAfter(was.stamp()))
                        .inside(
                                Objects.equals(
                                                was.wallet().agreed().autoTopUp(),
                                                wallet.agreed().autoTopUp())
                                        ? was.inside()
                                        : was.within().halted(null))
                        .build());
    }

    private static WalletView touched(WalletView was, Inside inside, Recorded info) {
        return WalletViewBuilder.builder(was)
                .stamp(info.stampAfter(was.stamp()))
                .inside(inside)
                .build();
    }

    // What was ordered before keeps its place among the movements.
    private static WalletLedger toppedUp(
            WalletLedger before, TransactionDocument credit, Recorded info) {
        Movement made = movement(before, credit, credit.credits(), Status.COMPLETED, info);
        Movement ordered = before.movements().get(credit.id());
        Movement now =
                ordered == null
                        ? made
                        : new Movement(
                                with(ordered.view(), credit, credit.credits(), Status.COMPLETED),
                                ordered.sequence(),
                                info.sequence());
        return balanced(
                before,
                credit,
                Map.of(credit.id(), now),
                credit.reason().isFree() ? credit.credits() : BigDecimal.ZERO,
                info);
    }

    private static WalletLedger ordered(
            WalletLedger before, WalletEvent.PurchaseBegun e, Recorded info) {
        return before.with(
                touched(before.wallet(), before.wallet().within(), info),
                Map.of(
                        e.transaction().id(),
                        movement(before, e.transaction(), BigDecimal.ZERO, Status.PENDING, info)));
    }

    private static WalletLedger failed(WalletLedger before, WalletTransactionId id, Recorded info) {
        Movement ordered = named(before, id, "failure");
        return before.with(
                touched(before.wallet(), before.wallet().within(), info),
                Map.of(
                        id,
                        new Movement(
                                with(
                                        ordered.view(),
                                        ordered.view().transaction(),
                                        BigDecimal.ZERO,
                                        Status.FAILED),
                                ordered.sequence(),
                                info.sequence())));
    }

    /** A debit takes its parts out of earlier credits; a giving back puts them in again. */
    private static WalletLedger moved(
            WalletLedger before, TransactionDocument transaction, Recorded info) {
        Map<WalletTransactionId, Movement> changed = new LinkedHashMap<>();
        BigDecimal free = BigDecimal.ZERO;
        for (Part part : transaction.parts()) {
            Movement grant = changed.get(part.grant());
            if (grant == null) {
                grant = named(before, part.grant(), transaction.id().value());
            }
            BigDecimal by =
                    switch (transaction.type()) {
                        case CREDIT -> part.credits();
                        case DEBIT -> part.credits().negate();
                    };
            changed.put(part.grant(), left(grant, by, info));
            if (grant.view().transaction().reason().isFree()) {
                free = free.add(by);
            }
        }
        changed.put(
                transaction.id(),
                movement(before, transaction, BigDecimal.ZERO, Status.COMPLETED, info));
        return balanced(before, transaction, changed, free, info);
    }

    private static WalletLedger expired(WalletLedger before, WalletEvent.Expired e, Recorded info) {
        return e.transaction() == null
                ? before.with(touched(before.wallet(), before.wallet().within(), info))
                : moved(before, e.transaction(), info);
    }

    private static WalletLedger carried(
            WalletLedger before, WalletEvent.CarriedOver e, Recorded info) {
        Movement credit = named(before, e.grant(), "carrying over");
        WalletTransactionView was = credit.view();
        return before.with(
                touched(before.wallet(), before.wallet().within(), info),
                Map.of(
                        e.grant(),
                        new Movement(
                                with(
                                        was,
                                        was.transaction().carriedUntil(e.until()),
                                        was.creditsAvailable(),
                                        was.stands()),
                                credit.sequence(),
                                info.sequence())));
    }

    // Whether it buys by itself is to be seen; what it buys moves with the purchase.
    private static WalletLedger noted(WalletLedger before, WalletEvent event, Recorded info) {
        Inside inside = before.wallet().within();
        return before.with(
                touched(
                        before.wallet(),
                        event instanceof WalletEvent.TopUpsHalted(var _, var _, var reason)
                                ? inside.halted(reason)
                                : inside,
                        info));
    }

    private static WalletLedger held(WalletLedger before, HoldDocument hold, Recorded info) {
        WalletView was = before.wallet();
        return before.with(touched(was, holding(was.within(), hold.credits()), info))
                .with(
                        new Kept(
                                new HoldView(
                                        was.id(),
                                        was.scope(),
                                        hold,
                                        HoldDocument.Status.HELD,
                                        BigDecimal.ZERO,
                                        info.effectiveAt(),
                                        info.effectiveAt(),
                                        info.actor()),
                                info.sequence(),
                                info.sequence()));
    }

    private static Inside holding(Inside inside, BigDecimal change) {
        return new Inside(
                inside.status(),
                inside.heldCredits().add(change),
                inside.flows(),
                inside.refund(),
                inside.haltedBecause());
    }

    private static WalletLedger captured(
            WalletLedger before, WalletEvent.HoldCaptured e, Recorded info) {
        TransactionDocument t = e.transaction();
        return moved(
                ended(before, e.holdId(), HoldDocument.Status.CAPTURED, t.credits(), info),
                t,
                info);
    }

    private static WalletLedger released(
            WalletLedger before, WalletEvent.HoldReleased e, Recorded info) {
        return ended(before, e.holdId(), e.because(), BigDecimal.ZERO, info);
    }

    private static WalletLedger ended(
            WalletLedger before,
            HoldId id,
            HoldDocument.Status becomes,
            BigDecimal captured,
            Recorded info) {
        Kept hold = before.holds().get(id);
        if (hold == null) {
            throw new IllegalStateException(
                    "wallet " + before.wallet().id() + " ends hold " + id + ", which it never had");
        }
        HoldView was = hold.view();
        WalletView wallet = before.wallet();
        return before.with(
                        touched(
                                wallet,
                                holding(wallet.within(), was.hold().credits().negate()),
                                info))
                .with(
                        new Kept(
                                HoldViewBuilder.builder(was)
                                        .status(becomes)
                                        .captured(captured)
                                        .updatedAt(info.effectiveAt())
                                        .build(),
                                hold.sequence(),
                                info.sequence()));
    }

    private static WalletLedger terminated(
            WalletLedger before, WalletEvent.Terminated e, Recorded info) {
        WalletLedger empty = moved(before, e.transaction(), info);
        WalletView was = empty.wallet();
        return empty.with(
                WalletViewBuilder.builder(was)
                        .inside(
                                new Inside(
                                        WalletView.Status.CLOSED,
                                        was.within().heldCredits(),
                                        was.within().flows(),
                                        e.refund(),
                                        was.within().haltedBecause()))
                        .build());
    }

    private static WalletLedger balanced(
            WalletLedger before,
            TransactionDocument transaction,
            Map<WalletTransactionId, Movement> changed,
            BigDecimal freeChange,
            Recorded info) {
        WalletView was = before.wallet();
        BigDecimal free = was.freeCredits().add(freeChange);
        Inside inside = was.within();
        WalletView wallet =
                new WalletView(
                        was.id(),
                        was.scope(),
                        was.wallet(),
                        transaction.balanceAfter(),
                        free,
                        transaction.balanceAfter().subtract(free),
                        info.stampAfter(was.stamp()),
                        new Inside(
                                inside.status(),
                                inside.heldCredits(),
                                flows(inside.flows(), transaction),
                                inside.refund(),
                                isPaidOrder(transaction) ? null : inside.haltedBecause()));
        return before.with(wallet, changed);
    }

    /** Shows that paying works again, if it did not. */
    private static boolean isPaidOrder(TransactionDocument t) {
        return t.reason() == TransactionDocument.Reason.PURCHASED_CREDIT_INVOICED;
    }

    private static Flows flows(Flows was, TransactionDocument t) {
        BigDecimal credits = t.credits();
        return switch (t.reason()) {
            case INVOICE_PAYMENT, MANUAL_BALANCE_DEBIT ->
                    new Flows(was.granted(), was.used().add(credits), was.expired(), was.voided());
            case INVOICE_VOID_REFUND ->
                    new Flows(
                            was.granted(),
                            was.used().subtract(credits),
                            was.expired(),
                            was.voided());
            case CREDIT_EXPIRED ->
                    new Flows(was.granted(), was.used(), was.expired().add(credits), was.voided());
            case CREDIT_VOIDED, WALLET_TERMINATION ->
                    new Flows(was.granted(), was.used(), was.expired(), was.voided().add(credits));
            case CREDIT_ADJUSTMENT ->
                    switch (t.type()) {
                        case CREDIT ->
                                new Flows(
                                        was.granted().add(credits),
                                        was.used(),
                                        was.expired(),
                                        was.voided());
                        case DEBIT ->
                                new Flows(
                                        was.granted(),
                                        was.used(),
                                        was.expired(),
                                        was.voided().add(credits));
                    };
            case FREE_CREDIT_GRANT,
                    PURCHASED_CREDIT_DIRECT,
                    PURCHASED_CREDIT_INVOICED,
                    PURCHASED_CREDIT_BONUS,
                    SUBSCRIPTION_CREDIT_GRANT,
                    CREDIT_NOTE ->
                    new Flows(was.granted().add(credits), was.used(), was.expired(), was.voided());
        };
    }

    private static Movement named(WalletLedger before, WalletTransactionId id, String by) {
        Movement movement = before.movements().get(id);
        if (movement == null) {
            throw new IllegalStateException(
                    "movement "
                            + by
                            + " of wallet "
                            + before.wallet().id()
                            + " names credit "
                            + id
                            + ", which the wallet never got");
        }
        return movement;
    }

    private static Movement left(Movement grant, BigDecimal by, Recorded info) {
        WalletTransactionView was = grant.view();
        return new Movement(
                with(was, was.transaction(), was.creditsAvailable().add(by), was.stands()),
                grant.sequence(),
                info.sequence());
    }

    private static WalletTransactionView with(
            WalletTransactionView was,
            TransactionDocument transaction,
            BigDecimal available,
            Status status) {
        return WalletTransactionViewBuilder.builder(was)
                .transaction(transaction)
                .creditsAvailable(available)
                .status(status)
                .build();
    }

    private static Movement movement(
            WalletLedger before,
            TransactionDocument transaction,
            BigDecimal available,
            Status status,
            Recorded info) {
        WalletView wallet = before.wallet();
        return new Movement(
                new WalletTransactionView(
                        wallet.id(),
                        wallet.scope(),
                        wallet.wallet().customerId(),
                        transaction,
                        available,
                        info.effectiveAt(),
                        info.actor(),
                        status),
                info.sequence(),
                info.sequence());
    }
}
