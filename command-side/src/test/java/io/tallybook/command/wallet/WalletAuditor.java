package io.tallybook.command.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletTransactionId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A slow and obvious wallet, kept beside the real one: it says what must come of each command, from
 * nothing but the commands.
 */
final class WalletAuditor {
    /** What comes of a command. */
    enum Outcome {
        HAPPENS,
        NOTHING,
        REFUSED
    }

    private static final class Pot {
        final String id;
        final BigDecimal granted;
        @Nullable Instant expiresAt;
        final @Nullable Integer priority;
        @Nullable Carry carry;
        BigDecimal gone = BigDecimal.ZERO;
        BigDecimal held = BigDecimal.ZERO;

        Pot(WalletCommand.TopUp c) {
            id = c.transactionId().value();
            granted = c.credits();
            expiresAt = c.expiresAt();
            priority = c.priority();
            carry = c.further() == null ? null : c.further().carry();
        }

        BigDecimal left() {
            return granted.subtract(gone);
        }

        BigDecimal free() {
            return left().subtract(held);
        }

        boolean pays(Instant at) {
            return free().signum() > 0 && (expiresAt == null || !at.isAfter(expiresAt));
        }

        boolean isBefore(Pot other) {
            int mine = priority == null ? Integer.MAX_VALUE : priority;
            int theirs = other.priority == null ? Integer.MAX_VALUE : other.priority;
            if (mine != theirs) {
                return mine < theirs;
            }
            Instant ends = expiresAt == null ? Instant.MAX : expiresAt;
            Instant otherEnds = other.expiresAt == null ? Instant.MAX : other.expiresAt;
            if (!ends.equals(otherEnds)) {
                return ends.isBefore(otherEnds);
            }
            return free().compareTo(other.free()) > 0; // the older one stands earlier in the list
        }
    }

    private record Kept(Map<String, BigDecimal> parts, HoldDocument.Status status, Instant until) {}

    /** By which transaction a hold was captured, and how much of it. */
    private record Captured(String by, BigDecimal credits) {}

    private final BigDecimal rate;
    private final List<Pot> pots = new ArrayList<>();
    private final Map<String, Map<String, BigDecimal>> debits = new LinkedHashMap<>();
    private final List<String> givenBack = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Map<String, WalletCommand.TopUp> ordered = new LinkedHashMap<>();
    private final Map<String, Boolean> orders = new LinkedHashMap<>();
    private final Map<String, Kept> holds = new LinkedHashMap<>();
    private final Map<String, Captured> captured = new LinkedHashMap<>();
    private boolean closed;

    WalletAuditor(BigDecimal rate) {
        this.rate = rate;
    }

    Outcome expects(WalletCommand command) {
        return switch (command) {
            case WalletCommand.Create _, WalletCommand.Update _ -> Outcome.NOTHING;
            case WalletCommand.TopUp c -> closed ? Outcome.REFUSED : topUp(c);
            case WalletCommand.CompletePurchase c ->
                    closed ? Outcome.REFUSED : complete(c.transactionId().value());
            case WalletCommand.FailPurchase c -> fail(c.transactionId().value());
            case WalletCommand.Debit c -> closed ? Outcome.REFUSED : debit(c);
            case WalletCommand.GiveBack c -> giveBack(c);
            case WalletCommand.TakeOut c -> closed ? Outcome.REFUSED : takeOut(c);
            case WalletCommand.Expire c -> closed ? Outcome.HAPPENS : expire(c);
            case WalletCommand.Hold c -> closed ? Outcome.REFUSED : hold(c);
            case WalletCommand.Capture c -> closed ? Outcome.REFUSED : capture(c);
            case WalletCommand.Release c -> closed ? Outcome.REFUSED : release(c);
            case WalletCommand.CountUsed _,
                    WalletCommand.TopUpByInterval _,
                    WalletCommand.EndTopUpRest _ ->
                    closed ? Outcome.REFUSED : Outcome.NOTHING;
            case WalletCommand.Terminate _ -> terminate();
        };
    }

    private Outcome topUp(WalletCommand.TopUp c) {
        String id = c.transactionId().value();
        if (done.contains(id)) {
            return Outcome.NOTHING;
        }
        done.add(id);
        if (c.reason() == Reason.PURCHASED_CREDIT_INVOICED) {
            ordered.put(id, c);
        } else {
            pots.add(new Pot(c));
        }
        return Outcome.HAPPENS;
    }

    private Outcome complete(String id) {
        if (orders.containsKey(id)) {
            return orders.get(id) ? Outcome.NOTHING : Outcome.REFUSED;
        }
        WalletCommand.TopUp order = ordered.get(id);
        if (order == null) {
            return Outcome.REFUSED;
        }
        orders.put(id, true);
        pots.add(new Pot(order));
        return Outcome.HAPPENS;
    }

