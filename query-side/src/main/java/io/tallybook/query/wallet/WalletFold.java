package io.tallybook.query.wallet;

import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.wallet.WalletLedger.Movement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a wallet: its balance, and what is left of each credit that it ever got.
 *
 * <p>Invariant: free and purchased credits together are the balance that the event names.
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
                                    info.firstStamp()),
                            Map.of());
            case WalletEvent.ToppedUp e ->
                    toppedUp(Fold.begun(current, event), e.transaction(), info);
            case WalletEvent.Debited e -> moved(Fold.begun(current, event), e.transaction(), info);
            case WalletEvent.GivenBack e ->
                    moved(Fold.begun(current, event), e.transaction(), info);
        };
    }

    private static WalletLedger toppedUp(
            WalletLedger before, TransactionDocument credit, Recorded info) {
        return balanced(
                before,
                credit,
                Map.of(credit.id(), movement(before, credit, credit.credits(), info)),
                change(credit.reason(), credit.credits()),
                info);
    }

    /** A debit takes its parts out of earlier credits; a giving back puts them in again. */
    private static WalletLedger moved(
            WalletLedger before, TransactionDocument transaction, Recorded info) {
        Map<WalletTransactionId, Movement> changed = new LinkedHashMap<>();
        BigDecimal free = BigDecimal.ZERO;
        for (Part part : transaction.parts()) {
            Movement grant = changed.getOrDefault(part.grant(), grant(before, part, transaction));
            BigDecimal by =
                    switch (transaction.type()) {
                        case CREDIT -> part.credits();
                        case DEBIT -> part.credits().negate();
                    };
            changed.put(part.grant(), left(grant, by, info));
            free = free.add(change(grant.view().transaction().reason(), by));
        }
        changed.put(transaction.id(), movement(before, transaction, BigDecimal.ZERO, info));
        return balanced(before, transaction, changed, free, info);
    }

    private static WalletLedger balanced(
            WalletLedger before,
            TransactionDocument transaction,
            Map<WalletTransactionId, Movement> changed,
            BigDecimal freeChange,
            Recorded info) {
        WalletView was = before.wallet();
        BigDecimal free = was.freeCredits().add(freeChange);
        WalletView wallet =
                new WalletView(
                        was.id(),
                        was.scope(),
                        was.wallet(),
                        transaction.balanceAfter(),
                        free,
                        transaction.balanceAfter().subtract(free),
                        info.stampAfter(was.stamp()));
        return before.with(wallet, changed);
    }

    // The change of the free credits; what is bought counts among the others.
    private static BigDecimal change(Reason reason, BigDecimal credits) {
        return switch (reason) {
            case FREE_CREDIT_GRANT -> credits;
            case PURCHASED_CREDIT_DIRECT, INVOICE_PAYMENT, INVOICE_VOID_REFUND -> BigDecimal.ZERO;
        };
    }

    private static Movement grant(WalletLedger before, Part part, TransactionDocument transaction) {
        Movement grant = before.movements().get(part.grant());
        if (grant == null) {
            throw new IllegalStateException(
                    "movement "
                            + transaction.id()
                            + " of wallet "
                            + before.wallet().id()
                            + " names credit "
                            + part.grant()
                            + ", which the wallet never got");
        }
        return grant;
    }

    private static Movement left(Movement grant, BigDecimal by, Recorded info) {
        WalletTransactionView was = grant.view();
        return new Movement(
                new WalletTransactionView(
                        was.walletId(),
                        was.scope(),
                        was.customerId(),
                        was.transaction(),
                        was.creditsAvailable().add(by),
                        was.createdAt(),
                        was.createdBy()),
                grant.sequence(),
                info.sequence());
    }

    private static Movement movement(
            WalletLedger before,
            TransactionDocument transaction,
            BigDecimal available,
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
                        info.actor()),
                info.sequence(),
                info.sequence());
    }
}
