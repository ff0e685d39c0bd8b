package io.tallybook.command.wallet;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.wallet.Grant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What a wallet is, as far as its rules need it. */
sealed interface WalletState {
    /** It does not exist yet. */
    record Absent() implements WalletState {}

    /**
     * It is open.
     *
     * @param wallet as it is now
     * @param past where in its events it is to be found what was done before
     * @param pending what was ordered and is not paid for
     * @param holds those that stand
     * @param buying what it bought by itself
     */
    record Open(
            WalletEvent.Created created,
            WalletDocument wallet,
            Credits credits,
            Past past,
            Map<WalletTransactionId, WalletEvent.PurchaseBegun> pending,
            PMap<HoldId, HoldDocument> holds,
            Buying buying)
            implements WalletState {
        public Open {
            pending = Map.copyOf(pending);
        }

        /** Everything left, expired or held or not. */
        BigDecimal balance() {
            return credits.sum();
        }

        /** What may be taken of each credit. */
        List<Grant> grants() {
            return credits.left().stream().map(Credit::grant).toList();
        }

        Optional<Credit> credit(WalletTransactionId id) {
            return credits.of(id);
        }

        /** One more event has been. */
        private Open later() {
            return new Open(created, wallet, credits, past.later(), pending, holds, buying);
        }

        private Open with(Credits changed, Past then) {
            return new Open(created, wallet, changed, then, pending, holds, buying);
        }

        private Open with(PMap<HoldId, HoldDocument> changed) {
            return new Open(created, wallet, credits, past, pending, changed, buying);
        }

        private Open expecting(Map<WalletTransactionId, WalletEvent.PurchaseBegun> changed) {
            return new Open(created, wallet, credits, past, changed, holds, buying);
        }

        private Open with(Buying other) {
            return new Open(created, wallet, credits, past, pending, holds, other);
        }
    }

    /** It was closed for good. */
    record Closed(Open last) implements WalletState {}

    /**
     * What was done before, all of it: not what it was, but where in the wallet's own events it
     * stands. So one more movement costs as little in a wallet of a million as in a new one, in
     * time and in memory.
     *
     * @param events how many there were: the place of the next
     * @param movements how many times credits moved or were ordered
     * @param named at which places movements, idempotency keys, holds and givings back stand
     */
    record Past(int events, int movements, Places named) {
        static final Past NOTHING = new Past(0, 0, Places.NONE);

        static String name(WalletTransactionId movement) {
            return "movement " + movement.value();
        }

        static String name(String idempotencyKey) {
            return "key " + idempotencyKey;
        }

        static String name(HoldId hold) {
            return "hold " + hold.value();
        }

        static String nameOfUndoing(WalletTransactionId debit) {
            return "undoing " + debit.value();
        }

        private Past later() {
            return new Past(events + 1, movements, named);
        }

        private Past and(TransactionDocument t) {
            Places now = named.and(name(t.id()), events);
            String key = t.idempotencyKey();
            return new Past(events, movements + 1, key == null ? now : now.and(name(key), events));
        }

        private Past and(HoldId hold) {
            return new Past(events, movements, named.and(name(hold), events));
        }

        private Past undoing(WalletTransactionId debit) {
            return new Past(events, movements, named.and(nameOfUndoing(debit), events));
        }
    }

    /**
     * What a wallet bought by itself, as far as it may still matter: no longer in a wallet that has
     * bought for years than in a new one.
     *
     * @param times how often
     * @param last the latest time; absent if there was none
     * @param inMonth what was bought in the calendar month of that, in UTC
     * @param lastRound the last regular time that is over
     * @param isHalted whether it buys no more until somebody sees to it
     * @param rests until when it waits, by the number of the rest
     * @param nextRest the number of the next one
     */
    record Buying(
            int times,
            WalletEvent.@Nullable TopUpTriggered last,
            BigDecimal inMonth,
            int lastRound,
            boolean isHalted,
            Map<Integer, Instant> rests,
            int nextRest) {
        static final Buying NOTHING = new Buying(0, null, BigDecimal.ZERO, 0, false, Map.of(), 0);

        public Buying {
            rests = Map.copyOf(rests);
        }

        Buying and(WalletEvent.TopUpTriggered event) {
            int round = event.trigger() == AutoTopUp.Trigger.INTERVAL ? event.round() : lastRound;
            var now =
                    new Buying(
                            times + 1,
                            event,
                            boughtIn(month(event.triggeredAt())).add(event.credits()),
                            round,
                            isHalted,
                            rests,
                            nextRest);
            return event.rest() == null ? now : now.resting(event.rest());
        }

        /** What was bought in a month, which is none before that of the latest time. */
        BigDecimal boughtIn(YearMonth month) {
            return last != null && month(last.triggeredAt()).equals(month)
                    ? inMonth
                    : BigDecimal.ZERO;
        }

        static YearMonth month(Instant at) {
            return YearMonth.from(at.atOffset(ZoneOffset.UTC));
        }

        Buying past(int round) {
            return new Buying(times, last, inMonth, round, isHalted, rests, nextRest);
        }

        Buying halted() {
            return new Buying(times, last, inMonth, lastRound, true, rests, nextRest);
        }

        Buying resumed() {
            return new Buying(times, last, inMonth, lastRound, false, rests, nextRest);
        }

        Buying resting(WalletEvent.Rest rest) {
            Map<Integer, Instant> more = new HashMap<>(rests);
            more.put(rest.number(), rest.until());
            int next = Math.max(nextRest, rest.number() + 1);
            return new Buying(times, last, inMonth, lastRound, isHalted, more, next);
        }

        Buying rested(int number) {
            Map<Integer, Instant> left = new HashMap<>(rests);
            left.remove(number);
            return new Buying(times, last, inMonth, lastRound, isHalted, left, nextRest);
        }

        /** Whether an order was made by itself; of older ones none is open any more. */
        boolean includes(WalletTransactionId id) {
            return last != null && last.transactionId().equals(id);
        }
    }

