package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceComputationTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    private static PricingModel each(String amount) {
        return new PricingModel.FlatFee(new BigDecimal(amount));
    }

    private static InvoiceInputs firstInvoice() {
        return InvoiceInputs.of(
                USD,
                Conventions.FLEXPRICE,
                List.of(
                        LineInput.fixed("seats", each("10"), new BigDecimal("2"), MARCH),
                        LineInput.usage("tokens", each("0.001"), new BigDecimal("1940"), MARCH),
                        LineInput.usage("calls", each("0.02"), new BigDecimal("2386"), MARCH),
                        LineInput.usage("storage", each("0.5"), new BigDecimal("100"), MARCH)));
    }

    @Test
    void creditsPayUsageLinesAndTheRestIsDue() {
        InvoiceDraft preview = InvoiceComputation.compute(firstInvoice());
        assertThat(preview.subtotal()).isEqualTo(usd("119.66"));
        assertThat(preview.creditable()).isEqualTo(usd("99.66"));
        assertThat(preview.total()).isEqualTo(usd("119.66"));

        InvoiceDraft invoice =
                InvoiceComputation.compute(
                        firstInvoice()
                                .withCredits(List.of(new CreditInput("wal_1", usd("25.00")))));
        assertThat(invoice.creditsApplied()).isEqualTo(usd("25.00"));
        assertThat(invoice.total()).isEqualTo(usd("94.66"));
        assertThat(invoice.lines().stream().map(DraftLine::creditsApplied))
                .containsExactly(usd("0.00"), usd("1.94"), usd("23.06"), usd("0.00"));
    }

    @Test
    void creditsBeyondWhatTheyMayPayAreABrokenInvariant() {
        assertThatThrownBy(
                        () ->
                                InvoiceComputation.compute(
                                        firstInvoice()
                                                .withCredits(
                                                        List.of(
                                                                new CreditInput(
                                                                        "wal_1", usd("99.67"))))))
                .isInstanceOf(InvoiceInvariant.class)
                .hasMessage(
                        "credits may not exceed what they may pay: 99.67 USD against 99.66 USD");
    }
}
