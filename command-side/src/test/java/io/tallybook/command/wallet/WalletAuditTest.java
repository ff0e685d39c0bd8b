package io.tallybook.command.wallet;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done with a wallet, in whatever order and however often, the auditor agrees. */
class WalletAuditTest {
    private static final List<String> RATES = List.of("1", "0.5", "3", "0.01", "7.25");

    @Provide
    Arbitrary<List<WalletCommand>> histories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, topUps()), Tuple.of(4, debits()), Tuple.of(2, givingsBack()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static Arbitrary<Instant> moments() {
        return Arbitraries.integers().between(0, 60).map(day -> NOW.plusSeconds(day * 86_400L));
    }

    private static Arbitrary<WalletCommand> topUps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.bigDecimals()
                                .between(new BigDecimal("0.001"), new BigDecimal("99"))
                                .ofScale(3),
                        moments().injectNull(0.4),
                        Arbitraries.integers().between(1, 3).injectNull(0.4),
                        Arbitraries.integers().between(0, 6).map(k -> "key" + k).injectNull(0.6))
                .as(WalletAuditTest::topUp);
    }

    // Under one name always the same credits, since other credits are a conflict, which is another
    // test's matter.
    private static WalletCommand topUp(
            int n, BigDecimal credits, Instant expiresAt, Integer priority, String key) {
        boolean named = key != null;
        return new WalletCommand.TopUp(
                WALLET,
                SCOPE,
                NOW.minusSeconds(1),
                transaction(named ? "topup " + key : "topup " + n),
                named ? new BigDecimal(key.length() + key.charAt(3)) : new BigDecimal(n + 1),
                n % 2 == 0 || named
                        ? TransactionDocument.Reason.FREE_CREDIT_GRANT
                        : TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                expiresAt,
                priority,
                key,
                credits.toPlainString(),
                Map.of());
    }

    private static Arbitrary<WalletCommand> debits() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.longs().between(0, 6_000),
                        moments())
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
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 3),
                        moments())
                .as(
                        (n, attempt, at) ->
                                new WalletCommand.GiveBack(
                                        WALLET,
                                        SCOPE,
                                        at,
                                        transaction("back " + n + " " + attempt),
                                        transaction("debit " + n)));
    }

    @Property(tries = 500)
    void theAuditorAgrees(
            @ForAll("histories") List<WalletCommand> commands,
            @ForAll @IntRange(max = 4) int rate) {
        BigDecimal worth = new BigDecimal(RATES.get(rate));
        WalletAuditor auditor = new WalletAuditor(worth);
        WalletEvent.Created created =
                new WalletEvent.Created(
                        WALLET,
                        SCOPE,
                        new WalletDocument(
                                CUSTOMER, USD, null, null, worth, BigDecimal.ONE, Map.of()));
        List<WalletEvent> history = new ArrayList<>(List.of(created));
        WalletState state = new WalletState.Absent().evolve(created);
        for (WalletCommand command : commands) {
            List<? extends WalletEvent> events = decided(auditor, state, command);
            for (WalletEvent event : events) {
                WalletAuditor.sums(event);
                state = state.evolve(event);
                history.add(event);
            }
            auditor.agreesWith((WalletState.Open) state);
        }
        WalletState replayed = new WalletState.Absent();
        for (WalletEvent event : history) {
            replayed = replayed.evolve(event);
        }
        assertThat(replayed).isEqualTo(state);
    }

    private static List<? extends WalletEvent> decided(
            WalletAuditor auditor, WalletState state, WalletCommand command) {
        return switch (command) {
            case WalletCommand.Create _ -> List.of();
            case WalletCommand.TopUp c -> {
                List<WalletEvent.ToppedUp> events = events(WalletDecider.topUp(state, c));
                assertThat(events).hasSize(auditor.expectsTopUp(c) ? 1 : 0);
                yield events;
            }
            case WalletCommand.Debit c -> {
                List<WalletEvent.Debited> events = events(WalletDecider.debit(state, c));
                Optional<Map<String, BigDecimal>> expected = auditor.expectedDebit(c);
                assertThat(events).hasSize(expected.isPresent() ? 1 : 0);
                events.forEach(
                        e -> {
                            assertThat(e.transaction().amount()).isLessThanOrEqualTo(c.upTo());
                            assertParts(e.transaction().parts(), expected.orElseThrow());
                        });
                yield events;
            }
            case WalletCommand.GiveBack c -> {
                List<WalletEvent.GivenBack> events = events(WalletDecider.giveBack(state, c));
                Optional<Map<String, BigDecimal>> expected = auditor.expectedGivingBack(c);
                assertThat(events).hasSize(expected.isPresent() ? 1 : 0);
                events.forEach(e -> assertParts(e.transaction().parts(), expected.orElseThrow()));
                yield events;
            }
        };
    }

    private static void assertParts(List<Part> parts, Map<String, BigDecimal> expected) {
        Map<String, BigDecimal> actual = new LinkedHashMap<>();
        parts.forEach(p -> actual.merge(p.grant().value(), p.credits(), BigDecimal::add));
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        actual.forEach(
                (grant, credits) -> assertThat(credits).isEqualByComparingTo(expected.get(grant)));
    }

    private static <E> List<E> events(Decision<E> decision) {
        return decision instanceof Decision.Accepted<E>(var events) ? events : List.of();
    }
}
