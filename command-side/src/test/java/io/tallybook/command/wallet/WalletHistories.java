package io.tallybook.command.wallet;

import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.transaction;
import static io.tallybook.command.Some.ulid;

import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Anything that can be asked of a wallet, in any order. Few names, so that they meet often. */
final class WalletHistories {
    private static final List<Reason> IN =
            List.of(
                    Reason.FREE_CREDIT_GRANT,
                    Reason.PURCHASED_CREDIT_DIRECT,
                    Reason.PURCHASED_CREDIT_INVOICED,
                    Reason.SUBSCRIPTION_CREDIT_GRANT);

    private WalletHistories() {}

    static Arbitrary<List<WalletCommand>> any() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, topUps()),
                        Tuple.of(7, debits()),
                        Tuple.of(4, givingsBack()),
                        Tuple.of(3, purchases()),
                        Tuple.of(3, takingOut()),
                        Tuple.of(3, expiries()),
                        Tuple.of(7, holds()),
                        Tuple.of(1, ends()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static Arbitrary<Instant> moments() {
        return Arbitraries.integers().between(0, 30).map(day -> NOW.plusSeconds(day * 86_400L));
    }

    private static Arbitrary<Integer> names(int count) {
        return Arbitraries.integers().between(0, count - 1);
    }

    // Under one name always the same credits, since other credits are a conflict, which is another
    // test's matter.
    private static Arbitrary<WalletCommand> topUps() {
        return Combinators.combine(
                        names(8),
                        moments().injectNull(0.4),
                        Arbitraries.integers().between(1, 3).injectNull(0.4),
                        carries().injectNull(0.5))
                .as(
                        (n, expiresAt, priority, carry) ->
                                new WalletCommand.TopUp(
                                        WALLET,
                                        SCOPE,
                                        NOW.minusSeconds(1),
                                        transaction("topup " + n),
                                        new BigDecimal(n * 7 + 1).movePointLeft(n % 3),
                                        IN.get(n % IN.size()),
                                        expiresAt,
                                        priority,
                                        null,
                                        null,
                                        Map.of(),
                                        expiresAt == null || carry == null
                                                ? null
                                                : lasting(expiresAt, carry)));
    }

    /** How many credits last longer, and for how many days; the first zero for all of them. */
    private record Lasting(int most, int days) {}

    private static Arbitrary<Lasting> carries() {
        return Combinators.combine(names(12), names(12)).as((n, d) -> new Lasting(n, d + 1));
    }

    private static WalletCommand.Further lasting(Instant expiresAt, Lasting carry) {
        return new WalletCommand.Further(
                null,
                null,
                new Carry(
                        carry.most() == 0 ? null : new BigDecimal(carry.most()),
                        expiresAt.plusSeconds(carry.days() * 86_400L)));
    }

    private static Arbitrary<WalletCommand> debits() {
        return Combinators.combine(names(6), Arbitraries.longs().between(0, 6_000), moments())
                .as(
                        (n, cents, at) ->
                                new WalletCommand.Debit(
                                        WALLET,
                                        SCOPE,
                                        at,
                                        transaction("debit " + n),
                                        INVOICE,
                                        Money.ofMinor(cents, USD)));
    }

    private static Arbitrary<WalletCommand> givingsBack() {
        return Combinators.combine(names(6), names(2), moments())
                .as(
                        (n, attempt, at) ->
                                new WalletCommand.GiveBack(
                                        WALLET,
                                        SCOPE,
                                        at,
                                        transaction("back " + n + " " + attempt),
                                        transaction("debit " + n)));
    }

    private static Arbitrary<WalletCommand> purchases() {
        return Combinators.combine(names(8), moments(), Arbitraries.of(true, false))
                .as(
                        (n, at, paid) ->
                                paid
                                        ? new WalletCommand.CompletePurchase(
                                                WALLET, SCOPE, at, transaction("topup " + n))
                                        : new WalletCommand.FailPurchase(
                                                WALLET,
                                                SCOPE,
                                                at,
                                                transaction("topup " + n),
                                                "declined"));
    }

    private static Arbitrary<WalletCommand> takingOut() {
        return Combinators.combine(
                        names(6), names(8).injectNull(0.5), moments(), Arbitraries.of(true, false))
                .as(
                        (n, grant, at, all) ->
                                new WalletCommand.TakeOut(
                                        WALLET,
                                        SCOPE,
                                        at,
                                        transaction("out " + n),
                                        n % 2 == 0
                                                ? Reason.MANUAL_BALANCE_DEBIT
                                                : Reason.CREDIT_VOIDED,
                                        n < 3 ? null : new BigDecimal(n),
                                        grant == null ? null : transaction("topup " + grant),
                                        null,
                                        null,
                                        null,
                                        Map.of()));
    }

    private static Arbitrary<WalletCommand> expiries() {
        return Combinators.combine(names(8), moments())
                .as(
                        (n, at) ->
                                new WalletCommand.Expire(
                                        WALLET, SCOPE, at, transaction("topup " + n)));
    }

    private static Arbitrary<WalletCommand> holds() {
        return Combinators.combine(names(5), moments(), names(4), names(3))
                .as(
                        (n, at, way, size) ->
                                switch (way) {
                                    case 0, 1 ->
                                            new WalletCommand.Hold(
                                                    WALLET,
                                                    SCOPE,
                                                    at,
                                                    hold(n),
                                                    new BigDecimal(n * 5 + 1),
                                                    at.plusSeconds(86_400L * (size * 5L + 1)),
                                                    null,
                                                    null,
                                                    Map.of());
                                    case 2 ->
                                            new WalletCommand.Capture(
                                                    WALLET,
                                                    SCOPE,
                                                    at,
                                                    hold(n),
                                                    transaction("capture " + n),
                                                    size == 0 ? null : new BigDecimal(size));
                                    default ->
                                            new WalletCommand.Release(
                                                    WALLET,
                                                    SCOPE,
                                                    at,
                                                    hold(n),
                                                    HoldDocument.Status.TIMED_OUT);
                                });
    }

    static HoldId hold(int n) {
        return HoldId.of(ulid("hold " + n));
    }

    private static Arbitrary<WalletCommand> ends() {
        return Combinators.combine(moments(), Arbitraries.of(WalletCommand.Leftover.class))
                .as(
                        (at, leftover) ->
                                new WalletCommand.Terminate(
                                        WALLET, SCOPE, at, transaction("end"), leftover));
    }
}
