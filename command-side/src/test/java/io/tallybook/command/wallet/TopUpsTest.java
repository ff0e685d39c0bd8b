package io.tallybook.command.wallet;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.AutoTopUp.Paying;
import io.tallybook.core.wallet.AutoTopUp.Trigger;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Wallets that buy credits by themselves: once for each time that they are low. */
class TopUpsTest {
    private static final int TRIES = 5_000;
    private static final BigDecimal THRESHOLD = BigDecimal.TEN;

    private static WalletTerms terms(AutoTopUp way) {
        WalletTerms usual = WalletTerms.USUAL;
        return new WalletTerms(usual.kind(), null, null, null, usual.reach(), usual.topUp(), way);
    }

    private static AutoTopUp fixed(Paying paying, long cooldown, @Nullable String most) {
        return new AutoTopUp(
                THRESHOLD,
                null,
                new BigDecimal("50"),
                null,
                null,
                cooldown,
                paying,
                most == null ? null : new BigDecimal(most));
    }

    private static AutoTopUp monthly(String target) {
        return new AutoTopUp(
                null,
                new AutoTopUp.Interval(PeriodUnit.MONTHLY, 1, NOW),
                null,
                new BigDecimal(target),
                null,
                0,
                Paying.DIRECT,
                null);
    }

    private static List<WalletEvent.TopUpTriggered> triggers(WalletLife life) {
        return life.events().stream()
                .filter(WalletEvent.TopUpTriggered.class::isInstance)
                .map(WalletEvent.TopUpTriggered.class::cast)
                .toList();
    }

    private static WalletCommand.CountUsed used(String credits, long version) {
        return new WalletCommand.CountUsed(WALLET, SCOPE, NOW, new BigDecimal(credits), version);
    }

    @Test
    void whatIsUsedAndNotYetTakenCounts() {
        WalletState state =
                WalletLife.with(List.of(), BigDecimal.ONE, terms(fixed(Paying.DIRECT, 0, null)))
                        .begin();
        var low = TopUps.counted(state, used("0", 4), 4);

        assertThat(low).isInstanceOf(Decision.Accepted.class);
        assertThat(TopUps.counted(state, used("0", 3), 4)).isInstanceOf(Decision.AlreadyDone.class);
    }

    @Test
    void aRegularTimeBuysUpToTheTargetOnce() {
        var round = new WalletCommand.TopUpByInterval(WALLET, SCOPE, NOW, 1);
        WalletLife life =
                WalletLife.with(List.of(round, round), BigDecimal.ONE, terms(monthly("80")));

        assertThat(triggers(life)).hasSize(1);
        assertThat(triggers(life).getFirst().credits()).isEqualByComparingTo("80");
        assertThat(triggers(life).getFirst().nextAt()).isAfter(NOW);
    }

