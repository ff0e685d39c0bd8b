package io.tallybook.command.wallet;

import static io.tallybook.command.wallet.WalletRules.inOpen;

import io.tallybook.command.Decision;
import io.tallybook.command.wallet.WalletState.Buying;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.Ulid;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.AutoTopUp.Trigger;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.wallet.TopUpRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a wallet buys credits by itself.
 *
 * <p>It decides in the same step as whatever made it low, on what is in it and on order then: so
 * one fall below its threshold buys once, however often and in whichever order it is told of.
 */
final class TopUps {
    private TopUps() {}

    /** A decision, and what it makes the wallet buy. */
    static Decision<WalletEvent> after(
            WalletState state, Decision<? extends WalletEvent> decision, Instant at) {
        Decision<WalletEvent> same = decision.map(event -> event);
        if (!(same instanceof Decision.Accepted<WalletEvent>(var events))) {
            return same;
        }
        WalletState then = state;
        for (WalletEvent event : events) {
            then = then.evolve(event);
        }
        if (!(then instanceof Open wallet)) {
            return same;
        }
        List<WalletEvent> all = new ArrayList<>(events);
        all.addAll(atThreshold(wallet, BigDecimal.ZERO, at));
        return Decision.accepted(all);
    }

    /**
     * @param version of the wallet now
     */
    static Decision<WalletEvent> counted(
            WalletState state, WalletCommand.CountUsed c, long version) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    if (c.version() != version) {
                        return Decision.alreadyDone(); // whoever counts counts again
                    }
                    List<WalletEvent> bought = atThreshold(wallet, c.used(), c.at());
                    return bought.isEmpty() ? Decision.alreadyDone() : Decision.accepted(bought);
                });
    }

    private static List<WalletEvent> atThreshold(Open wallet, BigDecimal used, Instant at) {
        AutoTopUp terms = wallet.wallet().agreed().autoTopUp();
        if (terms == null || terms.threshold() == null) {
            return List.of();
        }
        if (hindrance(wallet, terms, at) != null) {
            return resting(wallet, cooledDown(wallet, terms), at);
        }
        BigDecimal standing = standing(wallet, at).subtract(used);
        return terms.rule()
                .atThreshold(terms.threshold(), standing, bounds(wallet))
                .map(wanted -> atThreshold(wallet, terms, wanted, standing, at))
                .orElse(List.of());
    }

    private static List<WalletEvent> atThreshold(
            Open wallet, AutoTopUp terms, TopUpRule.TopUp wanted, BigDecimal standing, Instant at) {
        if (isWithin(wallet, terms, wanted, at)) {
            return bought(
                    wallet,
                    terms,
                    wanted,
                    new WalletEvent.TopUpTriggered(
                            wallet.created().walletId(),
                            id(wallet, at),
                            Trigger.THRESHOLD,
                            wallet.buying().times(),
                            at,
                            wanted.paid(),
                            standing,
                            null,
                            rest(wallet, terms, at)));
        }
        // What no month has room for would be waited for in vain.
        return terms.most() == null || wanted.paid().compareTo(terms.most()) > 0
                ? List.of()
                : resting(wallet, nextMonth(at), at);
    }

    private static Instant nextMonth(Instant at) {
        return Buying.month(at).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** It has to look again at a moment; where it is going to anyway there is nothing to say. */
    private static List<WalletEvent> resting(Open wallet, Instant until, Instant at) {
        Buying buying = wallet.buying();
        return !at.isBefore(until) || buying.rests().containsValue(until)
                ? List.of()
                : List.of(
                        new WalletEvent.TopUpRestBegun(
                                wallet.created().walletId(),
                                new WalletEvent.Rest(buying.nextRest(), until),
                                at));
    }

    /** What was waited for may have made it low in between: it looks by itself. */
    static Decision<WalletEvent> rested(WalletState state, WalletCommand.EndTopUpRest c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    if (!wallet.buying().rests().containsKey(c.number())) {
                        return Decision.alreadyDone();
                    }
                    WalletEvent ended =
                            new WalletEvent.TopUpRestEnded(c.walletId(), c.number(), c.at());
                    return after(state, Decision.accepted(ended), c.at());
                });
    }

    // Nothing has to be looked at behind it where no threshold is.
    private static WalletEvent.@Nullable Rest rest(Open wallet, AutoTopUp terms, Instant at) {
        return terms.cooldownSeconds() == 0 || terms.threshold() == null
                ? null
                : new WalletEvent.Rest(
                        wallet.buying().nextRest(),
                        at.plus(Duration.ofSeconds(terms.cooldownSeconds())));
    }

    static Decision<WalletEvent> byInterval(WalletState state, WalletCommand.TopUpByInterval c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    AutoTopUp terms = wallet.wallet().agreed().autoTopUp();
                    if (c.round() <= wallet.buying().lastRound()) {
                        return Decision.alreadyDone();
                    }
                    return terms == null || terms.interval() == null
                            ? Decision.refused(
                                    Rejection.invalidOperation(
                                            "wallet '"
                                                    + c.walletId()
                                                    + "' buys nothing at regular times"))
                            : Decision.accepted(byInterval(wallet, terms, terms.interval(), c));
                });
    }

    private static List<WalletEvent> byInterval(
            Open wallet,
            AutoTopUp terms,
            AutoTopUp.Interval interval,
            WalletCommand.TopUpByInterval c) {
        Instant next = interval.at(c.round() + 1);
        BigDecimal standing = standing(wallet, c.at());
        Optional<TopUpRule.TopUp> wanted = terms.rule().atInterval(standing, bounds(wallet));
        String hindrance = hindrance(wallet, terms, c.at());
        if (hindrance == null && wanted.isEmpty()) {
            hindrance = "the target is reached";
        }
        if (hindrance == null && !isWithin(wallet, terms, wanted.get(), c.at())) {
            hindrance = "the most of this month is bought";
        }
        if (hindrance != null) {
            return List.of(
                    new WalletEvent.TopUpPassed(c.walletId(), c.round(), c.at(), hindrance, next));
        }
        return bought(
                wallet,
                terms,
                wanted.get(),
                new WalletEvent.TopUpTriggered(
                        c.walletId(),
                        id(wallet, c.at()),
                        Trigger.INTERVAL,
                        c.round(),
                        c.at(),
                        wanted.get().paid(),
                        standing,
                        next,
                        rest(wallet, terms, c.at())));
    }

    /** What is free to pay, and what is on order. */
    private static BigDecimal standing(Open wallet, Instant at) {
        BigDecimal there = Movements.available(wallet, at);
        for (WalletEvent.PurchaseBegun order : wallet.pending().values()) {
            TransactionDocument bonus = order.bonus();
            there =
                    there.add(order.transaction().credits())
                            .add(bonus == null ? BigDecimal.ZERO : bonus.credits());
        }
        return there;
    }

    private static TopUpRule.Bounds bounds(Open wallet) {
        WalletTerms.TopUpTerms terms = wallet.wallet().agreed().topUp();
        return new TopUpRule.Bounds(
                Optional.ofNullable(terms.least()), Optional.ofNullable(terms.most()));
    }

    private static @Nullable String hindrance(Open wallet, AutoTopUp terms, Instant at) {
        WalletEvent.TopUpTriggered last = wallet.buying().last();
        if (wallet.buying().isHalted()) {
            return "the last one was not paid";
        }
        if (last != null && wallet.pending().containsKey(last.transactionId())) {
            return "the last one is not paid yet";
        }
        return at.isBefore(cooledDown(wallet, terms))
                ? "the last one is less than " + terms.cooldownSeconds() + " seconds ago"
                : null;
    }

    /** From when on the last one is long enough ago. */
    private static Instant cooledDown(Open wallet, AutoTopUp terms) {
        WalletEvent.TopUpTriggered last = wallet.buying().last();
        return last == null
                ? Instant.MIN
                : last.triggeredAt().plus(Duration.ofSeconds(terms.cooldownSeconds()));
    }

    /** Whether it may still buy so much in the month of a moment. */
    private static boolean isWithin(
            Open wallet, AutoTopUp terms, TopUpRule.TopUp wanted, Instant at) {
        return terms.most() == null
                || wallet.buying()
                                .boughtIn(Buying.month(at))
                                .add(wanted.paid())
                                .compareTo(terms.most())
                        <= 0;
    }

    private static WalletTransactionId id(Open wallet, Instant at) {
        return WalletTransactionId.of(
                Ulid.derived(
                        at,
                        AutoTopUp.MARK,
                        wallet.created().walletId().value(),
                        String.valueOf(wallet.buying().times())));
    }

    private static List<WalletEvent> bought(
            Open wallet,
            AutoTopUp terms,
            TopUpRule.TopUp wanted,
            WalletEvent.TopUpTriggered triggered) {
        var topUp =
                new WalletCommand.TopUp(
                        triggered.walletId(),
                        wallet.created().scope(),
                        triggered.triggeredAt(),
                        triggered.transactionId(),
                        wanted.paid(),
                        switch (terms.paying()) {
                            case DIRECT -> Reason.PURCHASED_CREDIT_DIRECT;
                            case INVOICED -> Reason.PURCHASED_CREDIT_INVOICED;
                        },
                        null,
                        null,
                        null,
                        null,
                        Map.of(AutoTopUp.MARK, triggered.trigger().name()),
                        new WalletCommand.Further(
                                null,
                                new WalletCommand.Bonus(
                                        WalletTransactionId.of(
                                                Ulid.derived(
                                                        triggered.triggeredAt(),
                                                        AutoTopUp.MARK,
                                                        "bonus",
                                                        triggered.transactionId().value())),
                                        wanted.granted().signum() == 0 ? null : wanted.granted(),
                                        null)));
        List<WalletEvent> events = new ArrayList<>();
        events.add(triggered);
        events.addAll(WalletDecider.toppedUp(wallet, topUp));
        return events;
    }
}
