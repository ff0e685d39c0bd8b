package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Stamp;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.MutableClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was paid on an invoice that does not hold comes back, whatever dies in between. */
class ComingBackTest {
    private static final Instant FINALIZED = DECEMBER.plus(Samples.DELAY.value());

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private void subscribe(SubscriptionId id, SubscriptionTerms terms) {
        views.subscription(id, terms);
        engine.send(new SubscriptionCommand.Create(id, SCOPE, START, terms));
    }

    private void topUp(WalletId id, String credits) {
        var document =
                new WalletDocument(
                        CUSTOMER, USD, null, null, BigDecimal.ONE, BigDecimal.ONE, Map.of());
        engine.send(new WalletCommand.Create(id, SCOPE, START, document));
        engine.send(
                new WalletCommand.TopUp(
                        id,
                        SCOPE,
                        START,
                        WalletTransactionId.of(Samples.ulid("top up " + id)),
                        new BigDecimal(credits),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
        views.wallet(id, CUSTOMER, credits, "1");
    }

    private Report advance(Instant to) {
        return engine.commands().sendAndWait(new PerformUpTo(SCOPE, to));
    }

    private <E> List<E> events(Class<E> type) {
        List<E> found = new ArrayList<>();
        try (var stream = engine.events().openStream(null)) {
            while (stream.hasNextAvailable()) {
                EventMessage<?> event = stream.nextAvailable();
                if (type.isInstance(event.getPayload())) {
                    found.add(type.cast(event.getPayload()));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    @Test
    void aCreditNoteGivesBackTheCreditsThatHadPaidAndAVoidTheRest() {
        topUp(wallet("only"), "50");
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        advance(FINALIZED);
        InvoiceId invoice = events(InvoiceEvent.Finalized.class).getFirst().invoiceId();
        // 4,000 at 0.01 are 40.00, all of it paid by credits: 10 are left
        InvoiceLineId line =
                events(InvoiceEvent.Computed.class).getFirst().lines().getFirst().input().id();

        CreditNoteId note = CreditNoteId.of(Samples.ulid("note"));
        engine.send(
                new InvoicePaymentCommand.CreditLines(
                        invoice, SCOPE, FINALIZED, note, note(invoice, line, "15.00")));
        advance(FINALIZED);
        assertThat(balances()).last().isEqualTo("25");

        engine.send(new InvoiceCommand.VoidInvoice(invoice, SCOPE, FINALIZED, null));
        advance(FINALIZED);
        assertThat(balances()).last().isEqualTo("50");
        assertThat(advance(FINALIZED)).isEqualTo(new Report(0, 0, ""));
    }

    private List<String> balances() {
        return events(WalletEvent.GivenBack.class).stream()
                .map(back -> back.transaction().balanceAfter().stripTrailingZeros().toPlainString())
                .toList();
    }

    private static CreditNoteDocument note(InvoiceId invoice, InvoiceLineId line, String amount) {
        return new CreditNoteDocument(
                invoice,
                CUSTOMER,
                SUBSCRIPTION,
                USD,
                CreditNoteDocument.Reason.BILLING_ERROR,
                List.of(
                        new CreditNoteDocument.Line(
                                CreditNoteLineId.of(Samples.ulid("note line")),
                                line,
                                null,
                                usd(amount),
                                Map.of())),
                null,
                null,
                Map.of());
    }

    private InvoiceId invoiced(String used) {
        views.usage(request -> ViewsInMemory.reading(request, used));
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        advance(FINALIZED);
        return events(InvoiceEvent.Finalized.class).getFirst().invoiceId();
    }

    private PaymentId paid(InvoiceId invoice, String amount) {
        PaymentId payment = PaymentId.of(Samples.ulid("payment"));
        var document =
                new PaymentDocument(
                        invoice,
                        null,
                        CUSTOMER,
                        PaymentMethodType.OFFLINE,
                        usd(amount),
                        PaymentDocument.Origin.REQUESTED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        engine.send(
                new PaymentCommand.Create(
                        payment, SCOPE, FINALIZED, document, PaymentCommand.Processing.NOW));
        advance(FINALIZED);
        assertThat(events(InvoicePaymentEvent.PaymentApplied.class)).hasSize(1);
        shown(payment, document, "0");
        return payment;
    }

    private void shown(PaymentId payment, PaymentDocument document, String refunded) {
        views.payment(
                new PaymentView(
                        payment,
                        SCOPE,
                        document,
                        PaymentView.Status.SUCCEEDED,
                        document.amount(),
                        usd(refunded),
                        List.of(),
                        null,
                        null,
                        null,
                        FINALIZED,
                        null,
                        null,
                        null,
                        null,
                        Stamp.first(FINALIZED, "test", 0)));
    }

    private void refundedByHand(InvoiceId invoice, PaymentId payment, String amount) {
        engine.send(
                new InvoicePaymentCommand.OrderRefund(
                        invoice,
                        SCOPE,
                        FINALIZED,
                        new MoneyBack(
                                RefundId.of(Samples.ulid("by hand")), payment, usd(amount), null)));
    }

    private void voided(InvoiceId invoice) {
        engine.send(
                new InvoiceCommand.VoidInvoice(
                        invoice, SCOPE, FINALIZED, "wrong", MoneyBack.To.PAYMENT));
    }

    private List<Money> back() {
        return events(PaymentEvent.Refunded.class).stream()
                .map(PaymentEvent.Refunded::amount)
                .toList();
    }

    private List<Money> booked() {
        return events(InvoicePaymentEvent.RefundApplied.class).stream()
                .map(InvoicePaymentEvent.RefundApplied::amount)
                .toList();
    }

    /** What is ordered at one moment goes back in full, and no more than that. */
    @Test
    void whatSomebodyGivesBackOfTheSamePaymentDoesNotGoBackTwice() {
        InvoiceId invoice = invoiced("4000");
        PaymentId payment = paid(invoice, "40.00");
        refundedByHand(invoice, payment, "15.00");
        voided(invoice);

        assertThat(advance(FINALIZED).open()).isZero();
        assertThat(back()).containsExactlyInAnyOrder(usd("15.00"), usd("25.00"));
        assertThat(booked()).containsExactlyInAnyOrder(usd("15.00"), usd("25.00"));
    }

    @Test
    void nothingIsOwedBackOnceSomebodyHasGivenAllOfIt() {
        InvoiceId invoice = invoiced("4000");
        PaymentId payment = paid(invoice, "40.00");
        refundedByHand(invoice, payment, "41.00");
        voided(invoice);

        assertThat(advance(FINALIZED).open()).isZero();
        assertThat(back()).containsExactly(usd("40.00"));
    }

    /** 15.00 of 40.00 went back by a note, 25.00 by hand: nothing is left for the void. */
    @Test
    void whatANoteHasGivenBackDoesNotGoBackOnceMore() {
        InvoiceId invoice = invoiced("4000");
        PaymentId payment = paid(invoice, "40.00");
        InvoiceLineId line =
                events(InvoiceEvent.Computed.class).getFirst().lines().getFirst().input().id();
        engine.send(
                new InvoicePaymentCommand.CreditLines(
                        invoice,
                        SCOPE,
                        FINALIZED,
                        CreditNoteId.of(Samples.ulid("note")),
                        note(invoice, line, "15.00")));
        refundedByHand(invoice, payment, "40.00");
        voided(invoice);

        assertThat(advance(FINALIZED).open()).isZero();
        assertThat(back()).containsExactly(usd("25.00"));
        assertThat(booked()).containsExactly(usd("25.00"));
    }

    /** Whoever voids an invoice may die before it has given the money back: nobody has to know. */
    @Test
    void theMoneyOfAVoidInvoiceGoesBackAlthoughWhoVoidedItDiesAtOnce() {
        InvoiceId invoice = invoiced("4000");
        PaymentId payment = paid(invoice, "40.00");

        engine.send(
                new InvoiceCommand.VoidInvoice(
                        invoice, SCOPE, FINALIZED, "wrong", MoneyBack.To.PAYMENT));
        engine.close();

        try (Engine next = new Engine(database.dataSource(), views, machine)) {
            assertThat(next.commands().<Report>sendAndWait(new PerformUpTo(SCOPE, FINALIZED)))
                    .isEqualTo(new Report(2, 0, ""));
            assertThat(next.commands().<Report>sendAndWait(new PerformUpTo(SCOPE, FINALIZED)))
                    .isEqualTo(new Report(0, 0, ""));
            // Who was cut off and comes again gives nothing back a second time.
            next.send(
                    new PaymentCommand.Refund(
                            payment,
                            SCOPE,
                            FINALIZED,
                            RefundId.ofExcess(invoice, payment, usd("40.00")),
                            usd("40.00"),
                            null,
                            null));
        }
        assertThat(events(PaymentEvent.Refunded.class))
                .extracting(PaymentEvent.Refunded::amount)
                .containsExactly(usd("40.00"));
        assertThat(events(InvoicePaymentEvent.RefundApplied.class)).hasSize(1);
    }
}
