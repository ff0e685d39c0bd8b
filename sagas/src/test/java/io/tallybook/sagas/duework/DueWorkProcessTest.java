package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.activated;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.cancelled;
import static io.tallybook.sagas.Samples.computed;
import static io.tallybook.sagas.Samples.debited;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.renewed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.ulid;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.invoice.BackToWallets;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceEvent.FinalizationRequested;
import io.tallybook.core.invoice.InvoiceEvent.Opened;
import io.tallybook.core.invoice.InvoiceEvent.Skipped;
import io.tallybook.core.invoice.InvoiceEvent.Voided;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.CancellationScheduled;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletEvent.GivenBack;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.duework.DueChange.Free;
import io.tallybook.sagas.duework.DueChange.Owe;
import io.tallybook.sagas.duework.DueChange.Reschedule;
import io.tallybook.sagas.duework.DueChange.Settle;
import io.tallybook.sagas.duework.DueChange.SettleFrom;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DueWorkProcessTest {
    private static final PauseId PAUSE = PauseId.of(Samples.ulid("pause"));
    private static final WalletTransactionId DEBIT = WalletTransactionId.of(Samples.ulid("debit"));

    @Test
    void aSubscriptionOwesTheRenewalOfItsFirstPeriod() {
        assertThat(DueWorkProcess.react(activated(terms(null)), at(START)))
                .containsExactly(new Owe(SCOPE, DECEMBER, new Duty.Renew(SUBSCRIPTION, 0)));
    }

    @Test
    void aSubscriptionWithAnEndDateOwesItsEndToo() {
        assertThat(DueWorkProcess.react(activated(terms(JANUARY)), at(START)))
                .containsExactly(
                        new Owe(SCOPE, DECEMBER, new Duty.Renew(SUBSCRIPTION, 0)),
                        new Owe(SCOPE, JANUARY, new Duty.End(SUBSCRIPTION, Duty.Ending.END_DATE)));
    }

    @Test
    void aRenewalOwesTheNextAndIsItselfOwedUntilItsInvoiceIsOpen() {
        assertThat(DueWorkProcess.react(renewed(), at(DECEMBER)))
                .containsExactly(new Owe(SCOPE, JANUARY, new Duty.Renew(SUBSCRIPTION, 1)));
    }

    @Test
    void aDraftThatSomebodyWantsToSeeIsOwedUntilItIsShownOrCountsNoLonger() {
        var opening = opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, JANUARY);
        var asked = new InvoiceEvent.ComputationRequested(INVOICE, DECEMBER, opening);
        var shown = new InvoiceEvent.DraftComputed(INVOICE, List.of(), usd("0"), "00", "1", null);

        assertThat(DueWorkProcess.react(asked, at(DECEMBER)))
                .containsExactly(new Owe(SCOPE, DECEMBER, new Duty.ComputeDraft(INVOICE, opening)));
        assertThat(DueWorkProcess.react(shown, at(DECEMBER)))
                .containsExactly(new Settle(DueKind.COMPUTE_DRAFT, INVOICE, 0));
    }

    @Test
    void aTrialThatEndsOtherwiseIsClosedAtItsNewEnd() {
        var event =
                new SubscriptionEvent.TrialChanged(
                        SUBSCRIPTION, NOVEMBER, new BillingPeriod(START, JANUARY), JANUARY);

        assertThat(DueWorkProcess.react(event, at(START)))
                .containsExactly(new Owe(SCOPE, JANUARY, new Duty.Renew(SUBSCRIPTION, 0)));
    }

    @Test
    void anAgreedCancellationIsOwedAtItsMoment() {
        var event =
                new CancellationScheduled(
                        SUBSCRIPTION, CancellationType.END_OF_PERIOD, START, DECEMBER, null);

        assertThat(DueWorkProcess.react(event, at(START)))
                .containsExactly(
                        new Owe(
                                SCOPE,
                                DECEMBER,
                                new Duty.End(SUBSCRIPTION, Duty.Ending.CANCELLATION)));
    }

    @Test
    void anEndForAnUnpaidInvoiceKeepsThePromiseOfItsGrace() {
        assertThat(
                        DueWorkProcess.react(
                                cancelled(null, OpenUsage.INVOICED).unpaid(INVOICE), at(DECEMBER)))
                .contains(new Settle(DueKind.END_GRACE, INVOICE, 0));
    }

    @Test
    void anEndOwesTheLastInvoiceAndNoFurtherRenewal() {
        assertThat(DueWorkProcess.react(cancelled(NOVEMBER, OpenUsage.INVOICED), at(DECEMBER)))
                .containsExactly(
                        new SettleFrom(DueKind.RENEW, SUBSCRIPTION, 0),
                        new SettleFrom(DueKind.END, SUBSCRIPTION, 0),
                        new Settle(DueKind.GIVE_UP, SUBSCRIPTION, 0),
                        new Free(SUBSCRIPTION, DECEMBER),
                        new Settle(DueKind.RESUME, SUBSCRIPTION, 0),
                        new Owe(
                                SCOPE,
                                DECEMBER,
                                new Duty.End(SUBSCRIPTION, Duty.Ending.CANCELLATION)));
    }

    @Test
    void anEndWithoutALastInvoiceOwesNothing() {
        for (var event :
                List.of(
                        cancelled(NOVEMBER, OpenUsage.FORGIVEN),
                        cancelled(null, OpenUsage.INVOICED))) {
            assertThat(DueWorkProcess.react(event, at(DECEMBER)))
                    .containsExactly(
                            new SettleFrom(DueKind.RENEW, SUBSCRIPTION, 0),
                            new SettleFrom(DueKind.END, SUBSCRIPTION, 0),
                            new Settle(DueKind.GIVE_UP, SUBSCRIPTION, 0),
                            new Free(SUBSCRIPTION, event.cancelledAt()),
                            new Settle(DueKind.RESUME, SUBSCRIPTION, 0));
        }
    }

    @Test
    void whatAnEndLeavesUnusedIsOwedToAWalletUntilItIsThere() {
        List<Amendment.Unused> parts =
                List.of(new Amendment.Unused(LineItemId.of(ulid("line")), NOVEMBER, usd("21.00")));
        var ended =
                new SubscriptionEvent.Cancelled(
                        SUBSCRIPTION,
                        CancellationType.IMMEDIATE,
                        DECEMBER,
                        DECEMBER,
                        0,
                        NOVEMBER,
                        OpenUsage.INVOICED,
                        null,
                        new Unspent(parts, usd("21.00"), usd("5.00")),
                        null);
        Duty.CreditUnused owed =
                Duty.CreditUnused.of(
                        DECEMBER,
                        new Duty.UnusedAmount(
                                SUBSCRIPTION, SUBSCRIPTION.value(), parts, usd("5.00")));

        assertThat(DueWorkProcess.react(ended, at(DECEMBER)))
                .contains(new Owe(SCOPE, DECEMBER, owed));
        assertThat(CreditsDue.react(brought(owed), at(DECEMBER)))
                .containsExactly(new Settle(DueKind.UNUSED_CREDIT, owed.subject(), 0));
    }

    private static WalletEvent.ToppedUp brought(Duty.CreditUnused owed) {
        return new WalletEvent.ToppedUp(
                wallet("one"),
                new TransactionDocument(
                        owed.subject(),
                        TransactionDocument.Type.CREDIT,
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        new BigDecimal("5.00"),
                        usd("5.00"),
                        BigDecimal.ZERO,
                        new BigDecimal("5.00"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(Duty.CreditUnused.CHANGE, owed.unused().key()),
                        List.of()));
    }

    @Test
    void whatIsHeldBackIsGivenUpAtItsMomentUnlessItIsPaid() {
        var awaited = new SubscriptionEvent.PaymentAwaited(SUBSCRIPTION, INVOICE, START, DECEMBER);
        var arrived = new SubscriptionEvent.PaymentArrived(SUBSCRIPTION, INVOICE, START);

        assertThat(DueWorkProcess.react(awaited, at(START)))
                .containsExactly(new Owe(SCOPE, DECEMBER, new Duty.GiveUp(SUBSCRIPTION)));
        assertThat(DueWorkProcess.react(arrived, at(START)))
                .containsExactly(
                        new Settle(DueKind.GIVE_UP, SUBSCRIPTION, 0),
                        new Free(SUBSCRIPTION, START));
    }

    @Test
    void aPauseOwesItsInvoiceAndItsEndAndNoRenewal() {
        var order = pause(PauseOrder.Mode.IMMEDIATE, START, JANUARY);
        var event = new SubscriptionEvent.Paused(SUBSCRIPTION, order, 0, NOVEMBER, NOVEMBER);

        assertThat(DueWorkProcess.react(event, at(START)))
                .containsExactly(
                        new SettleFrom(DueKind.RENEW, SUBSCRIPTION, 0),
                        new Owe(SCOPE, START, new Duty.Pause(SUBSCRIPTION, PAUSE)),
                        new Owe(SCOPE, JANUARY, new Duty.Resume(SUBSCRIPTION)));
    }

    @Test
    void anAgreedPauseIsOwedAtItsMomentUntilItIsGivenUp() {
        var order = pause(PauseOrder.Mode.SCHEDULED, DECEMBER, null);

        assertThat(
                        DueWorkProcess.react(
                                new SubscriptionEvent.PauseScheduled(SUBSCRIPTION, order),
                                at(START)))
                .containsExactly(new Owe(SCOPE, DECEMBER, new Duty.Pause(SUBSCRIPTION, PAUSE)));
        assertThat(
                        DueWorkProcess.react(
                                new SubscriptionEvent.PauseWithdrawn(SUBSCRIPTION, PAUSE, START),
                                at(START)))
                .containsExactly(new Settle(DueKind.PAUSE, PAUSE, 0));
    }

    @Test
    void whatGoesOnOwesTheRenewalOfItsPeriodAndTheInvoiceOfOneThatBegins() {
        var event =
                new SubscriptionEvent.Resumed(
                        SUBSCRIPTION,
                        PAUSE,
                        DECEMBER,
                        ResumeMode.AUTO,
                        0,
                        1,
                        new BillingPeriod(DECEMBER, JANUARY));

        assertThat(DueWorkProcess.react(event, at(DECEMBER)))
                .containsExactly(
                        new Settle(DueKind.RESUME, SUBSCRIPTION, 0),
                        new Owe(SCOPE, JANUARY, new Duty.Renew(SUBSCRIPTION, 1)),
                        new Owe(SCOPE, DECEMBER, new Duty.Renew(SUBSCRIPTION, 0)));
    }

    private static PauseOrder pause(PauseOrder.Mode mode, Instant from, @Nullable Instant until) {
        return new PauseOrder(PAUSE, mode, from, until, Course.Rest.LATER, START, null, Map.of());
    }

    @Test
    void theInvoiceOfAPeriodKeepsThePromiseOfItsRenewal() {
        var opening = opening(BillingReason.SUBSCRIPTION_CYCLE, 3, NOVEMBER, JANUARY);

        assertThat(DueWorkProcess.react(new Opened(INVOICE, SCOPE, opening), at(DECEMBER)))
                .containsExactly(
                        new Owe(SCOPE, JANUARY, new Duty.FinalizeInvoice(INVOICE, opening)),
                        new Settle(DueKind.RENEW, SUBSCRIPTION, 3),
                        new Free(SUBSCRIPTION, DECEMBER));
    }

    @Test
    void theInvoiceOfABeginningKeepsNoRenewalsPromise() {
        var opening = opening(BillingReason.SUBSCRIPTION_CREATE, 0, NOVEMBER, START);

        assertThat(DueWorkProcess.react(new Opened(INVOICE, SCOPE, opening), at(START)))
                .containsExactly(
                        new Owe(SCOPE, START, new Duty.FinalizeInvoice(INVOICE, opening)),
                        new Free(SUBSCRIPTION, START));
    }

    @Test
    void theLastInvoiceKeepsThePromiseOfTheEnd() {
        var opening = opening(BillingReason.SUBSCRIPTION_CANCEL, 0, NOVEMBER, JANUARY);

        assertThat(DueWorkProcess.react(new Opened(INVOICE, SCOPE, opening), at(DECEMBER)))
                .containsExactly(
                        new Owe(SCOPE, JANUARY, new Duty.FinalizeInvoice(INVOICE, opening)),
                        new SettleFrom(DueKind.END, SUBSCRIPTION, 0),
                        new Free(SUBSCRIPTION, DECEMBER));
    }

    @Test
    void aRequestMovesTheFinalization() {
        Instant now = Instant.parse("2023-12-01T00:30:00Z");

        assertThat(DueWorkProcess.react(new FinalizationRequested(INVOICE, now), at(now)))
                .containsExactly(new Reschedule(DueKind.FINALIZE, INVOICE, now));
    }

    @Test
    void aComputedInvoiceIsStillOwedItsNumber() {
        assertThat(DueWorkProcess.react(computed("40.00"), at(DECEMBER)))
                .containsExactly(new Settle(DueKind.COMPUTE_DRAFT, INVOICE, 0));
    }

    @Test
    void anInvoiceWithNothingToChargeIsDone() {
        var skipped = new Skipped(INVOICE, List.of(), usd("0.00"), "00", "1");

        assertThat(DueWorkProcess.react(skipped, at(DECEMBER)))
                .containsExactly(
                        new Settle(DueKind.FINALIZE, INVOICE, 0),
                        new Settle(DueKind.COMPUTE_DRAFT, INVOICE, 0),
                        new Free(INVOICE, DECEMBER));
    }

    @Test
    void aParkedInvoiceIsOwedByNobodyUntilItIsReleased() {
        var parked = new InvoiceEvent.Parked(INVOICE, DECEMBER, List.of(), List.of(), usd("1.00"));
        InvoiceOpening opening =
                opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, DECEMBER)
                        .finalizedAt(JANUARY);
        var released = new InvoiceEvent.Released(INVOICE, JANUARY, opening, List.of(), null);

        assertThat(DueWorkProcess.react(parked, at(DECEMBER)))
                .containsExactly(new Settle(DueKind.FINALIZE, INVOICE, 0));
        assertThat(DueWorkProcess.react(released, at(JANUARY)))
                .containsExactly(
                        new Owe(SCOPE, JANUARY, new Duty.FinalizeInvoice(INVOICE, opening)));
    }

    @Test
    void aVoidOwesEachDebitItsGivingBack() {
        var credit = new CreditBurnt(wallet("one"), DEBIT, usd("25.00"));

        assertThat(
                        DueWorkProcess.react(
                                new Voided(INVOICE, JANUARY, List.of(credit), null), at(JANUARY)))
                .containsExactly(
                        new Settle(DueKind.FINALIZE, INVOICE, 0),
                        new Settle(DueKind.COMPUTE_DRAFT, INVOICE, 0),
                        new Settle(DueKind.PASS_DUE_DATE, INVOICE, 0),
                        new Free(INVOICE, JANUARY),
                        new Owe(SCOPE, JANUARY, new Duty.GiveBack(credit)));
    }

    @Test
    void whatIsFinalAndNotFreeOwesItsDueDateUntilItHasPassed() {
        assertThat(DueWorkProcess.react(finalized("20.00"), at(DECEMBER)))
                .containsExactly(
                        new Settle(DueKind.FINALIZE, INVOICE, 0),
                        new Free(INVOICE, DECEMBER),
                        new Owe(SCOPE, JANUARY, new Duty.PassDueDate(INVOICE)));
        assertThat(DueWorkProcess.react(finalized("0"), at(DECEMBER)))
                .containsExactly(
                        new Settle(DueKind.FINALIZE, INVOICE, 0), new Free(INVOICE, DECEMBER));
        assertThat(
                        DueWorkProcess.react(
                                new InvoicePaymentEvent.DueDatePassed(
                                        INVOICE, usd("20.00"), JANUARY),
                                at(JANUARY)))
                .containsExactly(
                        new Settle(DueKind.PASS_DUE_DATE, INVOICE, 0),
                        new Owe(SCOPE, JANUARY, new Duty.EndGrace(INVOICE)));
        assertThat(
                        DueWorkProcess.react(
                                new InvoicePaymentEvent.DueDatePassed(INVOICE, usd("0"), JANUARY),
                                at(JANUARY)))
                .containsExactly(new Settle(DueKind.PASS_DUE_DATE, INVOICE, 0));
        assertThat(
                        DueWorkProcess.react(
                                new InvoiceEvent.Described(
                                        INVOICE,
                                        new InvoiceDetails(null, Map.of(), JANUARY, null, null)),
                                at(DECEMBER)))
                .containsExactly(new Reschedule(DueKind.PASS_DUE_DATE, INVOICE, JANUARY));
    }

    private static InvoiceEvent.Finalized finalized(String total) {
        return new InvoiceEvent.Finalized(
                INVOICE,
                "INV-202312-00001",
                DECEMBER,
                JANUARY,
                List.of(),
                List.of(),
                new InvoiceTotals(usd(total), usd("0"), usd("0"), usd("0"), usd(total)));
    }

    @Test
    void aVoidOwesBackWhatWasPaidUntilItHasGoneBack() {
        PaymentId payment = PaymentId.of(Samples.ulid("payment"));
        var money =
                new MoneyBack(
                        RefundId.ofExcess(INVOICE, payment, usd("20.00")),
                        payment,
                        usd("20.00"),
                        CUSTOMER);
        var voided = new Voided(INVOICE, JANUARY, List.of(), null, null, List.of(money));
        var refund = new Duty.Refund(money.refundId(), money);

        assertThat(DueWorkProcess.react(voided, at(JANUARY)))
                .contains(new Owe(SCOPE, JANUARY, refund));
        assertThat(DutyCommand.of(new DueItem(SCOPE, JANUARY, refund, 0)))
                .isEqualTo(
                        new PaymentCommand.Refund(
                                payment,
                                SCOPE,
                                JANUARY,
                                money.refundId(),
                                usd("20.00"),
                                null,
                                CUSTOMER));
        assertThat(
                        DueWorkProcess.react(
                                new PaymentEvent.Refunded(
                                        payment,
                                        INVOICE,
                                        money.refundId(),
                                        usd("20.00"),
                                        null,
                                        JANUARY,
                                        CUSTOMER),
                                at(JANUARY)))
                .containsExactly(
                        new Settle(DueKind.REFUND, money.refundId(), 0),
                        new Owe(
                                SCOPE,
                                JANUARY,
                                new Duty.BookRefund(
                                        money.refundId(),
                                        new Duty.BookedRefund(INVOICE, payment, usd("20.00")))));
    }

    private static final CreditNoteId NOTE = CreditNoteId.of(Samples.ulid("note"));

    private static InvoicePaymentEvent.LinesCredited credited(String of, String backToWallet) {
        var line =
                new CreditNoteDocument.Line(
                        CreditNoteLineId.of(Samples.ulid("note line")),
                        InvoiceLineId.of(Samples.ulid("line")),
                        null,
                        usd(of),
                        Map.of());
        var note =
                new CreditNoteDocument(
                        INVOICE,
                        CUSTOMER,
                        SUBSCRIPTION,
                        USD,
                        CreditNoteDocument.Reason.BILLING_ERROR,
                        List.of(line),
                        null,
                        null,
                        Map.of());
        return new InvoicePaymentEvent.LinesCredited(
                INVOICE,
                NOTE,
                CreditNoteDocument.Kind.REFUND,
                note,
                JANUARY,
                new BackToWallets(
                        List.of(new CreditBurnt(wallet("one"), DEBIT, usd(backToWallet))),
                        List.of(
                                new BackToWallets.OfLine(
                                        line.invoiceLineId(), usd(backToWallet)))));
    }

    @Test
    void aCreditNoteOwesWalletsWhatTheyHadPaid() {
        var event = credited("9.00", "4.00");
        WalletTransactionId back = NOTE.backOf(DEBIT);
        var part = new Duty.GiveBackPart(back, new Duty.NotedCredit(NOTE, event.credits().get(0)));

        assertThat(DueWorkProcess.react(event, at(JANUARY)))
                .containsExactly(
                        new Owe(SCOPE, JANUARY, part),
                        new Owe(
                                SCOPE,
                                JANUARY,
                                new Duty.IssueNote(
                                        NOTE, new Duty.Credited(event.note(), event.kind()))));
        assertThat(DutyCommand.of(new DueItem(SCOPE, JANUARY, part, 0)))
                .isEqualTo(
                        new WalletCommand.GiveBack(
                                wallet("one"), SCOPE, JANUARY, back, DEBIT, usd("4.00"), NOTE));
        // 5.00 of it are money, and come by another way
        assertThat(event.money()).isEqualTo(usd("5.00"));
    }

    @Test
    void whatACreditNoteGaveBackIsNoLongerOwedAndAVoidStillOwesTheRest() {
        var debited = debited(wallet("one"), DEBIT, "25.00");

        assertThat(
                        CreditsDue.react(
                                new GivenBack(wallet("one"), DEBIT, debited.transaction(), NOTE),
                                at(DECEMBER)))
                .containsExactly(new Settle(DueKind.GIVE_BACK_PART, debited.transaction().id(), 0));
    }

    @Test
    void whatWasGivenBackIsNoLongerOwed() {
        var debited = debited(wallet("one"), DEBIT, "25.00");

        assertThat(CreditsDue.react(debited, at(DECEMBER))).isEmpty();
        assertThat(
                        CreditsDue.react(
                                new GivenBack(wallet("one"), DEBIT, debited.transaction()),
                                at(DECEMBER)))
                .containsExactly(new Settle(DueKind.GIVE_BACK, DEBIT, 0));
    }
}
