package io.tallybook.command.invoice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.rating.Conventions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvoicePaymentsTest {
    private static final PaymentId FIRST = PaymentId.of(ulid("first"));
    private static final PaymentId SECOND = PaymentId.of(ulid("second"));
    private static final InvoiceEvent.Opened OPENED =
            new InvoiceEvent.Opened(
                    INVOICE,
                    SCOPE,
                    new InvoiceOpening(
                            SUBSCRIPTION,
                            CUSTOMER,
                            USD,
                            BillingReason.SUBSCRIPTION_CYCLE,
                            0,
                            Lines.NOVEMBER,
                            NOW));

    private static Spec<Invoice> invoice(Object... further) {
        List<Object> events = new ArrayList<>(finalized());
        events.addAll(List.of(further));
        return Spec.of(Invoice.class).given(events.toArray());
    }

    /** One line of 20.00, final. */
    private static List<Object> finalized() {
        var line = Lines.fixed("base", Prices.fixed("20.00"), "1");
        InvoiceEvent computed =
                Lines.computed(
                        OPENED,
                        new InvoiceCommand.Compute(
                                INVOICE, SCOPE, NOW, Conventions.FLEXPRICE, List.of(line)));
        return List.of(
                OPENED,
                computed,
                new InvoiceEvent.Finalized(
                        INVOICE,
                        "INV-202311-00001",
                        NOW,
                        NOW.plusSeconds(86_400),
                        List.of(new LineSettlement(line.id(), usd("0"), usd("0"), usd("0"))),
                        List.of(),
                        new InvoiceTotals(
                                usd("20.00"), usd("0"), usd("0"), usd("0"), usd("20.00"))));
    }

    private static InvoicePaymentCommand hold(PaymentId id, String atLeast, String atMost) {
        return new InvoicePaymentCommand.HoldPayment(
                INVOICE, SCOPE, NOW, id, 1, usd(atLeast), usd(atMost));
    }

    private static InvoicePaymentEvent held(PaymentId id, String amount) {
        return new InvoicePaymentEvent.PaymentHeld(INVOICE, id, 1, usd(amount));
    }

    private static InvoicePaymentCommand apply(PaymentId id, String amount) {
        return new InvoicePaymentCommand.ApplyPayment(INVOICE, SCOPE, NOW, id, usd(amount));
    }

    private static InvoicePaymentEvent applied(PaymentId id, String amount) {
        return new InvoicePaymentEvent.PaymentApplied(INVOICE, id, usd(amount), NOW);
    }

    private static InvoicePaymentCommand refund(String name, PaymentId id, String amount) {
        return new InvoicePaymentCommand.ApplyRefund(
                INVOICE, SCOPE, NOW, id, RefundId.of(ulid(name)), usd(amount));
    }

    private static InvoicePaymentEvent refunded(String name, PaymentId id, String amount) {
        return new InvoicePaymentEvent.RefundApplied(
                INVOICE, id, RefundId.of(ulid(name)), usd(amount), NOW);
    }

    @Test
    void moneyThatCameIsNeverRefusedAndCountsOnce() {
        invoice().when(apply(FIRST, "5.00")).happens(INVOICE, applied(FIRST, "5.00"));
        invoice(applied(FIRST, "5.00")).when(apply(FIRST, "5.00")).nothingHappens(INVOICE);
        invoice(applied(FIRST, "5.00"))
                .when(apply(FIRST, "6.00"))
                .isRefused(Reason.CONFLICT, FIRST.value());
        invoice(applied(FIRST, "20.00"))
                .when(apply(SECOND, "7.00"))
                .happens(INVOICE, applied(SECOND, "7.00"));
        invoice(voided()).when(apply(FIRST, "5.00")).happens(INVOICE, applied(FIRST, "5.00"));
    }

    private static InvoiceCommand voidIt(MoneyBack.To to) {
        return new InvoiceCommand.VoidInvoice(INVOICE, SCOPE, NOW, null, to);
    }

    private static InvoiceEvent voided(MoneyBack... money) {
        return new InvoiceEvent.Voided(INVOICE, NOW, List.of(), null, null, List.of(money));
    }

    private static MoneyBack back(
            PaymentId payment, String kept, String amount, @Nullable CustomerId toWalletOf) {
        return new MoneyBack(
                RefundId.ofExcess(INVOICE, payment, usd(kept)), payment, usd(amount), toWalletOf);
    }

    /** 15.00 and 5.00 came, and 2.00 of the first went back: a void owes back the other 18.00. */
    @Test
    void aVoidSaysWhatOfItsMoneyGoesBackAndWhere() {
        Object[] paid = {
            applied(FIRST, "15.00"), applied(SECOND, "5.00"), refunded("r", FIRST, "2.00")
        };
        invoice(paid)
                .when(voidIt(MoneyBack.To.WALLET))
                .happens(
                        INVOICE,
                        voided(
                                back(SECOND, "5.00", "5.00", CUSTOMER),
                                back(FIRST, "13.00", "13.00", CUSTOMER)));
        invoice(paid)
                .when(voidIt(MoneyBack.To.PAYMENT))
                .happens(
                        INVOICE,
                        voided(
                                back(SECOND, "5.00", "5.00", null),
                                back(FIRST, "13.00", "13.00", null)));
        invoice(paid).when(voidIt(MoneyBack.To.NOWHERE)).happens(INVOICE, voided());
        invoice().when(voidIt(MoneyBack.To.WALLET)).happens(INVOICE, voided());
        invoice(voided()).when(voidIt(MoneyBack.To.WALLET)).nothingHappens(INVOICE);
    }

    @Test
    void nothingIsOwedBeforeAnInvoiceIsFinal() {
        Spec.of(Invoice.class)
                .given(OPENED)
                .when(apply(FIRST, "5.00"))
                .isRefused(Reason.INVALID_OPERATION, "not finalized");
        Spec.of(Invoice.class).when(apply(FIRST, "5.00")).doesNotExist();
        invoice()
                .when(
                        new InvoicePaymentCommand.ApplyPayment(
                                INVOICE, OTHER_SCOPE, NOW, FIRST, usd("5.00")))
                .isNotFound();
        invoice().when(apply(FIRST, "0")).isRefusedFor("amount", "more than 0");
    }

    @Test
    void nobodyIsAskedForMoneyThatAnotherIsAskedFor() {
        invoice().when(hold(FIRST, "20.00", "20.00")).happens(INVOICE, held(FIRST, "20.00"));
        invoice(held(FIRST, "20.00")).when(hold(FIRST, "20.00", "20.00")).nothingHappens(INVOICE);
        invoice(held(FIRST, "20.00")).when(hold(FIRST, "5.00", "5.00")).isRefused(Reason.CONFLICT);
        invoice(held(FIRST, "15.00"))
                .when(hold(SECOND, "6.00", "6.00"))
                .isRefused(Reason.INVALID_OPERATION, "5.00");
        invoice(held(FIRST, "15.00"))
                .when(hold(SECOND, "0.01", "20.00"))
                .happens(INVOICE, held(SECOND, "5.00"));
        invoice(applied(FIRST, "20.00"))
                .when(hold(SECOND, "0.01", "20.00"))
                .isRefused(Reason.INVALID_OPERATION);
        invoice(voided()).when(hold(SECOND, "0.01", "20.00")).isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void whatWasKeptForAnAttemptIsFreeAgainAfterIt() {
        var released = new InvoicePaymentEvent.PaymentReleased(INVOICE, FIRST, 1, null);
        invoice(held(FIRST, "20.00"))
                .when(new InvoicePaymentCommand.ReleasePayment(INVOICE, SCOPE, NOW, FIRST, 1, null))
                .happens(INVOICE, released);
        invoice(held(FIRST, "20.00"), released)
                .when(hold(SECOND, "20.00", "20.00"))
                .happens(INVOICE, held(SECOND, "20.00"));
        invoice(held(FIRST, "20.00"), applied(FIRST, "5.00"))
                .when(hold(SECOND, "15.00", "15.00"))
                .happens(INVOICE, held(SECOND, "15.00"));
    }

    @Test
    void noMoreGoesBackThanAPaymentBrought() {
        invoice(applied(FIRST, "5.00"), applied(SECOND, "5.00"))
                .when(refund("r", FIRST, "5.00"))
                .happens(INVOICE, refunded("r", FIRST, "5.00"));
        invoice(applied(FIRST, "5.00"), refunded("r", FIRST, "5.00"))
                .when(refund("r", FIRST, "5.00"))
                .nothingHappens(INVOICE);
        invoice(applied(FIRST, "5.00"), applied(SECOND, "5.00"), refunded("r", FIRST, "3.00"))
                .when(refund("s", FIRST, "2.01"))
                .isRefusedFor("amount", "2.00");
    }

    @Test
    void aCollectionIsGivenUpWhileSomethingIsLeft() {
        var give = new InvoicePaymentCommand.GiveUpCollection(INVOICE, SCOPE, NOW);
        var given = new InvoicePaymentEvent.CollectionGivenUp(INVOICE, NOW);
        invoice().when(give).happens(INVOICE, given);
        invoice(given).when(give).nothingHappens(INVOICE);
        invoice(applied(FIRST, "20.00")).when(give).nothingHappens(INVOICE);
    }

    @Test
    void itIsTheSameMoneyHoweverItIsLookedAt() {
        InvoicePayments none = InvoicePayments.none(USD);
        assertThat(none.status(usd("20.00"))).isEqualTo(InvoicePayments.Status.PENDING);
        InvoicePayments part = none.after(applied(FIRST, "5.00"), usd("20.00"));
        assertThat(part.status(usd("20.00"))).isEqualTo(InvoicePayments.Status.PARTIALLY_PAID);
        assertThat(part.remaining(usd("20.00"))).isEqualTo(usd("15.00"));
        assertThat(part.paidAt()).isNull();
        InvoicePayments more = part.after(applied(SECOND, "17.00"), usd("20.00"));
        assertThat(more.status(usd("20.00"))).isEqualTo(InvoicePayments.Status.OVERPAID);
        assertThat(more.overpaid(usd("20.00"))).isEqualTo(usd("2.00"));
        assertThat(more.paidAt()).isEqualTo(NOW);
        InvoicePayments back = more.after(refunded("r", SECOND, "2.00"), usd("20.00"));
        assertThat(back.status(usd("20.00"))).isEqualTo(InvoicePayments.Status.PARTIALLY_REFUNDED);
        InvoicePayments open = back.after(refunded("s", SECOND, "15.00"), usd("20.00"));
        assertThat(open.remaining(usd("20.00"))).isEqualTo(usd("15.00"));
        assertThat(open.paidAt()).isNull();
        assertThat(open.status(usd("0"))).isEqualTo(InvoicePayments.Status.OVERPAID);
    }

    private static InvoicePaymentCommand passDueDate() {
        return new InvoicePaymentCommand.PassDueDate(INVOICE, SCOPE, NOW);
    }

    private static InvoicePaymentEvent passed(String remaining) {
        return new InvoicePaymentEvent.DueDatePassed(INVOICE, usd(remaining), NOW);
    }

    private static InvoicePaymentCommand writeOff() {
        return new InvoicePaymentCommand.WriteOff(INVOICE, SCOPE, NOW, "insolvent");
    }

    private static InvoicePaymentEvent writtenOff(String amount) {
        return new InvoicePaymentEvent.WrittenOff(INVOICE, usd(amount), "insolvent", NOW);
    }

    private static InvoicePayments after(InvoicePaymentEvent... events) {
        InvoicePayments payments = InvoicePayments.none(USD);
        for (InvoicePaymentEvent event : events) {
            payments = payments.after(event, usd("20.00"));
        }
        return payments;
    }

    @Test
    void aDueDatePassesOnceAndWhatIsLeftIsOverdueUntilItIsPaid() {
        invoice().when(passDueDate()).happens(INVOICE, passed("20.00"));
        invoice(applied(FIRST, "20.00")).when(passDueDate()).happens(INVOICE, passed("0"));
        invoice(passed("20.00")).when(passDueDate()).nothingHappens(INVOICE);
        assertThat(after(passed("20.00")).overdueSince()).isEqualTo(NOW);
        assertThat(after(passed("20.00"), applied(FIRST, "5.00")).overdueSince()).isEqualTo(NOW);
        assertThat(after(passed("20.00"), applied(FIRST, "20.00")).overdueSince()).isNull();
        assertThat(after(applied(FIRST, "20.00"), passed("0")).overdueSince()).isNull();
    }

    @Test
    void whatIsLeftIsWrittenOffOnceAndNotWhileSomebodyIsAskedForIt() {
        invoice(applied(FIRST, "5.00")).when(writeOff()).happens(INVOICE, writtenOff("15.00"));
        invoice(writtenOff("20.00")).when(writeOff()).nothingHappens(INVOICE);
        invoice(held(FIRST, "20.00"))
                .when(writeOff())
                .isRefused(Reason.INVALID_OPERATION, "under way");
        invoice(applied(FIRST, "20.00"))
                .when(writeOff())
                .isRefused(Reason.INVALID_OPERATION, "nothing is left");
        Spec.of(Invoice.class)
                .given(OPENED)
                .when(writeOff())
                .isRefused(Reason.INVALID_OPERATION, "not finalized");
    }

    @Test
    void whatComesInAfterAllIsNoLossAnyMore() {
        InvoicePayments lost = after(applied(FIRST, "5.00"), writtenOff("15.00"));
        assertThat(lost.status(usd("20.00"))).isEqualTo(InvoicePayments.Status.WRITTEN_OFF);
        assertThat(lost.remaining(usd("20.00"))).isEqualTo(usd("0"));
        assertThat(lost.paidAt()).isNull();
        InvoicePayments some = lost.after(applied(SECOND, "10.00"), usd("20.00"));
        assertThat(some.writtenOff()).isEqualTo(usd("5.00"));
        assertThat(some.overpaid(usd("20.00"))).isEqualTo(usd("0"));
        InvoicePayments all = lost.after(applied(SECOND, "17.00"), usd("20.00"));
        assertThat(all.writtenOff()).isEqualTo(usd("0"));
        assertThat(all.overpaid(usd("20.00"))).isEqualTo(usd("2.00"));
        assertThat(all.paidAt()).isEqualTo(NOW);
    }

    @Test
    void aCustomerIsToldOfWhatIsFinalAsOftenAsSomebodyAsks() {
        var ask = new InvoiceCommand.RequestCommunication(INVOICE, SCOPE, NOW);
        invoice().when(ask).happens(INVOICE, new InvoiceEvent.CommunicationRequested(INVOICE, NOW));
        invoice(new InvoiceEvent.CommunicationRequested(INVOICE, NOW))
                .when(ask)
                .happens(INVOICE, new InvoiceEvent.CommunicationRequested(INVOICE, NOW));
        invoice(voided()).when(ask).isRefused(Reason.INVALID_OPERATION, "voided");
        Spec.of(Invoice.class)
                .given(OPENED)
                .when(ask)
                .isRefused(Reason.INVALID_OPERATION, "not finalized");
    }
}
