package io.tallybook.command.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slow and obvious wallet, kept beside the real one: it says what must come of each command, from
 * nothing but the commands.
 */
final class WalletAuditor {
    private static final class Pot {
        final String id;
        final BigDecimal granted;
        final @Nullable Instant expiresAt;
        final @Nullable Integer priority;
        BigDecimal used = BigDecimal.ZERO;

        Pot(WalletCommand.TopUp c) {
            id = c.transactionId().value();
            granted = c.credits();
            expiresAt = c.expiresAt();
            priority = c.priority();
        }

        BigDecimal left() {
            return granted.subtract(used);
        }

        boolean pays(Instant at) {
            return left().signum() > 0 && (expiresAt == null || !at.isAfter(expiresAt));
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
            return left().compareTo(other.left()) > 0; // the older one stands earlier in the list
        }
    }

    private final BigDecimal rate;
    private final List<Pot> pots = new ArrayList<>();
    private final Map<String, Map<String, BigDecimal>> debits = new LinkedHashMap<>();
    private final Map<String, String> givenBack = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();

    WalletAuditor(BigDecimal rate) {
        this.rate = rate;
    }

    boolean expectsTopUp(WalletCommand.TopUp c) {
        String key = c.idempotencyKey();
        if (pots.stream().anyMatch(p -> p.id.equals(c.transactionId().value()))
                || (key != null && keys.contains(key))) {
            return false;
        }
        pots.add(new Pot(c));
        if (key != null) {
            keys.add(key);
        }
        return true;
    }

    /** What a debit takes from each pot; nothing at all for a repeat. */
    Optional<Map<String, BigDecimal>> expectedDebit(WalletCommand.Debit c) {
        String id = c.transactionId().value();
        if (debits.containsKey(id)) {
            return Optional.empty();
        }
        BigDecimal available =
                pots.stream()
                        .filter(p -> p.pays(c.at()))
                        .map(Pot::left)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal money =
                available.multiply(rate).setScale(2, RoundingMode.FLOOR).min(c.upTo().toDecimal());
        BigDecimal open = money.divide(rate, 15, RoundingMode.CEILING);
        Map<String, BigDecimal> taken = new LinkedHashMap<>();
        while (open.signum() > 0) {
            Pot best = null;
            for (Pot pot : pots) {
                if (pot.pays(c.at()) && (best == null || pot.isBefore(best))) {
                    best = pot;
                }
            }
            if (best == null) {
                throw new AssertionError("no credits left to pay " + money);
            }
            BigDecimal part = open.min(best.left());
            best.used = best.used.add(part);
            taken.put(best.id, part);
            open = open.subtract(part);
        }
        debits.put(id, taken);
        return Optional.of(taken);
    }

    /** What goes back to each pot, if anything does. */
    Optional<Map<String, BigDecimal>> expectedGivingBack(WalletCommand.GiveBack c) {
        String debit = c.debit().value();
        Map<String, BigDecimal> taken = debits.get(debit);
        if (taken == null || taken.isEmpty() || givenBack.containsKey(debit)) {
            return Optional.empty();
        }
        givenBack.put(debit, c.transactionId().value());
        for (Pot pot : pots) {
            pot.used = pot.used.subtract(taken.getOrDefault(pot.id, BigDecimal.ZERO));
        }
        return Optional.of(taken);
    }

    BigDecimal left() {
        return pots.stream().map(Pot::left).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Pot by pot: what came in is what is used and what is left. */
    void agreesWith(WalletState.Open wallet) {
        assertThat(wallet.credits()).hasSameSizeAs(pots);
        for (int i = 0; i < pots.size(); i++) {
            WalletState.Credit credit = wallet.credits().get(i);
            Pot pot = pots.get(i);
            assertThat(credit.id().value()).isEqualTo(pot.id);
            assertThat(credit.granted()).isEqualByComparingTo(pot.granted);
            assertThat(credit.left()).isEqualByComparingTo(pot.left());
            assertThat(credit.left()).isBetween(BigDecimal.ZERO, credit.granted());
            assertThat(credit.granted()).isEqualByComparingTo(pot.used.add(credit.left()));
        }
        assertThat(wallet.balance()).isEqualByComparingTo(left());
    }

    static void sums(WalletEvent event) {
        TransactionDocument t =
                switch (event) {
                    case WalletEvent.Created _ -> null;
                    case WalletEvent.ToppedUp e -> e.transaction();
                    case WalletEvent.Debited e -> e.transaction();
                    case WalletEvent.GivenBack e -> e.transaction();
                };
        if (t == null) {
            return;
        }
        BigDecimal change =
                t.type() == TransactionDocument.Type.CREDIT ? t.credits() : t.credits().negate();
        assertThat(t.balanceAfter()).isEqualByComparingTo(t.balanceBefore().add(change));
        if (!(event instanceof WalletEvent.ToppedUp)) {
            assertThat(
                            t.parts().stream()
                                    .map(TransactionDocument.Part::credits)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(t.credits());
        }
    }
}
