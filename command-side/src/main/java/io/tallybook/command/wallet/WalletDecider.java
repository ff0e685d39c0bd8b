package io.tallybook.command.wallet;

import static io.tallybook.command.wallet.WalletRules.KIND;
import static io.tallybook.command.wallet.WalletRules.inAny;
import static io.tallybook.command.wallet.WalletRules.inOpen;

import io.tallybook.command.Decision;
import io.tallybook.command.History;
import io.tallybook.command.wallet.Movements.About;
import io.tallybook.command.wallet.WalletState.Absent;
import io.tallybook.command.wallet.WalletState.Closed;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.wallet.BonusSlabs;
import io.tallybook.domain.wallet.Grant;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may be done with a wallet and how credits come in. Whatever happens, the credits that came
 * in are the credits used, expired, voided and left.
 */
final class WalletDecider {
    /** A purchase is charged in whole minor units; a bonus by percent is cut off here. */
    private static final int BONUS_PLACES = 8;

    private WalletDecider() {}

    static Decision<WalletEvent.Created> create(WalletState state, WalletCommand.Create c) {
        WalletEvent.Created created = new WalletEvent.Created(c.walletId(), c.scope(), c.wallet());
        return switch (state) {
            case Absent() -> Decision.unless(WalletRules.broken(c.wallet()), created);
            case Open(var before, var _, var _, var _, var _, var _, var _) ->
                    repeated(before, created);
            case Closed(var last) -> repeated(last.created(), created);
        };
    }

    private static Decision<WalletEvent.Created> repeated(
            WalletEvent.Created before, WalletEvent.Created now) {
        return Decision.repeated(KIND, now.walletId(), before.scope(), now.scope(), before, now);
    }

