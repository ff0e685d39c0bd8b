package io.tallybook.command.wallet;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.wallet.BurnOrder;
import io.tallybook.domain.wallet.Grant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done with a wallet, in whatever order and however often. */
class WalletAuditTest {
    private static final int TRIES = 5_000;
    private static final List<String> RATES = List.of("1", "0.5", "3", "0.01", "7.25");

    @Provide
    Arbitrary<List<WalletCommand>> histories() {
        return WalletHistories.any();
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void theAuditorAgrees(
            @ForAll("histories") List<WalletCommand> commands,
            @ForAll @IntRange(max = 4) int rate) {
        BigDecimal worth = new BigDecimal(RATES.get(rate));
        WalletAuditor auditor = new WalletAuditor(worth);
        for (WalletLife.Step step : WalletLife.of(commands, worth, null).steps()) {
            WalletAuditor.Outcome expected = auditor.expects(step.command());
            assertThat(outcome(step)).as(step.command().toString()).isEqualTo(expected);
            auditor.agreesWith(step.after());
        }
    }

    private static WalletAuditor.Outcome outcome(WalletLife.Step step) {
        return switch (step.decision()) {
            case Decision.Accepted<?> _ -> WalletAuditor.Outcome.HAPPENS;
            case Decision.AlreadyDone<?> _ -> WalletAuditor.Outcome.NOTHING;
            case Decision.Refused<?> _ -> WalletAuditor.Outcome.REFUSED;
        };
    }

    @Property(tries = TRIES)
    void whatCameInIsUsedExpiredVoidedAndLeft(@ForAll("histories") List<WalletCommand> commands) {
        WalletLife life = WalletLife.of(commands);
        BigDecimal granted = BigDecimal.ZERO;
        Map<Reason, BigDecimal> gone = new HashMap<>();
        for (TransactionDocument t : life.movements()) {
            switch (t.type()) {
                case CREDIT -> {
                    if (t.reason() == Reason.INVOICE_VOID_REFUND) {
                        gone.merge(Reason.INVOICE_PAYMENT, t.credits().negate(), BigDecimal::add);
                    } else {
                        granted = granted.add(t.credits());
                    }
                }
                case DEBIT -> gone.merge(t.reason(), t.credits(), BigDecimal::add);
            }
        }
        BigDecimal left = WalletLife.wallet(life.end()).balance();
        assertThat(gone.values().stream().reduce(left, BigDecimal::add))
                .isEqualByComparingTo(granted);
    }

    private static List<WalletState.Credit> all(Credits credits) {
        List<WalletState.Credit> all = new ArrayList<>(credits.left());
        all.addAll(credits.used().values());
        return all;
    }

    @Property(tries = TRIES)
    void whatIsUsedUpStandsAsideAndAllElseInOrder(
            @ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            Credits credits = WalletLife.wallet(step.after()).credits();
            assertThat(credits.left()).noneMatch(WalletState.Credit::isUsed);
            assertThat(credits.used().values()).allMatch(WalletState.Credit::isUsed);
            assertThat(credits.left())
                    .isSortedAccordingTo(Comparator.comparingInt(WalletState.Credit::place));
            assertThat(all(credits).stream().map(WalletState.Credit::place))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, credits.next()).boxed().toList());
        }
    }

    @Property(tries = TRIES)
    void noCreditIsEverBelowNothingOrAboveWhatItWas(
            @ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            for (WalletState.Credit credit : all(WalletLife.wallet(step.after()).credits())) {
                assertThat(credit.left()).isBetween(BigDecimal.ZERO, credit.granted());
            }
        }
    }

    @Property(tries = TRIES)
    void whatIsHeldIsNeverMoreThanWhatIsLeft(@ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            for (WalletState.Credit credit : all(WalletLife.wallet(step.after()).credits())) {
                assertThat(credit.held()).isBetween(BigDecimal.ZERO, credit.left());
            }
        }
    }

    @Property(tries = TRIES)
    void whatIsHeldIsTheSumOfTheHoldsThatStand(@ForAll("histories") List<WalletCommand> commands) {
        WalletState.Open wallet = WalletLife.wallet(WalletLife.of(commands).end());
        BigDecimal held =
                all(wallet.credits()).stream()
                        .map(WalletState.Credit::held)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal promised =
                wallet.holds().values().stream()
                        .map(HoldDocument::credits)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(held).isEqualByComparingTo(promised);
    }

    @Property(tries = TRIES)
    void everyBalanceFollowsFromTheOneBefore(@ForAll("histories") List<WalletCommand> commands) {
        BigDecimal balance = BigDecimal.ZERO;
        for (TransactionDocument t : WalletLife.of(commands).movements()) {
            assertThat(t.balanceBefore()).isEqualByComparingTo(balance);
            balance =
                    switch (t.type()) {
                        case CREDIT -> balance.add(t.credits());
                        case DEBIT -> balance.subtract(t.credits());
                    };
            assertThat(t.balanceAfter()).isEqualByComparingTo(balance);
        }
    }

    @Property(tries = TRIES)
    void partsSumToTheWhole(@ForAll("histories") List<WalletCommand> commands) {
        for (TransactionDocument t : WalletLife.of(commands).movements()) {
            boolean comesIn =
                    t.type() == TransactionDocument.Type.CREDIT
                            && t.reason() != Reason.INVOICE_VOID_REFUND;
            assertThat(sum(t.parts()))
                    .isEqualByComparingTo(comesIn ? BigDecimal.ZERO : t.credits());
            assertThat(t.parts()).allMatch(part -> part.credits().signum() > 0);
        }
    }

    private static BigDecimal sum(List<Part> parts) {
        return parts.stream().map(Part::credits).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Property(tries = TRIES)
    void askingAgainMovesNothing(@ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            WalletLife.Step again = step.again();
            assertThat(again.events()).allMatch(event -> WalletLife.moved(event).isEmpty());
            assertThat(WalletLife.wallet(again.after()).balance())
                    .isEqualByComparingTo(WalletLife.wallet(step.after()).balance());
        }
    }

    @Property(tries = TRIES)
    void livingTheWholeHistoryAgainMovesNoOrderedCreditsTwice(
            @ForAll("histories") List<WalletCommand> commands) {
        List<WalletCommand> twice = new ArrayList<>(commands);
        twice.addAll(commands);
        List<WalletTransactionId> ids =
                WalletLife.of(twice).movements().stream().map(TransactionDocument::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Property(tries = TRIES)
    void whatHasExpiredNeverPays(@ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            Instant at = step.command().at();
            for (WalletEvent event : step.events()) {
                if (event instanceof WalletEvent.Debited(var _, var _, var t)) {
                    for (Part part : t.parts()) {
                        Instant last =
                                WalletLife.wallet(step.before())
                                        .credit(part.grant())
                                        .orElseThrow()
                                        .expiresAt();
                        assertThat(last == null || !at.isAfter(last)).isTrue();
                    }
                }
            }
        }
    }

    @Property(tries = TRIES)
    void aGivingBackReturnsExactlyWhatWasTaken(@ForAll("histories") List<WalletCommand> commands) {
        Map<WalletTransactionId, TransactionDocument> debits = new HashMap<>();
        for (WalletEvent event : WalletLife.of(commands).events()) {
            switch (event) {
                case WalletEvent.Debited(var _, var _, var t) -> debits.put(t.id(), t);
                case WalletEvent.GivenBack(var _, var debit, var t, var _) -> {
                    TransactionDocument taken = debits.remove(debit);
                    assertThat(t.parts()).isEqualTo(taken.parts());
                    assertThat(t.amount()).isEqualTo(taken.amount());
                }
                default -> {}
            }
        }
    }

    @Property(tries = TRIES)
    void aDebitPaysNoMoreThanItWasAskedFor(
            @ForAll("histories") List<WalletCommand> commands,
            @ForAll @IntRange(max = 4) int rate) {
        BigDecimal worth = new BigDecimal(RATES.get(rate));
        for (WalletLife.Step step : WalletLife.of(commands, worth, null).steps()) {
            if (step.command() instanceof WalletCommand.Debit debit) {
                for (WalletEvent event : step.events()) {
                    TransactionDocument t = WalletLife.moved(event).orElseThrow();
                    assertThat(t.amount()).isLessThanOrEqualTo(debit.upTo());
                    assertThat(t.credits().multiply(worth))
                            .isGreaterThanOrEqualTo(t.amount().toDecimal());
                }
            }
        }
    }

    @Property(tries = TRIES)
    void noCreditIsTouchedWhileOneBeforeItIsLeft(
            @ForAll("histories") List<WalletCommand> commands, @ForAll Conventions conventions) {
        Comparator<Grant> order = BurnOrder.of(conventions);
        for (WalletLife.Step step : WalletLife.of(commands, BigDecimal.ONE, conventions).steps()) {
            if (!(step.command() instanceof WalletCommand.Debit debit)) {
                continue;
            }
            List<Grant> before =
                    WalletLife.wallet(step.before()).grants().stream()
                            .filter(grant -> grant.paysAt(debit.at()))
                            .sorted(order)
                            .toList();
            for (WalletEvent event : step.events()) {
                List<Part> parts = WalletLife.moved(event).orElseThrow().parts();
                for (int i = 0; i < parts.size(); i++) {
                    Grant grant = before.get(i);
                    assertThat(parts.get(i).grant().value()).isEqualTo(grant.id());
                    boolean last = i == parts.size() - 1;
                    if (!last) {
                        assertThat(parts.get(i).credits())
                                .isEqualByComparingTo(grant.creditsLeft());
                    }
                }
            }
        }
    }

    @Property(tries = TRIES)
    void aReplayIsWhatWasLived(@ForAll("histories") List<WalletCommand> commands) {
        WalletLife life = WalletLife.of(commands);
        WalletState replayed = new WalletState.Absent().evolve(life.created());
        for (WalletEvent event : life.events()) {
            replayed = replayed.evolve(event);
        }
        assertThat(replayed).isEqualTo(life.end());
    }

    @Property(tries = TRIES)
    void aClosedWalletIsEmptyForEver(@ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            if (step.after() instanceof WalletState.Closed(var last)) {
                assertThat(last.balance()).isEqualByComparingTo("0");
            }
        }
    }

    @Property(tries = TRIES)
    void aHoldEndsOnceAndGivesNoMoreThanItKeeps(@ForAll("histories") List<WalletCommand> commands) {
        Map<String, BigDecimal> standing = new HashMap<>();
        for (WalletEvent event : WalletLife.of(commands).events()) {
            switch (event) {
                case WalletEvent.Held(var _, var hold) ->
                        assertThat(standing.put(hold.id().value(), hold.credits())).isNull();
                case WalletEvent.HoldCaptured(var _, var id, var t) ->
                        assertThat(t.credits())
                                .isLessThanOrEqualTo(standing.remove(id.value()))
                                .isPositive();
                case WalletEvent.HoldReleased(var _, var id, var _) ->
                        assertThat(standing.remove(id.value())).isNotNull();
                default -> {}
            }
        }
    }

    @Property(tries = TRIES)
    void anOrderComesInOrFailsButNotBoth(@ForAll("histories") List<WalletCommand> commands) {
        Map<WalletTransactionId, String> fates = new HashMap<>();
        for (WalletEvent event : WalletLife.of(commands).events()) {
            switch (event) {
                case WalletEvent.PurchaseBegun(var _, var t, var _, var _) ->
                        assertThat(fates.put(t.id(), "open")).isNull();
                case WalletEvent.ToppedUp(var _, var t)
                        when t.reason() == Reason.PURCHASED_CREDIT_INVOICED ->
                        assertThat(fates.put(t.id(), "paid")).isEqualTo("open");
                case WalletEvent.PurchaseFailed(var _, var id, var _) ->
                        assertThat(fates.put(id, "failed")).isEqualTo("open");
                default -> {}
            }
        }
    }

    @Property(tries = TRIES)
    void whoeverIsElsewhereChangesNothing(@ForAll("histories") List<WalletCommand> commands) {
        for (WalletLife.Step step : WalletLife.of(commands).steps()) {
            if (step.command() instanceof WalletCommand.Debit d) {
                var elsewhere =
                        new WalletCommand.Debit(
                                d.walletId(),
                                OTHER_SCOPE,
                                d.at(),
                                d.transactionId(),
                                d.invoiceId(),
                                d.upTo());
                assertThat(step.instead(elsewhere).decision()).isInstanceOf(Decision.Refused.class);
            }
        }
    }

    @Property(tries = TRIES)
    void theOrderOfToppingUpDoesNotChangeTheBalance(
            @ForAll("histories") List<WalletCommand> commands) {
        Map<WalletTransactionId, WalletCommand> byId = new LinkedHashMap<>();
        commands.stream()
                .filter(WalletCommand.TopUp.class::isInstance)
                .map(WalletCommand.TopUp.class::cast)
                .forEach(c -> byId.putIfAbsent(c.transactionId(), c));
        List<WalletCommand> topUps = List.copyOf(byId.values());
        if (topUps.isEmpty()) {
            return;
        }
        assertThat(WalletLife.wallet(WalletLife.of(topUps.reversed()).end()).balance())
                .isEqualByComparingTo(WalletLife.wallet(WalletLife.of(topUps).end()).balance());
    }
}
