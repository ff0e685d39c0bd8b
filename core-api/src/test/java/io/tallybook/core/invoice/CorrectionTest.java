package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is computed again: to prove a closed invoice, and to correct it. */
class CorrectionTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2024-04-01T00:00:00Z");
    private static final BillingPeriod MARCH = new BillingPeriod(START, END);
    private static final Scope SCOPE =
            new Scope(
                    TenantId.of(Ulid.derived(START, "tenant")),
                    EnvironmentId.of(Ulid.derived(START, "environment")));
    private static final InvoiceId INVOICE = InvoiceId.of(Ulid.derived(END, "invoice"));

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    private static List<InvoiceLine> lines(String... amounts) {
        List<InvoiceLineInput> inputs = new ArrayList<>();
        for (String amount : amounts) {
            inputs.add(
                    InvoiceLineInput.plain(
                            InvoiceLineId.given(INVOICE, START, inputs.size()),
                            "Line " + inputs.size(),
                            "",
                            MARCH,
                            BigDecimal.ONE,
                            InvoiceLineInput.Plain.of(usd(amount))));
        }
        return InvoiceDocuments.lines(
                inputs,
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.EXACT, inputs)));
    }

    private static InvoiceView view(InvoiceId id, InvoiceOpening opening, List<InvoiceLine> lines) {
        Money zero = usd("0");
        Money sum = lines.stream().map(InvoiceLine::amount).reduce(zero, Money::plus);
        return new InvoiceView(
                id,
                SCOPE,
                opening,
                InvoiceView.Status.FINALIZED,
                "INV-202404-00001",
                lines,
                lines.stream()
                        .map(line -> new LineSettlement(line.input().id(), zero, zero, zero))
                        .toList(),
                List.of(),
                new InvoiceTotals(sum, zero, zero, zero, sum),
                END,
                END,
                END,
                null,
                "digest",
                "1",
                Stamp.first(END, "test", 3));
    }

    private static InvoiceView closed(String... amounts) {
        return view(
                INVOICE,
                new InvoiceOpening(
                        null,
                        CustomerId.of(Ulid.derived(START, "acme")),
                        USD,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        0,
                        MARCH,
                        END),
                lines(amounts));
    }

    @Test
    void whatCameLateIsBilledOnceLineByLine() {
        InvoiceView closed = closed("10.00", "5.00");
        Correction first = Correction.of(closed, lines("12.50", "5.00"), List.of());
        assertThat(first.difference()).isEqualTo(usd("2.50"));
        assertThat(first.differing()).hasSize(1);

        InvoiceOpening opening = first.opening(closed, Conventions.EXACT, 0, END);
        assertThat(first.opening(closed, Conventions.EXACT, 0, END.plusSeconds(9)).given())
                .as("the same correction is the same invoice")
                .isEqualTo(opening.given());
        InvoiceView issued = view(InvoiceId.derived(opening), opening, List.of());

        Correction second = Correction.of(closed, lines("12.50", "5.00"), List.of(issued));
        assertThat(second.difference()).isEqualTo(usd("0"));
        assertThat(second.differing()).isEmpty();
        Correction third = Correction.of(closed, lines("13.00", "5.00"), List.of(issued));
        assertThat(third.difference()).isEqualTo(usd("0.50"));
        assertThat(InvoiceId.derived(third.opening(closed, Conventions.EXACT, 1, END)))
                .isNotEqualTo(issued.id());
    }

    @Test
    void aLineThatIsNewOrGoneIsADifferenceOfAllOfIt() {
        assertThat(Correction.of(closed("10.00"), lines("10.00", "3.00"), List.of()).difference())
                .isEqualTo(usd("3.00"));
        assertThat(Correction.of(closed("10.00", "3.00"), lines("10.00"), List.of()).difference())
                .isEqualTo(usd("-3.00"));
    }

    @Test
    void whatIsStoredIsProvedFromWhatIsStoredWithIt() {
        assertThat(Recomputation.of(closed("10.00", "5.00"), Conventions.EXACT).isEqual()).isTrue();
    }

    @Test
    void aForgedAmountIsNamed() {
        InvoiceView closed = closed("10.00", "5.00");
        InvoiceLine line = closed.lines().getFirst();
        InvoiceLine forged =
                new InvoiceLine(line.input(), line.precise(), usd("10.01"), line.steps());
        InvoiceView other =
                view(INVOICE, closed.opening(), List.of(forged, closed.lines().getLast()));
        Recomputation found = Recomputation.of(other, Conventions.EXACT);
        assertThat(found.isEqual()).isFalse();
        assertThat(found.differences())
                .extracting(Recomputation.Difference::field)
                .containsExactly("amount", "subtotal");
        assertThat(Recomputation.of(other, forged, Conventions.EXACT).differences())
                .containsExactly(
                        new Recomputation.Difference(
                                line.input().id(), "amount", "10.01 USD", "10.00 USD"));
    }
}
