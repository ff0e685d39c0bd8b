package io.tallybook.api.flexprice.invoice.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written on paper is read back from it. */
class InvoicePdfTest {
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final Instant START = Instant.parse("2024-02-01T00:00:00Z");
    private static final BillingPeriod FEBRUARY =
            new BillingPeriod(START, Instant.parse("2024-03-01T00:00:00Z"));
    private static final Scope SCOPE =
            new Scope(
                    TenantId.of(Ulid.derived(START, "tenant")),
                    EnvironmentId.of(Ulid.derived(START, "environment")));

    private static Money eur(String amount) {
        return Money.of(new BigDecimal(amount), EUR);
    }

    private static InvoiceLine line(int n, String name, String amount) {
        return new InvoiceLine(
                InvoiceLineInput.plain(
                        InvoiceLineId.of(Ulid.derived(START, "line", Integer.toString(n))),
                        name,
                        "Team",
                        FEBRUARY,
                        new BigDecimal("1234.5"),
                        InvoiceLineInput.Plain.of(eur(amount))),
                new BigDecimal(amount),
                eur(amount),
                List.of());
    }

    private static CustomerView buyer() {
        return new CustomerView(
                CustomerId.of(Ulid.derived(START, "customer")),
                SCOPE,
                "müller",
                new PersonalData(
                        "Müller & Söhne 株式会社",
                        "billing@mueller.test",
                        null,
                        "Hauptstraße 1",
                        null,
                        "Köln",
                        null,
                        "50667",
                        "DE"),
                "UTC",
                Map.of(),
                CustomerTerms.NONE,
                CustomerView.PersonalDataState.HELD,
                Stamp.first(START, "test", 0));
    }

    /** 1,100.00 less a tenth, 200.00 of it paid by credits, and 19 % on 990.00. */
    private static InvoiceView invoice(List<InvoiceLine> lines) {
        var coupon =
                new Adjustments.Coupon(
                        CouponAssociationId.of(Ulid.derived(START, "held")),
                        CouponId.of(Ulid.derived(START, "coupon")),
                        new CouponDocument(
                                "Welcome",
                                null,
                                CouponDocument.Type.PERCENTAGE,
                                null,
                                BigDecimal.TEN,
                                null,
                                CouponDocument.Cadence.ONCE,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Map.of()),
                        null,
                        List.of(),
                        Adjustments.Reach.INVOICE);
        var tax =
                new Adjustments.Tax(
                        TaxRateId.of(Ulid.derived(START, "rate")),
                        new TaxRateDocument(
                                "MwSt",
                                "mwst",
                                null,
                                TaxRateDocument.Type.PERCENTAGE,
                                new BigDecimal("19"),
                                null,
                                TaxRateDocument.Placement.EXCLUSIVE,
                                TaxRateDocument.Reach.INTERNAL,
                                TaxRateDocument.Status.ACTIVE,
                                Map.of()),
                        TaxAssociationId.of(Ulid.derived(START, "borne")),
                        TaxAssociationDocument.Bearer.CUSTOMER,
                        "cust");
        return new InvoiceView(
                InvoiceId.of(Ulid.derived(START, "invoice")),
                SCOPE,
                new InvoiceOpening(
                        null, buyer().id(), EUR, BillingReason.MANUAL, 0, FEBRUARY, FEBRUARY.end()),
                InvoiceView.Status.FINALIZED,
                "INV-202403-00001",
                lines,
                List.of(),
                List.of(),
                new InvoiceTotals(
                        eur("1100.00"), eur("110.00"), eur("200.00"), eur("188.10"), eur("978.10")),
                FEBRUARY.end(),
                FEBRUARY.end(),
                Instant.parse("2024-03-15T00:00:00Z"),
                null,
                null,
                null,
                Stamp.first(START, "test", 0),
                null,
                null,
                new AdjustmentsApplied(
                        List.of(
                                new AdjustmentsApplied.CouponApplied(
                                        coupon, eur("1100.00"), eur("110.00"), List.of())),
                        List.of(
                                new AdjustmentsApplied.TaxApplied(
                                        tax, eur("990.00"), eur("188.10")))));
    }

    private static byte[] pdf(List<InvoiceLine> lines, String language) {
        return InvoicePdf.of(
                InvoiceDocument.of(
                        invoice(lines),
                        new TenantDocument("Tally GmbH", null, Map.of()),
                        buyer(),
                        new Words(Locale.forLanguageTag(language), ZoneId.of("UTC"))));
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read).replace('\u00a0', ' ');
        }
    }

    @Test
    void aCustomerReadsNumberDatesLinesDiscountsTaxesCreditsAndTotalsInItsOwnLanguage()
            throws IOException {
        String read = text(pdf(List.of(line(0, "Seats", "1100.00")), "de-DE"));
        assertThat(read)
                .contains("Rechnung", "INV-202403-00001", "Tally GmbH", "Köln", "Hauptstraße 1")
                .contains("Fällig", "15.03.2024", "01.02.2024 – 29.02.2024", "EUR")
                .contains("Seats 1.234,5 1.100,00 €", "Team · 01.02.2024 – 29.02.2024")
                .contains("Zwischensumme 1.100,00 €")
                .contains("Welcome (10 %) -110,00 €")
                .contains("Guthaben -200,00 €")
                .contains("MwSt (19 %) 188,10 €")
                .contains("Summe 978,10 €")
                .contains("Zu zahlen 978,10 €");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    en-US | Total €978.10     | Mar 15, 2024
                    fr-FR | Total 978,10 €    | 15 mars 2024
                    en-GB | To be paid €978.10| 15 Mar 2024
                    pt-BR | Total € 978,10    | 15 de mar. de 2024
                    """)
    void moneyAndDaysAreWrittenAsTheReaderIsUsedTo(String language, String total, String due)
            throws IOException {
        assertThat(text(pdf(List.of(line(0, "Seats", "1100.00")), language))).contains(total, due);
    }

    @Test
    void signsThatTheFontLacksDoNotStopADocument() throws IOException {
        assertThat(text(pdf(List.of(line(0, "Plätze \u2028 \t席", "1100.00")), "en-US")))
                .contains("Müller & Söhne ????", "Plätze");
    }

    @Test
    void manyLinesGoOnOverleafAndNoneIsLost() throws IOException {
        List<InvoiceLine> lines =
                IntStream.range(0, 200)
                        .mapToObj(n -> line(n, "Item no. %03d.".formatted(n), "5.50"))
                        .toList();
        byte[] pdf = pdf(lines, "en-US");
        String read = text(pdf);
        assertThat(read).contains(lines.stream().map(l -> l.input().displayName()).toList());
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(3);
            assertThat(read).contains("1 / " + document.getNumberOfPages());
        }
    }

    @Test
    void aNameThatIsTooLongIsCutRatherThanWrittenOverTheAmount() throws IOException {
        String read = text(pdf(List.of(line(0, "very long ".repeat(40), "1100.00")), "en-US"));
        assertThat(read).contains("…", "€1,100.00");
    }
}