    /**
     * What came in at once; {@code granted - left} of it is used.
     *
     * @param place how many came in before it
     * @param held what of the left is kept for holds
     * @param carry what of it lasts beyond its last moment; absent for nothing
     */
    record Credit(
            WalletTransactionId id,
            int place,
            BigDecimal granted,
            BigDecimal left,
            BigDecimal held,
            @Nullable Instant expiresAt,
            @Nullable Integer priority,
            Grant.Origin origin,
            @Nullable Carry carry) {
        /** What may be taken of it. */
        BigDecimal free() {
            return left.subtract(held);
        }

        /** Whether there is nothing of it that could be taken, held or expire. */
        boolean isUsed() {
            return left.signum() == 0 && held.signum() == 0;
        }

        boolean isOverAt(Instant at) {
            return expiresAt != null && !expiresAt.isAfter(at);
        }

        Credit with(BigDecimal change) {
            return new Credit(
                    id, place, granted, left.add(change), held, expiresAt, priority, origin, carry);
        }

        Credit holding(BigDecimal change) {
            return new Credit(
                    id, place, granted, left, held.add(change), expiresAt, priority, origin, carry);
        }

        Credit carried(Instant until) {
            return new Credit(id, place, granted, left, held, until, priority, origin, null);
        }

        // Only the order of coming in matters among equals, and the wallet's own history is that
        // order.
        Grant grant() {
            return new Grant(
                    id.value(), free(), expiresAt, priority, origin, Instant.ofEpochSecond(place));
        }
    }

    default WalletState evolve(WalletEvent event) {
        return switch (event) {
            case WalletEvent.Created created ->
                    new Open(
                                    created,
                                    created.wallet(),
                                    Credits.NONE,
                                    Past.NOTHING,
                                    Map.of(),
                                    HashTreePMap.empty(),
                                    Buying.NOTHING)
                            .later();
            case WalletEvent.Terminated e -> new Closed(out(open(e), e.transaction()).later());
            case WalletEvent.GivenBack e when this instanceof Closed(var last) ->
                    new Closed(back(last, e).later());
            case WalletEvent.TakenOut e when this instanceof Closed(var last) ->
                    new Closed(out(last, e.transaction()).later());
            case WalletEvent.Expired _ when this instanceof Closed(var last) ->
                    new Closed(last.later());
            case WalletEvent.Updated _,
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
                    WalletEvent.Held _,
                    WalletEvent.HoldCaptured _,
                    WalletEvent.HoldReleased _ ->
                    changed(open(event), event).later();
        };
    }

    private static Open changed(Open wallet, WalletEvent event) {
        return switch (event) {
            case WalletEvent.Updated e -> updated(wallet, e);
            case WalletEvent.CarriedOver e ->
                    wallet.with(
                            wallet.credits().changed(Set.of(e.grant()), c -> c.carried(e.until())),
                            wallet.past());
            case WalletEvent.TopUpTriggered e -> wallet.with(wallet.buying().and(e));
            case WalletEvent.TopUpPassed e -> wallet.with(wallet.buying().past(e.round()));
            case WalletEvent.TopUpRestBegun e -> wallet.with(wallet.buying().resting(e.rest()));
            case WalletEvent.TopUpRestEnded e -> wallet.with(wallet.buying().rested(e.number()));
            case WalletEvent.TopUpsHalted _ -> wallet.with(wallet.buying().halted());
            case WalletEvent.ToppedUp e -> in(wallet, e.transaction());
            case WalletEvent.PurchaseBegun e -> ordered(wallet, e);
            case WalletEvent.PurchaseFailed e -> without(wallet, e.transactionId());
            case WalletEvent.Debited e -> out(wallet, e.transaction());
            case WalletEvent.GivenBack e -> back(wallet, e);
            case WalletEvent.TakenOut e -> out(wallet, e.transaction());
            case WalletEvent.Expired e ->
                    e.transaction() == null ? wallet : out(wallet, e.transaction());
            case WalletEvent.Held e -> held(wallet, e.hold());
            case WalletEvent.HoldCaptured e ->
                    out(freed(wallet, e.holdId(), HoldDocument.Status.CAPTURED), e.transaction());
            case WalletEvent.HoldReleased e -> freed(wallet, e.holdId(), e.because());
            case WalletEvent.Created _, WalletEvent.Terminated _ ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", event.walletId(), wallet, event);
        };
    }

