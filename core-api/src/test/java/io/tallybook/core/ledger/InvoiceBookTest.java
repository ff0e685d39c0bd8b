package io.tallybook.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
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
        events.add(
                new InvoiceEvent.Opened(
                        INVOICE,
                        SCOPE,
                        new InvoiceOpening(
                                null,
                                CustomerId.of(Ulid.derived(NOW, "customer")),
                                CurrencyCode.of("USD"),
                                BillingReason.MANUAL,
                                0,
                                new BillingPeriod(NOW, NOW.plusSeconds(86_400)),
                                NOW)));
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
