package io.tallybook.sagas.collection;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.core.Stamp;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoicePaymentEvent.LinesCredited;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Samples;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaidByCreditsTest {
    private static final PaymentId FIRST = PaymentId.of(Samples.ulid("first"));
    private static final PaymentId LATEST = PaymentId.of(Samples.ulid("latest"));
    private static final CreditNoteId NOTE = CreditNoteId.of(Samples.ulid("note"));
    private static final CreditNoteId BEFORE = CreditNoteId.of(Samples.ulid("before"));

    private static InvoicePayments.Note note(CreditNoteId id, Kind kind, String amount) {
        return new InvoicePayments.Note(id, kind, usd(amount), List.of(), null);
    }

    /** 20.00 came first and then 10.00. */
    private static InvoicePayments paid(InvoicePayments.Note... notes) {
        return new InvoicePayments(
                List.of(
                        new InvoicePayments.Applied(FIRST, usd("20.00"), DECEMBER),
                        new InvoicePayments.Applied(LATEST, usd("10.00"), DECEMBER)),
                List.of(),
                List.of(),
                List.of(notes),
                Money.zero(USD),
                DECEMBER,
                null,
                null);
    }

    private static LinesCredited credited(String amount) {
        return new LinesCredited(
                INVOICE,
                NOTE,
                Kind.REFUND,
                new CreditNoteDocument(
                        INVOICE,
                        CUSTOMER,
                        null,
                        USD,
                        CreditNoteDocument.Reason.BILLING_ERROR,
                        List.of(
                                new CreditNoteDocument.Line(
                                        CreditNoteLineId.of(Samples.ulid("note line")),
                                        InvoiceLineId.of(Samples.ulid("line")),
                                        null,
                                        usd(amount),
                                        Map.of())),
                        null,
                        null,
                        Map.of()),
                DECEMBER);
    }

    @Test
    void aCreditNoteGivesBackTheLatestPaymentFirst() {
        assertThat(PaidByCredits.noted(paid(note(NOTE, Kind.REFUND, "14.00")), credited("14.00")))
                .containsExactly(entry(LATEST, usd("10.00")), entry(FIRST, usd("4.00")));
    }

    @Test
    void whatEarlierNotesGaveBackIsGone() {
        InvoicePayments money =
                paid(
                        note(BEFORE, Kind.REFUND, "7.00"),
                        note(NOTE, Kind.REFUND, "5.00"),
                        note(CreditNoteId.of(Samples.ulid("later")), Kind.REFUND, "9.00"));

        assertThat(PaidByCredits.noted(money, credited("5.00")))
                .containsExactly(entry(LATEST, usd("3.00")), entry(FIRST, usd("2.00")));
        // 30.00 came, 21.00 went back by notes: 9.00 of the first payment are left
        assertThat(money.excess(usd("0")))
                .extracting(InvoicePayments.Excess::paymentId, InvoicePayments.Excess::amount)
                .containsExactly(tuple(FIRST, usd("9.00")));
        assertThat(money.refundableOf(FIRST)).isEqualTo(money.keptOf(FIRST).minus(usd("11.00")));
        assertThat(money.refundableOf(LATEST)).isEqualTo(money.keptOf(LATEST).minus(usd("10.00")));
    }

    private static PaymentView payment(PaymentMethodType method, @Nullable String reference) {
        return new PaymentView(
                LATEST,
                Samples.SCOPE,
                new PaymentDocument(
                        INVOICE,
                        null,
                        CUSTOMER,
                        method,
                        usd("10.00"),
                        PaymentDocument.Origin.REQUESTED,
                        null,
                        wallet("one").value(),
                        null,
                        null,
                        null,
                        Map.of()),
                PaymentView.Status.SUCCEEDED,
                usd("10.00"),
                usd("0"),
                List.of(),
                reference,
                null,
                null,
                DECEMBER,
                null,
                null,
                null,
                null,
                Stamp.first(DECEMBER, "test", 0));
    }

    @Test
    void onlyWhatAWalletWasAskedForComesFromCredits() {
        WalletTransactionId debit = WalletTransactionId.of(Samples.ulid("debit"));

        assertThat(PaidByCredits.of(payment(PaymentMethodType.CREDITS, debit.value())))
                .contains(new PaidByCredits(wallet("one"), debit));
        assertThat(PaidByCredits.of(payment(PaymentMethodType.CREDITS, null))).isEmpty();
        assertThat(PaidByCredits.of(payment(PaymentMethodType.CREDITS, "by hand"))).isEmpty();
        assertThat(PaidByCredits.of(payment(PaymentMethodType.CARD, debit.value()))).isEmpty();
    }
}
