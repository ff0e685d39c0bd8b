package io.tallybook.query;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.USD;
import static io.tallybook.query.Samples.customer;
import static io.tallybook.query.Samples.period;
import static io.tallybook.query.Samples.subscription;
import static io.tallybook.query.Samples.transactionId;
import static io.tallybook.query.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.Parking;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionSchedule;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.query.customer.CustomerFold;
import io.tallybook.query.invoice.InvoiceFold;
import io.tallybook.query.subscription.SubscriptionFold;
import io.tallybook.query.tenancy.EnvironmentFold;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.wallet.WalletFold;
import io.tallybook.query.wallet.WalletLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final InvoiceId INVOICE = InvoiceId.of(ulid("invoice"));
    private static final WalletId WALLET = WalletId.of(ulid("wallet"));
    private static final Money ZERO = Money.zero(USD);
    private static final Money TEN = Money.ofMinor(1000, USD);
    private static final CreditBurnt BURNT =
            new CreditBurnt(WALLET, transactionId("debit"), Money.ofMinor(400, USD));

    @Test
    void aClockThatIsMovedIsSeenWhereItStands() {
        EnvironmentView view =
                folded(
                        new EnvironmentFold(),
                        new EnvironmentEvent.Created(
                                SCOPE.environment(), SCOPE, "test", EnvironmentMode.SANDBOX, START),
                        new EnvironmentEvent.ClockAdvanced(
                                SCOPE.environment(), START, START.plusSeconds(9)),
                        new EnvironmentEvent.ClockSet(
                                SCOPE.environment(), START.plusSeconds(9), START.plusSeconds(5)));

        assertThat(view.now()).isEqualTo(START.plusSeconds(5));
        assertThat(view.stamp().version()).isEqualTo(2);
    }

    @Test
    void aRenewedSubscriptionIsInItsNextPeriod() {
        SubscriptionView view = folded(new SubscriptionFold(), activated(), renewed());

        assertThat(view.periodIndex()).isEqualTo(1);
        assertThat(view.currentPeriod()).isEqualTo(period("2026-02-01", "2026-03-01"));
        assertThat(view.status()).isEqualTo(SubscriptionView.Status.ACTIVE);
        assertThat(view.cancelAt()).isNull();
    }

    @Test
    void anAgreedCancellationLeavesTheSubscriptionActive() {
        Instant end = Instant.parse("2026-03-01T00:00:00Z");
        SubscriptionView view =
                folded(
                        new SubscriptionFold(),
                        activated(),
                        renewed(),
                        new SubscriptionEvent.CancellationScheduled(
                                subscription("s"),
                                CancellationType.END_OF_PERIOD,
                                START.plusSeconds(1),
                                end,
                                null));

        assertThat(view.status()).isEqualTo(SubscriptionView.Status.ACTIVE);
        assertThat(view.cancellationType()).isEqualTo(CancellationType.END_OF_PERIOD);
        assertThat(view.cancelRequestedAt()).isEqualTo(START.plusSeconds(1));
        assertThat(view.cancelAt()).isEqualTo(end);
    }

    @Test
    void aCancelledSubscriptionShowsWhatWasServedLast() {
        BillingPeriod served = period("2026-02-01", "2026-02-10");

        SubscriptionView view =
                folded(new SubscriptionFold(), activated(), renewed(), cancelled(served));
        SubscriptionView atOnce =
                folded(new SubscriptionFold(), activated(), renewed(), cancelled(null));

        assertThat(view.status()).isEqualTo(SubscriptionView.Status.CANCELLED);
        assertThat(view.currentPeriod()).isEqualTo(served);
        assertThat(view.cancelAt()).isEqualTo(served.end());
        assertThat(atOnce.currentPeriod()).isEqualTo(period("2026-02-01", "2026-03-01"));
    }

    @Test
    void whatIsFollowedByAnotherSaysByWhichUntilThatIsGivenUp() {
        Instant end = Instant.parse("2026-03-01T00:00:00Z");
        var next = new Successor(subscription("next"), activated().terms());
        var planned =
                new SubscriptionEvent.CancellationScheduled(
                        subscription("s"),
                        CancellationType.END_OF_PERIOD,
                        START.plusSeconds(1),
                        end,
                        null,
                        null,
                        next);

        SubscriptionView toCome = folded(new SubscriptionFold(), activated(), renewed(), planned);
        SubscriptionView givenUp =
                folded(
                        new SubscriptionFold(),
                        activated(),
                        renewed(),
                        planned,
                        new SubscriptionEvent.CancellationWithdrawn(subscription("s"), end));
        SubscriptionView followed =
                folded(
                        new SubscriptionFold(),
                        activated(),
                        renewed(),
                        cancelled(period("2026-02-01", "2026-02-10")).followedBy(next));

        assertThat(toCome.successor()).isEqualTo(next.id());
        assertThat(toCome.agenda().schedules())
                .extracting(SubscriptionSchedule::planId, SubscriptionSchedule::cancellation)
                .containsExactly(tuple(next.terms().planId(), CancellationType.END_OF_PERIOD));
        assertThat(givenUp.successor()).isNull();
        assertThat(followed.successor()).isEqualTo(next.id());
    }

    @Test
    void anEndThatIsAgreedAgainInTheSameMomentIsOneSchedule() {
        Instant end = Instant.parse("2026-03-01T00:00:00Z");
        var planned =
                new SubscriptionEvent.CancellationScheduled(
                        subscription("s"),
                        CancellationType.END_OF_PERIOD,
                        START.plusSeconds(1),
                        end,
                        null);

        SubscriptionView again =
                folded(
                        new SubscriptionFold(),
                        activated(),
                        renewed(),
                        planned,
                        new SubscriptionEvent.CancellationWithdrawn(subscription("s"), end),
                        planned);

        assertThat(again.agenda().schedules())
                .singleElement()
                .matches(SubscriptionSchedule::stillToCome);
    }

    @Test
    void aPausedSubscriptionIsNotServedUntilItGoesOn() {
        var order =
                new PauseOrder(
                        PauseId.of(Ulid.derived(START, "pause")),
                        PauseOrder.Mode.IMMEDIATE,
                        Instant.parse("2026-02-10T00:00:00Z"),
                        null,
                        Course.Rest.LATER,
                        START,
                        null,
                        Map.of());
        BillingPeriod february = period("2026-02-01", "2026-03-01");
        var paused =
                new SubscriptionEvent.Paused(
                        subscription("s"), order, 1, february, period("2026-02-01", "2026-02-10"));
        var resumed =
                new SubscriptionEvent.Resumed(
                        subscription("s"),
                        order.id(),
                        Instant.parse("2026-02-20T00:00:00Z"),
                        ResumeMode.IMMEDIATE,
                        1,
                        1,
                        period("2026-02-20", "2026-03-11"));

        SubscriptionView standing = folded(new SubscriptionFold(), activated(), renewed(), paused);
        SubscriptionView again =
                folded(new SubscriptionFold(), activated(), renewed(), paused, resumed);

        assertThat(standing.status()).isEqualTo(SubscriptionView.Status.PAUSED);
        assertThat(standing.status().isRunning()).isFalse();
        assertThat(standing.currentPeriod()).isEqualTo(february);
        assertThat(standing.agenda().activePause()).isPresent();
        assertThat(again.status()).isEqualTo(SubscriptionView.Status.ACTIVE);
        assertThat(again.currentPeriod()).isEqualTo(period("2026-02-20", "2026-03-11"));
        assertThat(again.agenda().activePause()).isEmpty();
        assertThat(again.agenda().pauses()).hasSize(1);
    }

    @Test
    void aDraftIsEmptyAndOwesNothing() {
        InvoiceView view = folded(new InvoiceFold(), opened());

        assertThat(view.status()).isEqualTo(InvoiceView.Status.DRAFT);
        assertThat(view.totals()).isEqualTo(new InvoiceTotals(ZERO, ZERO, ZERO, ZERO, ZERO));
        assertThat(view.number()).isNull();
    }

    @Test
    void aFinalizationAskedForMovesItsTime() {
        InvoiceView view =
                folded(
                        new InvoiceFold(),
                        opened(),
                        new InvoiceEvent.FinalizationRequested(INVOICE, START));

        assertThat(view.opening().finalizeAt()).isEqualTo(START);
        assertThat(view.status()).isEqualTo(InvoiceView.Status.DRAFT);
    }

    @Test
    void aComputedInvoiceOwesItsSubtotalUntilCreditsHavePaid() {
        InvoiceView view = folded(new InvoiceFold(), opened(), computed());

        assertThat(view.status()).isEqualTo(InvoiceView.Status.COMPUTED);
        assertThat(view.totals()).isEqualTo(new InvoiceTotals(TEN, ZERO, ZERO, ZERO, TEN));
        assertThat(view.inputsDigest()).isEqualTo("digest");
        assertThat(view.engineVersion()).isEqualTo("1");
        assertThat(view.computedAt()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void aSkippedInvoiceHasNoNumber() {
        InvoiceView view =
                folded(
                        new InvoiceFold(),
                        opened(),
                        new InvoiceEvent.Skipped(INVOICE, List.of(), ZERO, "digest", "1"));

        assertThat(view.status()).isEqualTo(InvoiceView.Status.SKIPPED);
        assertThat(view.number()).isNull();
        assertThat(view.totals().total()).isEqualTo(ZERO);
    }

    @Test
    void aParkedInvoiceStaysADraftAndSaysWhyUntilItIsReleased() {
        var breach = new Breach(Breach.Bound.JUMP, null, "10.00", "1.00");
        InvoiceEvent parked =
                new InvoiceEvent.Parked(INVOICE, START, List.of(breach), List.of(), TEN);
        InvoiceEvent released =
                new InvoiceEvent.Released(
                        INVOICE,
                        START.plusSeconds(9),
                        Samples.opening("s", "ada"),
                        List.of(breach),
                        null);

        InvoiceView waiting = folded(new InvoiceFold(), opened(), parked);
        InvoiceView going = folded(new InvoiceFold(), opened(), parked, released);
        InvoiceView voided =
                folded(
                        new InvoiceFold(),
                        opened(),
                        parked,
                        new InvoiceEvent.Voided(INVOICE, START, List.of(), "wrong"));

        assertThat(waiting.status()).isEqualTo(InvoiceView.Status.DRAFT);
        assertThat(waiting.said().parking()).isEqualTo(new Parking(START, List.of(breach)));
        assertThat(waiting.totals().subtotal()).isEqualTo(TEN);
        assertThat(going.status()).isEqualTo(InvoiceView.Status.DRAFT);
        assertThat(going.said().parking()).isNull();
        assertThat(going.opening().finalizeAt()).isEqualTo(START.plusSeconds(9));
        assertThat(voided.said().parking()).isNull();
    }

    @Test
    void aVoidedInvoiceKeepsWhatItWas() {
        InvoiceView finalized = folded(new InvoiceFold(), opened(), computed(), finalized());
        InvoiceView voided =
                folded(
                        new InvoiceFold(),
                        opened(),
                        computed(),
                        finalized(),
                        new InvoiceEvent.Voided(
                                INVOICE, START.plusSeconds(50), List.of(BURNT), "wrong"));

        assertThat(finalized.status()).isEqualTo(InvoiceView.Status.FINALIZED);
        assertThat(finalized.number()).isEqualTo("INV-1");
        assertThat(finalized.credits()).containsExactly(BURNT);
        assertThat(finalized.totals().total().toString()).isEqualTo("6.00 USD");
        assertThat(voided.status()).isEqualTo(InvoiceView.Status.VOIDED);
        assertThat(voided.voidedAt()).isEqualTo(START.plusSeconds(50));
        assertThat(voided.number()).isEqualTo(finalized.number());
        assertThat(voided.totals()).isEqualTo(finalized.totals());
        assertThat(voided.credits()).isEqualTo(finalized.credits());
    }

    @Test
    void aDebitLeavesLessOfTheCreditsThatItTook() {
        WalletLedger ledger = folded(new WalletFold(), paid());

        assertThat(ledger.wallet().creditBalance()).isEqualByComparingTo("8");
        assertThat(ledger.wallet().freeCredits()).isEqualByComparingTo("0");
        assertThat(ledger.wallet().purchasedCredits()).isEqualByComparingTo("8");
        assertThat(available(ledger, "free")).isEqualByComparingTo("0");
        assertThat(available(ledger, "bought")).isEqualByComparingTo("8");
        assertThat(available(ledger, "debit")).isEqualByComparingTo("0");
    }

    @Test
    void whatIsGivenBackIsWhereItWasTakenFrom() {
        WalletEvent[] paid = paid();
        WalletEvent[] events = java.util.Arrays.copyOf(paid, paid.length + 1);
        events[paid.length] =
                new WalletEvent.GivenBack(
                        WALLET,
                        transactionId("debit"),
                        Samples.transaction(
                                "back",
                                TransactionDocument.Type.CREDIT,
                                Reason.INVOICE_VOID_REFUND,
                                new BigDecimal("7"),
                                new BigDecimal("8"),
                                parts()));

        WalletLedger ledger = folded(new WalletFold(), events);

        assertThat(ledger.wallet().creditBalance()).isEqualByComparingTo("15");
        assertThat(ledger.wallet().freeCredits()).isEqualByComparingTo("5");
        assertThat(ledger.wallet().purchasedCredits()).isEqualByComparingTo("10");
        assertThat(available(ledger, "free")).isEqualByComparingTo("5");
        assertThat(available(ledger, "back")).isEqualByComparingTo("0");
    }

    @Test
    void aDebitOfCreditsThatNeverWereIsRefused() {
        WalletEvent[] paid = paid();

        assertThatThrownBy(() -> folded(new WalletFold(), paid[0], paid[3]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(WALLET.value())
                .hasMessageContaining(transactionId("free").value());
    }

    @Test
    void anEntityBeginsWithItsCreation() {
        assertThatThrownBy(() -> folded(new CustomerFold(), Samples.customerRenamed("ada", "Ada")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(customer("ada").value());
    }

    private static WalletEvent[] paid() {
        return new WalletEvent[] {
            new WalletEvent.Created(WALLET, SCOPE, Samples.wallet("ada")),
            topUp("free", Reason.FREE_CREDIT_GRANT, "5", "0"),
            topUp("bought", Reason.PURCHASED_CREDIT_DIRECT, "10", "5"),
            new WalletEvent.Debited(
                    WALLET,
                    INVOICE,
                    Samples.transaction(
                            "debit",
                            TransactionDocument.Type.DEBIT,
                            Reason.INVOICE_PAYMENT,
                            new BigDecimal("7"),
                            new BigDecimal("15"),
                            parts()))
        };
    }

    private static List<Part> parts() {
        return List.of(
                new Part(transactionId("free"), new BigDecimal("5")),
                new Part(transactionId("bought"), new BigDecimal("2")));
    }

    private static WalletEvent topUp(String name, Reason reason, String credits, String before) {
        return new WalletEvent.ToppedUp(
                WALLET,
                Samples.transaction(
                        name,
                        TransactionDocument.Type.CREDIT,
                        reason,
                        new BigDecimal(credits),
                        new BigDecimal(before),
                        List.of()));
    }

    private static BigDecimal available(WalletLedger ledger, String name) {
        return Objects.requireNonNull(ledger.movements().get(transactionId(name)))
                .view()
                .creditsAvailable();
    }

    private static SubscriptionEvent.Activated activated() {
        return new SubscriptionEvent.Activated(
                subscription("s"), SCOPE, Samples.terms("ada"), period("2026-01-01", "2026-02-01"));
    }

    private static SubscriptionEvent renewed() {
        return new SubscriptionEvent.Renewed(
                subscription("s"),
                0,
                period("2026-01-01", "2026-02-01"),
                period("2026-02-01", "2026-03-01"));
    }

    private static SubscriptionEvent.Cancelled cancelled(@Nullable BillingPeriod served) {
        return new SubscriptionEvent.Cancelled(
                subscription("s"),
                CancellationType.IMMEDIATE,
                START,
                Instant.parse("2026-02-10T00:00:00Z"),
                1,
                served,
                OpenUsage.INVOICED,
                null);
    }

    private static InvoiceEvent opened() {
        return new InvoiceEvent.Opened(INVOICE, SCOPE, Samples.opening("s", "ada"));
    }

    private static InvoiceEvent computed() {
        return new InvoiceEvent.Computed(
                INVOICE,
                customer("ada"),
                Conventions.FLEXPRICE,
                List.of(),
                TEN,
                TEN,
                "digest",
                "1");
    }

    private static InvoiceEvent finalized() {
        return new InvoiceEvent.Finalized(
                INVOICE,
                "INV-1",
                START.plusSeconds(2),
                START.plusSeconds(3),
                List.of(),
                List.of(BURNT),
                new InvoiceTotals(TEN, ZERO, BURNT.amount(), ZERO, TEN.minus(BURNT.amount())));
    }

    /** Event n takes effect n seconds after the start. */
    @SafeVarargs
    private static <S, E> S folded(Fold<S, E> fold, E... events) {
        @Nullable S state = null;
        for (int i = 0; i < events.length; i++) {
            state =
                    fold.on(
                            state,
                            events[i],
                            new Recorded(i, START.plusSeconds(i), "tester", SCOPE));
        }
        return Objects.requireNonNull(state);
    }
}