    // Whoever says anew how it buys has seen to it.
    private static Open updated(Open was, WalletEvent.Updated e) {
        boolean sameWay =
                Objects.equals(was.wallet().agreed().autoTopUp(), e.wallet().agreed().autoTopUp());
        return new Open(
                was.created(),
                e.wallet(),
                was.credits(),
                was.past(),
                was.pending(),
                was.holds(),
                sameWay ? was.buying() : was.buying().resumed());
    }

    private Open open(WalletEvent event) {
        return switch (this) {
            case Open open -> open;
            case Absent _, Closed _ ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", event.walletId(), this, event);
        };
    }

    private static Open in(Open before, TransactionDocument t) {
        Open wallet = without(before, t.id());
        Credits credits =
                wallet.credits()
                        .and(
                                new Credit(
                                        t.id(),
                                        wallet.credits().next(),
                                        t.credits(),
                                        t.credits(),
                                        BigDecimal.ZERO,
                                        t.expiresAt(),
                                        t.priority(),
                                        t.reason().isFree()
                                                ? Grant.Origin.FREE
                                                : Grant.Origin.PURCHASED,
                                        t.carry()));
        Open now = wallet.with(credits, wallet.past().and(t));
        // What was ordered and is paid for shows that paying works again.
        return t.reason() == TransactionDocument.Reason.PURCHASED_CREDIT_INVOICED
                ? now.with(now.buying().resumed())
                : now;
    }

    private static Open ordered(Open wallet, WalletEvent.PurchaseBegun e) {
        var pending = new HashMap<>(wallet.pending());
        pending.put(e.transaction().id(), e);
        return wallet.with(wallet.credits(), wallet.past().and(e.transaction())).expecting(pending);
    }

    private static Open without(Open wallet, WalletTransactionId order) {
        if (!wallet.pending().containsKey(order)) {
            return wallet;
        }
        var pending = new HashMap<>(wallet.pending());
        pending.remove(order);
        return wallet.expecting(pending);
    }

    private static Open out(Open wallet, TransactionDocument t) {
        return wallet.with(moved(wallet, t.parts(), BigDecimal.ONE.negate()), wallet.past().and(t));
    }

    private static Open back(Open wallet, WalletEvent.GivenBack e) {
        TransactionDocument t = e.transaction();
        return wallet.with(
                moved(wallet, t.parts(), BigDecimal.ONE), wallet.past().and(t).undoing(e.debit()));
    }

    private static Open held(Open wallet, HoldDocument hold) {
        return wallet.with(holding(wallet, hold, BigDecimal.ONE), wallet.past().and(hold.id()))
                .with(wallet.holds().plus(hold.id(), hold));
    }

    private static Open freed(Open wallet, HoldId id, HoldDocument.Status becomes) {
        HoldDocument hold = wallet.holds().get(id);
        if (hold == null) {
            throw new InvariantViolated("a_hold_ends_once", id, "no hold that stands", becomes);
        }
        return wallet.with(holding(wallet, hold, BigDecimal.ONE.negate()), wallet.past().and(id))
                .with(wallet.holds().minus(id));
    }

    private static Credits holding(Open wallet, HoldDocument hold, BigDecimal sign) {
        Map<WalletTransactionId, BigDecimal> changes = sums(hold.parts(), sign);
        return wallet.credits().changed(changes.keySet(), c -> c.holding(of(changes, c)));
    }

    private static Credits moved(Open wallet, List<Part> parts, BigDecimal sign) {
        Map<WalletTransactionId, BigDecimal> changes = sums(parts, sign);
        return wallet.credits().changed(changes.keySet(), c -> c.with(of(changes, c)));
    }

    private static BigDecimal of(Map<WalletTransactionId, BigDecimal> changes, Credit credit) {
        return changes.getOrDefault(credit.id(), BigDecimal.ZERO);
    }

    private static Map<WalletTransactionId, BigDecimal> sums(List<Part> parts, BigDecimal sign) {
        Map<WalletTransactionId, BigDecimal> changes = new HashMap<>();
        parts.forEach(p -> changes.merge(p.grant(), p.credits().multiply(sign), BigDecimal::add));
        return changes;
    }
}
