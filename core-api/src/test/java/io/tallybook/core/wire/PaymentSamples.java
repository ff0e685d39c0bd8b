package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BackToWallets;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of each kind about payments. */
final class PaymentSamples {
    private static final Instant MOMENT = Instant.parse("2023-12-01T02:00:00Z");
    private static final Instant LATER = Instant.parse("2023-12-02T02:00:00Z");
    private static final InvoiceId INVOICE = InvoiceId.of(ulid("invoice"));
    private static final PaymentId PAYMENT = PaymentId.of(ulid("payment"));
    private static final RefundId REFUND = RefundId.of(ulid("refund"));
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));

    private static final CreditNoteId NOTE = CreditNoteId.of(ulid("credit note"));

    private PaymentSamples() {}

    static List<Object> all() {
        return List.of(
                new PaymentEvent.Created(PAYMENT, SCOPE, payment()),
                new PaymentEvent.Described(PAYMENT, "sandbox", "pm_2", Map.of("by", "phone")),
                new PaymentEvent.AttemptBegun(PAYMENT, 1, payment()),
                new PaymentEvent.CustomerAsked(PAYMENT, 1, "ch_1", "https://pay.example/ch_1"),
                new PaymentEvent.Succeeded(PAYMENT, INVOICE, 1, usd("20.00"), "ch_1", MOMENT),
                new PaymentEvent.Declined(
                        PAYMENT,
                        INVOICE,
                        1,
                        "insufficient_funds",
                        "the card has not enough funds",
                        MOMENT,
                        LATER),
                new PaymentEvent.Refunded(PAYMENT, INVOICE, REFUND, usd("5.00"), "re_1", LATER),
                new PaymentEvent.Voided(PAYMENT, INVOICE, 1, LATER),
                new PaymentEvent.Deleted(PAYMENT),
                new InvoicePaymentEvent.PaymentHeld(INVOICE, PAYMENT, 1, usd("20.00")),
                new InvoicePaymentEvent.PaymentReleased(INVOICE, PAYMENT, 1, LATER),
                new InvoicePaymentEvent.PaymentApplied(INVOICE, PAYMENT, usd("20.00"), MOMENT),
                new InvoicePaymentEvent.RefundOrdered(
                        INVOICE, new MoneyBack(REFUND, PAYMENT, usd("5.00"), null), LATER),
                new InvoicePaymentEvent.RefundApplied(INVOICE, PAYMENT, REFUND, usd("5.00"), LATER),
                new InvoicePaymentEvent.CollectionGivenUp(INVOICE, LATER),
                new InvoicePaymentEvent.DueDatePassed(INVOICE, usd("15.00"), LATER),
                new InvoicePaymentEvent.WrittenOff(INVOICE, usd("15.00"), "insolvent", LATER),
                new InvoiceEvent.CommunicationRequested(INVOICE, LATER),
                new InvoicePaymentEvent.LinesCredited(
                        INVOICE,
                        NOTE,
                        CreditNoteDocument.Kind.REFUND,
                        note(),
                        LATER,
                        new BackToWallets(
                                List.of(
                                        new CreditBurnt(
                                                WalletId.of(ulid("wallet")),
                                                WalletTransactionId.of(ulid("debit")),
                                                usd("2.00"))),
                                List.of(
                                        new BackToWallets.OfLine(
                                                InvoiceLineId.of(ulid("invoice line")),
                                                usd("2.00"))))),
                new InvoicePaymentEvent.CreditTakenBack(INVOICE, NOTE, LATER),
                new CreditNoteEvent.Drafted(NOTE, SCOPE, note()),
                new CreditNoteEvent.Issued(
                        NOTE,
                        SCOPE,
                        note(),
                        CreditNoteDocument.Kind.REFUND,
                        "CN-202312-00001",
                        LATER),
                new CreditNoteEvent.Voided(NOTE, LATER));
    }

    private static CreditNoteDocument note() {
        return new CreditNoteDocument(
                INVOICE,
                CustomerId.of(ulid("customer")),
                SubscriptionId.of(ulid("subscription")),
                CurrencyCode.of("USD"),
                CreditNoteDocument.Reason.BILLING_ERROR,
                List.of(
                        new CreditNoteDocument.Line(
                                CreditNoteLineId.of(ulid("note line")),
                                InvoiceLineId.of(ulid("invoice line")),
                                "Fee",
                                usd("5.00"),
                                Map.of("a", "b"))),
                "we are sorry",
                "note-7",
                Map.of("source", "import"));
    }

    private static PaymentDocument payment() {
        return new PaymentDocument(
                INVOICE,
                "INV-202312-00001",
                CustomerId.of(ulid("customer")),
                PaymentMethodType.CARD,
                usd("20.00"),
                PaymentDocument.Origin.REQUESTED,
                "sandbox",
                "pm_1",
                "https://shop.example/thanks",
                "https://shop.example/back",
                "order-7",
                Map.of("source", "import"));
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(MOMENT, name);
    }

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), CurrencyCode.of("USD"));
    }
}
