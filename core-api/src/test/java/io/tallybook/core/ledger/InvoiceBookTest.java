package io.tallybook.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BackToWallets;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.Posting;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is given up is booked, and what comes of it after all. */
class InvoiceBookTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InvoiceId INVOICE = InvoiceId.of(Ulid.derived(NOW, "invoice"));
    private static final Scope SCOPE =
            new Scope(
                    TenantId.of(Ulid.derived(NOW, "tenant")),
                    EnvironmentId.of(Ulid.derived(NOW, "environment")));

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), CurrencyCode.of("USD"));
    }

    /** The balances after an invoice of 20.00 and what followed. */
    private static Map<AccountKind, String> after(InvoiceEvent... further) {
        List<InvoiceEvent> events = new ArrayList<>();
        events.add(opened());
        events.add(
                new InvoiceEvent.Finalized(
                        INVOICE,
                        "INV-1",
                        NOW,
                        NOW,
                        List.of(),
                        List.of(),
                        new InvoiceTotals(
                                usd("20.00"), usd("0"), usd("0"), usd("0"), usd("20.00"))));
        events.addAll(List.of(further));
        return sums(events);
    }

    private static InvoiceEvent opened() {
        return new InvoiceEvent.Opened(
                INVOICE,
                SCOPE,
                new InvoiceOpening(
                        null,
                        CustomerId.of(Ulid.derived(NOW, "customer")),
                        CurrencyCode.of("USD"),
                        BillingReason.MANUAL,
                        0,
                        new BillingPeriod(NOW, NOW.plusSeconds(86_400)),
                        NOW));
    }

    private static Map<AccountKind, String> sums(List<InvoiceEvent> events) {
        Map<AccountKind, BigDecimal> sums = new EnumMap<>(AccountKind.class);
        @Nullable InvoiceBook book = null;
        for (InvoiceEvent event : events) {
            Booked<InvoiceBook> booked = InvoiceBook.on(book, event);
            book = booked.book();
            for (Posting posting : booked.journal().postings()) {
                sums.merge(posting.account().kind(), posting.amount(), BigDecimal::add);
            }
        }
        Map<AccountKind, String> shown = new EnumMap<>(AccountKind.class);
        sums.forEach((kind, sum) -> shown.put(kind, sum.toPlainString()));
        return shown;
    }

    private static InvoiceEvent writtenOff(String amount) {
        return new InvoicePaymentEvent.WrittenOff(INVOICE, usd(amount), null, NOW);
    }

    private static InvoiceEvent paid(String amount) {
        return new InvoicePaymentEvent.PaymentApplied(
                INVOICE, PaymentId.of(Ulid.derived(NOW, amount)), usd(amount), NOW);
    }

    @Test
    void whatIsWrittenOffIsOwedNoLonger() {
        assertThat(after(paid("5.00"), writtenOff("15.00")))
                .containsEntry(AccountKind.WRITTEN_OFF, "15.00")
                .containsEntry(AccountKind.RECEIVABLE, "0.00");
    }

    @Test
    void whatComesAfterAllLowersTheLossAndOnlyTheRestIsTooMuch() {
        assertThat(after(writtenOff("20.00"), paid("12.00")))
                .containsEntry(AccountKind.WRITTEN_OFF, "8.00")
                .containsEntry(AccountKind.RECEIVABLE, "0.00");
        assertThat(after(writtenOff("20.00"), paid("25.00")))
                .containsEntry(AccountKind.WRITTEN_OFF, "0.00")
                .containsEntry(AccountKind.RECEIVABLE, "-5.00");
    }

    /** Of 20.00 credits have paid 12.00; a note takes 11.00 off, of which 8.00 were to be paid. */
    @Test
    void whatANoteGivesBackToWalletsIsOnItsWayToThem() {
        InvoiceEvent finalized =
                new InvoiceEvent.Finalized(
                        INVOICE,
                        "INV-1",
                        NOW,
                        NOW,
                        List.of(),
                        List.of(credit("12.00")),
                        new InvoiceTotals(
                                usd("20.00"), usd("0"), usd("12.00"), usd("0"), usd("8.00")));
        InvoiceEvent noted =
                new InvoicePaymentEvent.LinesCredited(
                        INVOICE,
                        CreditNoteId.of(Ulid.derived(NOW, "note")),
                        CreditNoteDocument.Kind.ADJUSTMENT,
                        note("11.00"),
                        NOW,
                        new BackToWallets(List.of(credit("3.00")), List.of()));
        assertThat(sums(List.of(opened(), finalized, noted)))
                .containsEntry(AccountKind.RECEIVABLE, "0.00")
                .containsEntry(AccountKind.CREDITS_IN_TRANSIT, "9.00")
                .containsEntry(AccountKind.CREDIT_NOTES, "11.00");
        assertThat(
                        sums(
                                List.of(
                                        opened(),
                                        finalized,
                                        noted,
                                        new InvoiceEvent.Voided(
                                                INVOICE, NOW, List.of(credit("9.00")), null))))
                .containsEntry(AccountKind.RECEIVABLE, "0.00")
                .containsEntry(AccountKind.CREDITS_IN_TRANSIT, "0.00")
                .containsEntry(AccountKind.CREDIT_NOTES, "0.00")
                .containsEntry(AccountKind.REVENUE, "0.00");
    }

    private static CreditBurnt credit(String amount) {
        return new CreditBurnt(
                WalletId.of(Ulid.derived(NOW, "wallet")),
                WalletTransactionId.of(Ulid.derived(NOW, "debit")),
                usd(amount));
    }

    private static CreditNoteDocument note(String amount) {
        return new CreditNoteDocument(
                INVOICE,
                CustomerId.of(Ulid.derived(NOW, "customer")),
                null,
                CurrencyCode.of("USD"),
                CreditNoteDocument.Reason.BILLING_ERROR,
                List.of(
                        new CreditNoteDocument.Line(
                                CreditNoteLineId.of(Ulid.derived(NOW, "note line")),
                                InvoiceLineId.of(Ulid.derived(NOW, "line")),
                                null,
                                usd(amount),
                                Map.of())),
                null,
                null,
                Map.of());
    }

    @Test
    void aVoidInvoiceWasNoLoss() {
        assertThat(
                        after(
                                writtenOff("20.00"),
                                new InvoiceEvent.Voided(INVOICE, NOW, List.of(), null)))
                .containsEntry(AccountKind.WRITTEN_OFF, "0.00")
                .containsEntry(AccountKind.RECEIVABLE, "0.00")
                .containsEntry(AccountKind.REVENUE, "0.00");
    }
}