    @Test
    void whatFellWhileItMightNotBuyIsBoughtWhenItMayAgain() {
        AutoTopUp way = fixed(Paying.DIRECT, 3_600, null);
        WalletState begun = WalletLife.with(List.of(), BigDecimal.ONE, terms(way)).begin();
        WalletState bought = after(begun, TopUps.counted(begun, used("0", 0), 0));
        assertThat(last(bought).rest()).isEqualTo(new WalletEvent.Rest(0, NOW.plusSeconds(3_600)));

        // All of it is taken at once: it may not buy yet.
        Instant soon = NOW.plusSeconds(60);
        var taking =
                new WalletCommand.TakeOut(
                        WALLET,
                        SCOPE,
                        soon,
                        transaction("all"),
                        Reason.MANUAL_BALANCE_DEBIT,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        WalletState low = WalletLife.after(bought, taking);
        assertThat(WalletLife.wallet(low).buying().times()).isEqualTo(1);

        var ended = new WalletCommand.EndTopUpRest(WALLET, SCOPE, NOW.plusSeconds(3_600), 0);
        WalletState then = after(low, TopUps.rested(low, ended));
        assertThat(WalletLife.wallet(then).buying().times()).isEqualTo(2);
        assertThat(WalletLife.wallet(then).balance()).isEqualByComparingTo("50");
        assertThat(TopUps.rested(then, ended)).isInstanceOf(Decision.AlreadyDone.class);

        // Where nothing fell there is nothing to buy.
        assertThat(TopUps.rested(bought, ended))
                .isEqualTo(
                        Decision.accepted(
                                List.of(new WalletEvent.TopUpRestEnded(WALLET, 0, ended.at()))));
    }

    private static WalletEvent.TopUpTriggered last(WalletState state) {
        return Objects.requireNonNull(WalletLife.wallet(state).buying().last());
    }

    private static WalletState after(WalletState before, WalletCommand command) {
        return WalletLife.after(before, command);
    }

    private static WalletCommand takeAll(String name, Instant at) {
        return new WalletCommand.TakeOut(
                WALLET,
                SCOPE,
                at,
                transaction(name),
                Reason.MANUAL_BALANCE_DEBIT,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** 50 of at most 80 are bought in November: the wallet looks again when December begins. */
    @Test
    void aWalletThatHasBoughtTheMostOfAMonthLooksAgainWhenTheMonthTurns() {
        AutoTopUp way = fixed(Paying.DIRECT, 0, "80");
        WalletState begun = WalletLife.with(List.of(), BigDecimal.ONE, terms(way)).begin();
        WalletState bought = after(begun, TopUps.counted(begun, used("0", 0), 0));
        WalletState low = after(bought, takeAll("all", NOW.plusSeconds(60)));

        Instant turn = Instant.parse("2023-12-01T00:00:00Z");
        assertThat(WalletLife.wallet(low).buying().rests()).containsExactly(Map.entry(0, turn));
        assertThat(TopUps.counted(low, used("5", 4), 4)).isInstanceOf(Decision.AlreadyDone.class);
        var turned = new WalletCommand.EndTopUpRest(WALLET, SCOPE, turn, 0);
        WalletState then = after(low, TopUps.rested(low, turned));
        assertThat(WalletLife.wallet(then).buying().times()).isEqualTo(2);
        assertThat(WalletLife.wallet(then).balance()).isEqualByComparingTo("50");
        assertThat(WalletLife.wallet(then).buying().rests()).isEmpty();
        assertThat(TopUps.rested(then, turned)).isInstanceOf(Decision.AlreadyDone.class);

        // What no month has room for is not waited for.
        WalletState small =
                WalletLife.with(List.of(), BigDecimal.ONE, terms(fixed(Paying.DIRECT, 0, "40")))
                        .begin();
        assertThat(TopUps.counted(small, used("0", 0), 0)).isInstanceOf(Decision.AlreadyDone.class);
    }

    /** An hour becomes two, and a quarter of one: it looks at the new ends, and at the old too. */
    @Test
    void aCooldownThatIsChangedWhileItRunsIsLookedAtAtItsNewEnd() {
        WalletState begun =
                WalletLife.with(List.of(), BigDecimal.ONE, terms(fixed(Paying.DIRECT, 3_600, null)))
                        .begin();
        WalletState bought = after(begun, TopUps.counted(begun, used("0", 0), 0));
        for (long seconds : new long[] {7_200, 900}) {
            WalletState changed =
                    after(bought, agreeing(bought, fixed(Paying.DIRECT, seconds, null)));
            assertThat(WalletLife.wallet(changed).buying().rests())
                    .containsOnly(
                            Map.entry(0, NOW.plusSeconds(3_600)),
                            Map.entry(1, NOW.plusSeconds(seconds)));
        }
        WalletState longer = after(bought, agreeing(bought, fixed(Paying.DIRECT, 7_200, null)));
        WalletState low = after(longer, takeAll("all", NOW.plusSeconds(60)));
        WalletState old = after(low, ended(low, 0, NOW.plusSeconds(3_600)));
        assertThat(WalletLife.wallet(old).buying().times()).isEqualTo(1);
        WalletState then = after(old, ended(old, 1, NOW.plusSeconds(7_200)));
        assertThat(WalletLife.wallet(then).buying().times()).isEqualTo(2);
    }

    private static Decision<WalletEvent> ended(WalletState state, int number, Instant at) {
        return TopUps.rested(state, new WalletCommand.EndTopUpRest(WALLET, SCOPE, at, number));
    }

    private static WalletCommand agreeing(WalletState state, AutoTopUp way) {
        var was = WalletLife.wallet(state).wallet();
        return new WalletCommand.Update(
                WALLET,
                SCOPE,
                NOW.plusSeconds(30),
                new WalletDocument(
                        was.customerId(),
                        was.currency(),
                        was.name(),
                        was.description(),
                        was.conversionRate(),
                        was.topupConversionRate(),
                        was.metadata(),
                        terms(way)));
    }

    @Test
    void aPurchaseThatIsNotPaidStopsItUntilSomebodySeesToIt() {
        WalletState state =
                WalletLife.with(List.of(), BigDecimal.ONE, terms(fixed(Paying.INVOICED, 0, null)))
                        .begin();
        WalletState ordered = after(state, TopUps.counted(state, used("0", 0), 0));
        var order = last(ordered).transactionId();
        WalletState failed =
                after(
                        ordered,
                        WalletDecider.fail(
                                ordered,
                                new WalletCommand.FailPurchase(
                                        WALLET, SCOPE, NOW, order, "declined"),
                                WalletLife.history(List.of())));

        assertThat(WalletLife.wallet(failed).buying().isHalted()).isTrue();
        assertThat(TopUps.counted(failed, used("0", 0), 0))
                .isInstanceOf(Decision.AlreadyDone.class);
    }

    /** A wallet that is told what is used, and what it bought. */
    private static final class Counted {
        private WalletState state =
                WalletLife.with(List.of(), BigDecimal.ONE, terms(fixed(Paying.DIRECT, 0, null)))
                        .begin();
        private long version = 0;
        private final List<WalletEvent.TopUpTriggered> bought = new ArrayList<>();

        void take(WalletCommand.CountUsed command) {
            if (TopUps.counted(state, command, version)
                    instanceof Decision.Accepted<WalletEvent>(var events)) {
                for (WalletEvent event : events) {
                    state = state.evolve(event);
                    version++;
                    if (event instanceof WalletEvent.TopUpTriggered trigger) {
                        bought.add(trigger);
                    }
                }
            }
        }
    }

    @Property(tries = TRIES)
    void usageThatNoInvoiceHasTakenBuysOnceForOneFallThoughItIsSaidAgainAndInAnotherOrder(
            @ForAll @Size(max = 30) List<@IntRange(max = 70) Integer> usages, @ForAll long seed) {
        Random random = new Random(seed);
        Counted wallet = new Counted();
        List<WalletCommand.CountUsed> said = new ArrayList<>();
        int used = 0;
        int credits = 0;
        int purchases = 0;
        for (int usage : usages) {
            used += usage;
            // As anybody would reckon: 50 at a time, until it is at the threshold again.
            int low = THRESHOLD.intValueExact() - (credits - used);
            if (low >= 0) {
                credits += 50 * Math.max(1, (low + 49) / 50);
                purchases++;
            }
            WalletCommand.CountUsed now = used(String.valueOf(used), wallet.version);
            said.add(now);
            wallet.take(now);
            for (int again = 0; again < 3; again++) {
                wallet.take(said.get(random.nextInt(said.size())));
            }
            assertThat(wallet.bought).hasSize(purchases);
            assertThat(WalletLife.wallet(wallet.state).balance())
                    .isEqualByComparingTo(String.valueOf(credits));
        }
    }

    private static WalletState after(WalletState before, Decision<? extends WalletEvent> decision) {
        WalletState state = before;
        if (decision instanceof Decision.Accepted<? extends WalletEvent>(var events)) {
            for (WalletEvent event : events) {
                state = state.evolve(event);
            }
        }
        return state;
    }

    @Provide
    Arbitrary<List<WalletCommand>> histories() {
        return WalletHistories.any();
    }

    @Provide
    Arbitrary<AutoTopUp> ways() {
        return Combinators.combine(
                        Arbitraries.of(Paying.class),
                        Arbitraries.of(0L, 86_400L, 10L * 86_400),
                        Arbitraries.of("60", "120").injectNull(0.5))
                .as(TopUpsTest::fixed);
    }

    @Property(tries = TRIES)
    void itNeverBuysTwiceForOneFall(
            @ForAll("histories") List<WalletCommand> commands, @ForAll("ways") AutoTopUp way) {
        for (WalletLife.Step step : WalletLife.with(commands, BigDecimal.ONE, terms(way)).steps()) {
            List<? extends WalletEvent> events = step.events();
            long bought =
                    events.stream().filter(WalletEvent.TopUpTriggered.class::isInstance).count();
            assertThat(bought).isLessThanOrEqualTo(1);
            if (bought == 1) {
                assertThat(step.again().events())
                        .noneMatch(WalletEvent.TopUpTriggered.class::isInstance);
            }
        }
    }

    @Property(tries = TRIES)
    void repeatsBuyNothingMore(
            @ForAll("histories") List<WalletCommand> commands, @ForAll("ways") AutoTopUp way) {
        List<WalletCommand> twice = new ArrayList<>();
        commands.forEach(
                command -> {
                    twice.add(command);
                    twice.add(command);
                });
        assertThat(triggers(WalletLife.with(twice, BigDecimal.ONE, terms(way))))
                .hasSameSizeAs(triggers(WalletLife.with(commands, BigDecimal.ONE, terms(way))));
    }

    @Property(tries = TRIES)
    void inWhicheverOrderItOnlyBuysWhenItIsLowAndIsNotLowAfterwards(
            @ForAll("histories") List<WalletCommand> commands,
            @ForAll("ways") AutoTopUp way,
            @ForAll long seed) {
        List<WalletCommand> shuffled = new ArrayList<>(commands);
        Collections.shuffle(shuffled, new Random(seed));
        for (WalletEvent.TopUpTriggered event :
                triggers(WalletLife.with(shuffled, BigDecimal.ONE, terms(way)))) {
            assertThat(event.trigger()).isEqualTo(Trigger.THRESHOLD);
            assertThat(event.standing()).isLessThanOrEqualTo(THRESHOLD);
            assertThat(event.standing().add(event.credits())).isGreaterThanOrEqualTo(THRESHOLD);
        }
    }

    @Property(tries = TRIES)
    void itKeepsItsDistanceAndItsLimit(
            @ForAll("histories") List<WalletCommand> commands, @ForAll("ways") AutoTopUp way) {
        List<WalletEvent.TopUpTriggered> all =
                triggers(WalletLife.with(commands, BigDecimal.ONE, terms(way)));
        Instant earliest = Instant.MIN;
        for (WalletEvent.TopUpTriggered event : all) {
            assertThat(event.triggeredAt()).isAfterOrEqualTo(earliest);
            earliest = event.triggeredAt().plusSeconds(way.cooldownSeconds());
        }
        BigDecimal most = way.most();
        if (most != null) {
            for (WalletEvent.TopUpTriggered event : all) {
                YearMonth month = YearMonth.from(event.triggeredAt().atOffset(ZoneOffset.UTC));
                assertThat(
                                all.stream()
                                        .filter(
                                                e ->
                                                        YearMonth.from(
                                                                        e.triggeredAt()
                                                                                .atOffset(
                                                                                        ZoneOffset
                                                                                                .UTC))
                                                                .equals(month))
                                        .map(WalletEvent.TopUpTriggered::credits)
                                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .isLessThanOrEqualTo(most);
            }
        }
    }

    @Property(tries = TRIES)
    void atMostOneOrderIsOpenAtOnce(@ForAll("histories") List<WalletCommand> commands) {
        WalletTerms terms = terms(fixed(Paying.INVOICED, 0, null));
        List<WalletTransactionId> triggered = new ArrayList<>();
        for (WalletLife.Step step : WalletLife.with(commands, BigDecimal.ONE, terms).steps()) {
            step.events().stream()
                    .filter(WalletEvent.TopUpTriggered.class::isInstance)
                    .map(event -> ((WalletEvent.TopUpTriggered) event).transactionId())
                    .forEach(triggered::add);
            WalletState.Open wallet = WalletLife.wallet(step.after());
            assertThat(triggered.stream().filter(wallet.pending()::containsKey).count())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Property(tries = TRIES)
    void whatIsCarriedOverIsCarriedOnceAndWithinItsCap(
            @ForAll("histories") List<WalletCommand> commands) {
        List<Object> carried = new ArrayList<>();
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            for (WalletEvent event : step.events()) {
                if (event instanceof WalletEvent.CarriedOver over) {
                    assertThat(carried).doesNotContain(over.grant());
                    carried.add(over.grant());
                    WalletState.Credit before =
                            WalletLife.wallet(step.before()).credit(over.grant()).orElseThrow();
                    assertThat(over.until()).isAfter(before.expiresAt());
                }
            }
        }
    }
}
