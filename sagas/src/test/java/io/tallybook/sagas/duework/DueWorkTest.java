package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.activated;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.cancelled;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.renewed;
import static io.tallybook.sagas.Samples.subscription;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.duework.DueChange.Owe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DueWorkTest {
    private static final Instant FAR = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TestDatabase DATABASE = new TestDatabase();

    private final DueWork dueWork = new DueWork(DATABASE.dataSource());

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @BeforeEach
    void empty() {
        dueWork.clear();
    }

    private void happened(SubscriptionEvent event, Instant when) {
        dueWork.apply(DueWorkProcess.react(event, at(when)));
    }

    private void happened(InvoiceEvent event, Instant when) {
        dueWork.apply(DueWorkProcess.react(event, at(when)));
    }

    private InvoiceEvent.Opened opened(BillingReason reason, int index) {
        return new InvoiceEvent.Opened(
                INVOICE, SCOPE, opening(reason, index, NOVEMBER, DECEMBER.plusSeconds(7200)));
    }

    private List<Duty> all() {
        return dueWork.next(SCOPE, FAR, NOW, 1000).stream().map(DueItem::duty).toList();
    }

    @Test
    void aPeriodIsOwedUntilItsInvoiceIsOpenAlsoWhenTheNextIsOwedAlready() {
        happened(activated(terms(null)), START);
        happened(renewed(), DECEMBER);

        assertThat(dueWork.open(SCOPE, FAR)).isEqualTo(2);
        assertThat(all()).containsExactly(new Duty.Renew(SUBSCRIPTION, 0));

        happened(opened(BillingReason.SUBSCRIPTION_CYCLE, 0), DECEMBER);

        assertThat(all())
                .containsExactly(
                        new Duty.FinalizeInvoice(
                                INVOICE,
                                opening(
                                        BillingReason.SUBSCRIPTION_CYCLE,
                                        0,
                                        NOVEMBER,
                                        DECEMBER.plusSeconds(7200))));
        happened(new InvoiceEvent.Skipped(INVOICE, List.of(), usd("0.00"), "00", "1"), DECEMBER);
        assertThat(all()).containsExactly(new Duty.Renew(SUBSCRIPTION, 1));
    }

    @Test
    void whatWaitsForAnInvoiceIsDueWhenThatIsFinalAfterAllElseOfTheMoment() {
        Instant due = DECEMBER.plusSeconds(7200);
        var opened = opened(BillingReason.SUBSCRIPTION_CREATE, 0);
        var unused =
                Duty.CreditUnused.of(
                        DECEMBER,
                        new Duty.UnusedAmount(
                                SUBSCRIPTION, SUBSCRIPTION.value(), List.of(), usd("5.00")));
        happened(opened, DECEMBER);
        dueWork.apply(List.of(new Owe(SCOPE, DECEMBER, unused)));
        assertThat(all()).containsExactly(unused);

        dueWork.postpone(
                dueWork.next(SCOPE, FAR, NOW, 1).getFirst(), DECEMBER.plusSeconds(86_400), INVOICE);
        assertThat(dueWork.next(SCOPE, due, NOW, 9))
                .extracting(DueItem::duty)
                .containsExactly(new Duty.FinalizeInvoice(INVOICE, opened.opening()));
        var other = new Duty.GiveUp(SUBSCRIPTION);
        dueWork.apply(List.of(new Owe(SCOPE, due, other)));
        happened(new InvoiceEvent.Skipped(INVOICE, List.of(), usd("0.00"), "00", "1"), due);

        assertThat(dueWork.open(SCOPE, due)).isEqualTo(2);
        assertThat(dueWork.next(SCOPE, due, NOW, 9))
                .extracting(DueItem::duty)
                .containsExactly(other);
        dueWork.letGo(dueWork.next(SCOPE, due, NOW, 1));
        assertThat(dueWork.next(SCOPE, due, NOW, 9))
                .extracting(DueItem::duty)
                .containsExactly(unused);
    }

    @Test
    void anEndLeavesTheRenewalsThatAwaitAnInvoice() {
        happened(activated(terms(JANUARY)), START);
        happened(renewed(), DECEMBER);
        var ended =
                new SubscriptionEvent.Cancelled(
                        SUBSCRIPTION,
                        io.tallybook.core.subscription.CancellationType.IMMEDIATE,
                        DECEMBER,
                        DECEMBER.plusSeconds(60),
                        1,
                        new io.tallybook.domain.time.BillingPeriod(
                                DECEMBER, DECEMBER.plusSeconds(60)),
                        OpenUsage.INVOICED,
                        null);
        happened(ended, DECEMBER);

        assertThat(all()).containsExactly(new Duty.Renew(SUBSCRIPTION, 0));
        happened(opened(BillingReason.SUBSCRIPTION_CYCLE, 0), DECEMBER);
        assertThat(all()).containsExactly(new Duty.End(SUBSCRIPTION, Duty.Ending.CANCELLATION));
        happened(opened(BillingReason.SUBSCRIPTION_CANCEL, 1), DECEMBER);
        assertThat(all()).hasOnlyElementsOfType(Duty.FinalizeInvoice.class).hasSize(1);
    }

    @Test
    void eventsThatAreDeliveredAgainLeaveTheSameTable() {
        for (int round = 0; round < 2; round++) {
            happened(activated(terms(JANUARY)), START);
            happened(renewed(), DECEMBER);
            happened(opened(BillingReason.SUBSCRIPTION_CYCLE, 0), DECEMBER);
            happened(
                    new InvoiceEvent.FinalizationRequested(INVOICE, DECEMBER.plusSeconds(60)),
                    DECEMBER);

            assertThat(dueWork.open(SCOPE, FAR)).isEqualTo(3);
            assertThat(dueWork.next(SCOPE, FAR, NOW, 10))
                    .singleElement()
                    .satisfies(
                            item -> {
                                assertThat(item.dueAt()).isEqualTo(DECEMBER.plusSeconds(60));
                                assertThat(item.duty().kind()).isEqualTo(DueKind.FINALIZE);
                            });
        }
    }

    @Test
    void ofWorkDueAtOneMomentAnEndComesBeforeARenewal() {
        happened(activated(terms(DECEMBER)), START);

        assertThat(all()).containsExactly(new Duty.End(SUBSCRIPTION, Duty.Ending.END_DATE));
        happened(cancelled(null, OpenUsage.INVOICED), DECEMBER);
        assertThat(all()).isEmpty();
    }

    @Test
    void workOfOtherEnvironmentsIsNotSeen() {
        happened(activated(terms(null)), START);

        assertThat(dueWork.next(Samples.scope("other"), FAR, NOW, 10)).isEmpty();
        assertThat(dueWork.open(Samples.scope("other"), FAR)).isZero();
    }

    @Test
    void nothingIsPerformedBeforeItIsDue() {
        happened(activated(terms(null)), START);

        assertThat(dueWork.next(SCOPE, DECEMBER.minusNanos(1000), NOW, 10)).isEmpty();
        assertThat(dueWork.next(SCOPE, DECEMBER, NOW, 10)).hasSize(1);
    }

    @Test
    void aMomentBetweenTwoMicrosecondsIsDueAtTheSecond() {
        Instant between = DECEMBER.plusNanos(1500);
        dueWork.apply(List.of(new Owe(SCOPE, between, new Duty.Renew(subscription("fine"), 0))));

        assertThat(dueWork.next(SCOPE, between, NOW, 10))
                .singleElement()
                .satisfies(item -> assertThat(item.dueAt()).isEqualTo(DECEMBER.plusNanos(2000)));
        assertThat(dueWork.next(SCOPE, DECEMBER.plusNanos(1000), NOW, 10)).isEmpty();
    }

    @Test
    void whatHasFailedIsLeftAloneForAWhileAndTellsWhy() {
        happened(activated(terms(null)), START);
        DueItem item = dueWork.next(SCOPE, FAR, NOW, 10).getFirst();

        dueWork.failed(item, "ClickHouse is away", NOW.plusSeconds(5));

        assertThat(dueWork.next(SCOPE, FAR, NOW, 10)).isEmpty();
        assertThat(dueWork.lastError(item)).contains("ClickHouse is away");
        assertThat(dueWork.nextAttempt(SCOPE, FAR)).contains(NOW.plusSeconds(5));
        assertThat(dueWork.next(SCOPE, FAR, NOW.plusSeconds(5), 10))
                .containsExactly(new DueItem(SCOPE, DECEMBER, item.duty(), 1));
        dueWork.retryNow(SCOPE, FAR);
        assertThat(dueWork.next(SCOPE, FAR, NOW, 10)).hasSize(1);
    }

    @Test
    void attemptsAreMadeMoreAndMoreRarely() {
        assertThat(Pace.USUAL.retryAfter(0)).isEqualTo(Duration.ofMillis(250));
        assertThat(Pace.USUAL.retryAfter(3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Pace.USUAL.retryAfter(1000)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everyDutyIsReadAsItWasWritten() {
        var credit =
                new CreditBurnt(
                        wallet("one"), WalletTransactionId.of(Samples.ulid("debit")), usd("25.00"));
        for (Duty duty :
                List.of(
                        new Duty.End(SUBSCRIPTION, Duty.Ending.END_DATE),
                        new Duty.Renew(SUBSCRIPTION, 7),
                        new Duty.FinalizeInvoice(
                                INVOICE,
                                opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, DECEMBER)),
                        new Duty.GiveBackPart(
                                CreditNoteId.of(Samples.ulid("note"))
                                        .backOf(credit.transactionId()),
                                new Duty.NotedCredit(
                                        CreditNoteId.of(Samples.ulid("note")), credit)),
                        new Duty.Refund(
                                RefundId.of(Samples.ulid("refund")),
                                new MoneyBack(
                                        RefundId.of(Samples.ulid("refund")),
                                        PaymentId.of(Samples.ulid("payment")),
                                        usd("5.00"),
                                        CUSTOMER)),
                        new Duty.GiveBack(credit))) {
            dueWork.clear();
            dueWork.apply(List.of(new Owe(SCOPE, DECEMBER, duty)));
            assertThat(dueWork.next(SCOPE, FAR, NOW, 10))
                    .containsExactly(new DueItem(SCOPE, DECEMBER, duty, 0));
        }
    }

    @Test
    void whatIsStillOwedIsToldApartFromWhatIsDone() {
        var one = new Duty.Renew(subscription("one"), 0);
        var two = new Duty.Renew(subscription("two"), 0);
        dueWork.apply(List.of(new Owe(SCOPE, DECEMBER, one), new Owe(SCOPE, DECEMBER, two)));
        List<DueItem> items = dueWork.next(SCOPE, FAR, NOW, 10);
        dueWork.apply(List.of(new DueChange.Settle(DueKind.RENEW, one.subject(), 0)));

        assertThat(dueWork.stillOwed(items)).containsExactly(new DueItem(SCOPE, DECEMBER, two, 0));
    }

    @Test
    void changesOfOneRowHoldInTheirOrderAmongThoseOfOthers() {
        var one = new Duty.Renew(subscription("one"), 0);
        var two = new Duty.Renew(subscription("two"), 0);
        var settleOne = new DueChange.Settle(DueKind.RENEW, one.subject(), 0);
        var settleTwo = new DueChange.Settle(DueKind.RENEW, two.subject(), 0);

        dueWork.apply(
                List.of(
                        settleOne,
                        new Owe(SCOPE, DECEMBER, one),
                        new Owe(SCOPE, DECEMBER, two),
                        new DueChange.Reschedule(DueKind.RENEW, two.subject(), FAR),
                        settleTwo,
                        new Owe(SCOPE, DECEMBER, two),
                        settleTwo,
                        new Owe(SCOPE, DECEMBER, one),
                        new Owe(SCOPE, FAR, one)));

        assertThat(dueWork.next(SCOPE, FAR, NOW, 10))
                .containsExactly(new DueItem(SCOPE, FAR, one, 0));
    }
}