    private Outcome fail(String id) {
        if (orders.containsKey(id)) {
            return orders.get(id) ? Outcome.REFUSED : Outcome.NOTHING;
        }
        if (!ordered.containsKey(id)) {
            return Outcome.REFUSED;
        }
        orders.put(id, false);
        return Outcome.HAPPENS;
    }

    private Outcome debit(WalletCommand.Debit c) {
        String id = c.transactionId().value();
        if (debits.containsKey(id)) {
            return Outcome.NOTHING;
        }
        BigDecimal money =
                available(c.at())
                        .multiply(rate)
                        .setScale(2, RoundingMode.FLOOR)
                        .min(c.upTo().toDecimal());
        Map<String, BigDecimal> taken =
                inOrder(money.divide(rate, 15, RoundingMode.CEILING), c.at());
        debits.put(id, taken);
        taken.forEach((pot, credits) -> take(pot, credits));
        return Outcome.HAPPENS;
    }

    private Outcome giveBack(WalletCommand.GiveBack c) {
        String debit = c.debit().value();
        Map<String, BigDecimal> taken = debits.get(debit);
        if (done.contains(c.transactionId().value())) {
            return Outcome.NOTHING;
        }
        if (taken == null || givenBack.contains(debit)) {
            return Outcome.REFUSED;
        }
        if (taken.isEmpty()) {
            return Outcome.NOTHING;
        }
        givenBack.add(debit);
        done.add(c.transactionId().value());
        if (!closed) {
            taken.forEach((pot, credits) -> take(pot, credits.negate()));
            taken.keySet().forEach(pot -> lapse(pot, c.at()));
        }
        return Outcome.HAPPENS;
    }

    private Outcome takeOut(WalletCommand.TakeOut c) {
        String id = c.transactionId().value();
        if (done.contains(id)) {
            return Outcome.NOTHING;
        }
        BigDecimal there = available(c.at());
        if (c.grant() != null) {
            Pot pot = pot(c.grant().value());
            if (pot == null) {
                return Outcome.REFUSED;
            }
            there = pot.free();
        }
        BigDecimal credits = c.credits() == null ? there : c.credits();
        if (credits.signum() == 0 || credits.compareTo(there) > 0) {
            return Outcome.REFUSED;
        }
        done.add(id);
        if (c.grant() == null) {
            inOrder(credits, c.at()).forEach((pot, some) -> take(pot, some));
        } else {
            take(c.grant().value(), credits);
        }
        return Outcome.HAPPENS;
    }

    private Outcome expire(WalletCommand.Expire c) {
        Pot pot = pot(c.grant().value());
        if (pot == null || pot.expiresAt == null || pot.expiresAt.isAfter(c.at())) {
            return Outcome.REFUSED;
        }
        end(pot, c.at());
        return Outcome.HAPPENS;
    }

    private Outcome hold(WalletCommand.Hold c) {
        if (holds.containsKey(c.holdId().value())) {
            return Outcome.NOTHING;
        }
        if (!c.expiresAt().isAfter(c.at()) || c.credits().compareTo(available(c.at())) > 0) {
            return Outcome.REFUSED;
        }
        Map<String, BigDecimal> parts = inOrder(c.credits(), c.at());
        parts.forEach((id, credits) -> keep(id, credits));
        holds.put(c.holdId().value(), new Kept(parts, HoldDocument.Status.HELD, c.expiresAt()));
        return Outcome.HAPPENS;
    }

    private Outcome capture(WalletCommand.Capture c) {
        Kept hold = holds.get(c.holdId().value());
        if (hold == null) {
            return Outcome.REFUSED;
        }
        if (hold.status() == HoldDocument.Status.CAPTURED) {
            Captured before = Objects.requireNonNull(captured.get(c.holdId().value()));
            return before.by().equals(c.transactionId().value())
                            && (c.credits() == null || c.credits().compareTo(before.credits()) == 0)
                    ? Outcome.NOTHING
                    : Outcome.REFUSED;
        }
        BigDecimal whole = hold.parts().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal open = c.credits() == null ? whole : c.credits();
        if (hold.status() != HoldDocument.Status.HELD
                || open.compareTo(whole) > 0
                || c.at().isAfter(hold.until())) {
            return Outcome.REFUSED;
        }
        done.add(c.transactionId().value());
        captured.put(c.holdId().value(), new Captured(c.transactionId().value(), open));
        end(c.holdId().value(), HoldDocument.Status.CAPTURED);
        for (Map.Entry<String, BigDecimal> part : hold.parts().entrySet()) {
            BigDecimal some = open.min(part.getValue());
            take(part.getKey(), some);
            open = open.subtract(some);
        }
        hold.parts().keySet().forEach(pot -> lapse(pot, c.at()));
        return Outcome.HAPPENS;
    }