    static Decision<WalletEvent.Updated> update(WalletState state, WalletCommand.Update c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet ->
                        wallet.wallet().equals(c.wallet())
                                ? Decision.alreadyDone()
                                : Decision.unless(
                                        WalletRules.changed(wallet.wallet(), c.wallet()),
                                        new WalletEvent.Updated(c.walletId(), c.wallet())));
    }

    static Decision<WalletEvent> topUp(
            WalletState state, WalletCommand.TopUp c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Optional<WalletEvent> done =
                            new Recall(wallet, history).done(c.transactionId(), c.idempotencyKey());
                    if (done.isPresent()) {
                        return repeated(c, done.get());
                    }
                    Optional<Rejection> broken = WalletRules.broken(wallet, c);
                    return broken.isPresent()
                            ? Decision.refused(broken.get())
                            : Decision.accepted(toppedUp(wallet, c));
                });
    }

    // The moment of expiry may have been worked out anew by the retry; what was granted may not
    // differ.
    private static Decision<WalletEvent> repeated(WalletCommand.TopUp c, WalletEvent done) {
        boolean cameIn =
                done instanceof WalletEvent.ToppedUp || done instanceof WalletEvent.PurchaseBegun;
        return cameIn
                        && Recall.moved(done)
                                .filter(
                                        t ->
                                                t.credits().compareTo(c.credits()) == 0
                                                        && t.reason() == c.reason())
                                .isPresent()
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.conflict(
                                c.idempotencyKey() == null
                                        ? c.transactionId().value()
                                        : c.idempotencyKey()));
    }

    static List<WalletEvent> toppedUp(Open wallet, WalletCommand.TopUp c) {
        About about =
                new About(
                        c.transactionId(),
                        c.reason(),
                        c.further() == null ? null : c.further().referenceId(),
                        c.idempotencyKey(),
                        c.description(),
                        c.metadata(),
                        null);
        TransactionDocument credit =
                Movements.in(
                        wallet,
                        about,
                        c.credits(),
                        c.expiresAt(),
                        c.priority(),
                        c.further() == null ? null : c.further().carry());
        if (c.reason() == Reason.PURCHASED_CREDIT_INVOICED) {
            return List.of(
                    new WalletEvent.PurchaseBegun(
                            c.walletId(), credit, bonus(wallet, c).orElse(null), price(wallet, c)));
        }
        return comeIn(wallet, credit, bonus(wallet, c));
    }

    /** What is paid for credits: their price, half up to whole minor units. */
    private static Money price(Open wallet, WalletCommand.TopUp c) {
        return Rounding.HALF_UP.toMoney(
                c.credits().multiply(wallet.wallet().topupConversionRate()),
                wallet.wallet().currency());
    }

    private static Optional<TransactionDocument> bonus(Open wallet, WalletCommand.TopUp c) {
        WalletCommand.Bonus wanted = c.further() == null ? null : c.further().bonus();
        boolean bought =
                c.reason() == Reason.PURCHASED_CREDIT_DIRECT
                        || c.reason() == Reason.PURCHASED_CREDIT_INVOICED;
        if (wanted == null || !bought) {
            return Optional.empty();
        }
        BigDecimal credits =
                slabs(wallet.wallet().agreed())
                        .bonusFor(c.credits(), Optional.ofNullable(wanted.credits()))
                        .setScale(Math.max(BONUS_PLACES, c.credits().scale()), RoundingMode.DOWN);
        return credits.signum() == 0
                ? Optional.empty()
                : Optional.of(
                        Movements.in(
                                wallet,
                                About.of(
                                                wanted.transactionId(),
                                                Reason.PURCHASED_CREDIT_BONUS,
                                                null)
                                        .within(c.transactionId()),
                                plain(credits),
                                wanted.expiresAt(),
                                c.priority()));
    }

    private static BigDecimal plain(BigDecimal credits) {
        BigDecimal stripped = credits.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static BonusSlabs slabs(WalletTerms terms) {
        return new BonusSlabs(
                terms.topUp().bonus().stream()
                        .map(slab -> new BonusSlabs.Slab(slab.from(), bonus(slab)))
                        .toList());
    }

    private static BonusSlabs.Bonus bonus(WalletTerms.BonusSlab slab) {
        if (slab.percent() != null) {
            return new BonusSlabs.Bonus.Percent(slab.percent());
        }
        return new BonusSlabs.Bonus.Flat(slab.credits() == null ? BigDecimal.ZERO : slab.credits());
    }

    private static List<WalletEvent> comeIn(
            Open wallet, TransactionDocument credit, Optional<TransactionDocument> bonus) {
        var first = new WalletEvent.ToppedUp(wallet.created().walletId(), credit);
        if (bonus.isEmpty()) {
            return List.of(first);
        }
        Open then = (Open) wallet.evolve(first);
        return List.of(first, new WalletEvent.ToppedUp(first.walletId(), again(then, bonus.get())));
    }

    /** The same credits, with the balance as it is now. */
    private static TransactionDocument again(Open wallet, TransactionDocument t) {
        return Movements.in(
                wallet,
                new About(
                        t.id(),
                        t.reason(),
                        t.referenceId(),
                        t.idempotencyKey(),
                        t.description(),
                        t.metadata(),
                        t.parent()),
                t.credits(),
                t.expiresAt(),
                t.priority(),
                t.carry());
    }

    static Decision<WalletEvent> complete(
            WalletState state, WalletCommand.CompletePurchase c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    WalletEvent.PurchaseBegun begun = wallet.pending().get(c.transactionId());
                    if (begun != null) {
                        return Decision.accepted(
                                comeIn(
                                        wallet,
                                        again(wallet, begun.transaction()),
                                        Optional.ofNullable(begun.bonus())));
                    }
                    return decided(new Recall(wallet, history), c.transactionId(), "completed");
                });
    }

    static Decision<WalletEvent> fail(
            WalletState state, WalletCommand.FailPurchase c, History<WalletEvent> history) {
        return inAny(
                state,
                c.walletId(),
                c.scope(),
                wallet ->
                        wallet.pending().containsKey(c.transactionId())
                                ? Decision.accepted(failed(wallet, c))
                                : decided(new Recall(wallet, history), c.transactionId(), "failed"),
                wallet -> decided(new Recall(wallet, history), c.transactionId(), "failed"));
    }

    // What is bought by itself and not paid must not be bought again and again.
    private static List<WalletEvent> failed(Open wallet, WalletCommand.FailPurchase c) {
        var failed = new WalletEvent.PurchaseFailed(c.walletId(), c.transactionId(), c.reason());
        return wallet.buying().includes(c.transactionId())
                ? List.of(
                        failed,
                        new WalletEvent.TopUpsHalted(c.walletId(), c.transactionId(), c.reason()))
                : List.of(failed);
    }

    /** An order whose fate is known: the same again is a repeat. */
    private static Decision<WalletEvent> decided(
            Recall recall, WalletTransactionId order, String wanted) {
        WalletEvent before = recall.movement(order).orElse(null);
        String became =
                before instanceof WalletEvent.ToppedUp(var _, var t)
                                && t.reason() == Reason.PURCHASED_CREDIT_INVOICED
                        ? "completed"
                        : before instanceof WalletEvent.PurchaseBegun ? "failed" : null;
        if (became == null) {
            return Decision.notFound("purchase", order);
        }
        return became.equals(wanted)
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.invalidOperation(
                                "purchase '" + order + "' has " + became + " before"));
    }

    static Decision<WalletEvent> terminate(WalletState state, WalletCommand.Terminate c) {
        return inAny(
                state,
                c.walletId(),
                c.scope(),
                wallet -> Decision.accepted(terminated(wallet, c)),
                _ -> Decision.alreadyDone());
    }

    private static List<WalletEvent> terminated(Open wallet, WalletCommand.Terminate c) {
        List<WalletEvent> events = new ArrayList<>();
        wallet.holds().keySet().stream()
                .sorted(Comparator.comparing(HoldId::value))
                .forEach(
                        id ->
                                events.add(
                                        new WalletEvent.HoldReleased(
                                                c.walletId(), id, HoldDocument.Status.RELEASED)));
        wallet.pending().keySet().stream()
                .sorted(Comparator.comparing(WalletTransactionId::value))
                .forEach(
                        id ->
                                events.add(
                                        new WalletEvent.PurchaseFailed(
                                                c.walletId(), id, "the wallet was closed")));
        Open now = wallet;
        for (WalletEvent event : events) {
            now = (Open) now.evolve(event);
        }
        List<Part> left =
                now.credits().left().stream()
                        .filter(credit -> credit.left().signum() > 0)
                        .map(credit -> new Part(credit.id(), credit.left()))
                        .toList();
        events.add(
                new WalletEvent.Terminated(
                        c.walletId(),
                        Movements.out(
                                now,
                                About.of(c.transactionId(), Reason.WALLET_TERMINATION, null),
                                left),
                        refund(now, c.leftover())));
        return events;
    }

    /** What the purchased credits that are left have cost, down to whole minor units. */
    private static Money refund(Open wallet, WalletCommand.Leftover leftover) {
        BigDecimal paid =
                wallet.credits().left().stream()
                        .filter(credit -> credit.origin() == Grant.Origin.PURCHASED)
                        .map(WalletState.Credit::left)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .multiply(wallet.wallet().topupConversionRate());
        return switch (leftover) {
            case FORFEIT -> Money.zero(wallet.wallet().currency());
            case REFUND -> Rounding.FLOOR.toMoney(paid, wallet.wallet().currency());
        };
    }
}