    private Outcome release(WalletCommand.Release c) {
        Kept hold = holds.get(c.holdId().value());
        if (hold == null || hold.status() == HoldDocument.Status.CAPTURED) {
            return Outcome.REFUSED;
        }
        if (hold.status() != HoldDocument.Status.HELD) {
            return Outcome.NOTHING;
        }
        end(c.holdId().value(), c.because());
        hold.parts().keySet().forEach(pot -> lapse(pot, c.at()));
        return Outcome.HAPPENS;
    }

    private Outcome terminate() {
        if (closed) {
            return Outcome.NOTHING;
        }
        closed = true;
        ordered.keySet().forEach(id -> orders.putIfAbsent(id, false));
        for (Pot pot : pots) {
            pot.held = BigDecimal.ZERO;
            pot.gone = pot.granted;
        }
        return Outcome.HAPPENS;
    }

    private void end(String id, HoldDocument.Status becomes) {
        Kept hold = Objects.requireNonNull(holds.get(id));
        hold.parts().forEach((pot, credits) -> keep(pot, credits.negate()));
        holds.put(id, new Kept(hold.parts(), becomes, hold.until()));
    }

    private BigDecimal available(Instant at) {
        return pots.stream()
                .filter(p -> p.pays(at))
                .map(Pot::free)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Takes nothing, but says what would be taken: always from the pot that is before all others.
     */
    private Map<String, BigDecimal> inOrder(BigDecimal credits, Instant at) {
        Map<String, BigDecimal> taken = new LinkedHashMap<>();
        BigDecimal open = credits;
        while (open.signum() > 0) {
            Pot best = null;
            for (Pot pot : pots) {
                boolean untouched = !taken.containsKey(pot.id);
                if (untouched && pot.pays(at) && (best == null || pot.isBefore(best))) {
                    best = pot;
                }
            }
            if (best == null) {
                throw new AssertionError("no credits left for " + credits);
            }
            BigDecimal part = open.min(best.free());
            taken.put(best.id, part);
            open = open.subtract(part);
        }
        return taken;
    }

    private @Nullable Pot pot(String id) {
        return pots.stream().filter(p -> p.id.equals(id)).findFirst().orElse(null);
    }

    private void take(String id, BigDecimal credits) {
        Pot pot = Objects.requireNonNull(pot(id));
        pot.gone = pot.gone.add(credits);
    }

    private void keep(String id, BigDecimal credits) {
        Pot pot = Objects.requireNonNull(pot(id));
        pot.held = pot.held.add(credits);
    }

    private void lapse(String id, Instant at) {
        Pot pot = Objects.requireNonNull(pot(id));
        if (pot.expiresAt != null && !pot.expiresAt.isAfter(at) && pot.free().signum() > 0) {
            end(pot, at);
        }
    }

    /** What lasts longer stays, once; of the rest leaves what is not held. */
    private static void end(Pot pot, Instant at) {
        Carry carry = pot.carry;
        if (carry == null || !carry.until().isAfter(at) || pot.left().signum() == 0) {
            pot.gone = pot.gone.add(pot.free());
            return;
        }
        BigDecimal stays = carry.cap() == null ? pot.left() : pot.left().min(carry.cap());
        pot.gone = pot.gone.add(pot.left().subtract(stays).min(pot.free()));
        pot.expiresAt = carry.until();
        pot.carry = null;
    }

    BigDecimal left() {
        return pots.stream().map(Pot::left).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Pot by pot: what came in is what is gone and what is left. */
    void agreesWith(WalletState state) {
        WalletState.Open wallet =
                state instanceof WalletState.Closed(var last) ? last : (WalletState.Open) state;
        assertThat(state instanceof WalletState.Closed).isEqualTo(closed);
        assertThat(wallet.credits().next()).isEqualTo(pots.size());
        for (int i = 0; i < pots.size(); i++) {
            Pot pot = pots.get(i);
            WalletState.Credit credit =
                    wallet.credit(new WalletTransactionId(pot.id)).orElseThrow();
            assertThat(credit.place()).isEqualTo(i);
            assertThat(credit.granted()).isEqualByComparingTo(pot.granted);
            assertThat(credit.left()).isEqualByComparingTo(pot.left());
            assertThat(credit.held()).isEqualByComparingTo(pot.held);
        }
        assertThat(wallet.balance()).isEqualByComparingTo(left());
    }
}
