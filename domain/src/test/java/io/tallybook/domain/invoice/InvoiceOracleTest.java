package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.tax.TaxLine;
import io.tallybook.domain.tax.TaxRate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random invoices against an independent computation on fractions; the seed of a failure is
 * printed.
 */
class InvoiceOracleTest {
    private static final int INVOICES = 5_000;

    @Property(tries = INVOICES)
    void everyFlexpriceInvoiceIsWhatTheOracleSays(@ForAll long seed) {
        check(seed, Conventions.FLEXPRICE);
    }

    @Property(tries = INVOICES)
    void everyLagoInvoiceIsWhatTheOracleSays(@ForAll long seed) {
        check(seed, Conventions.LAGO);
    }

    @Property(tries = INVOICES)
    void everyExactInvoiceIsWhatTheOracleSays(@ForAll long seed) {
        check(seed, Conventions.EXACT);
    }

    private static void check(long seed, Conventions conventions) {
        RandomInvoices random = new RandomInvoices(seed);
        InvoiceInputs inputs = random.inputs(conventions);
        InvoiceInputs paid = inputs.withCredits(random.credits(inputs));
        InvoiceDraft draft = InvoiceComputation.compute(paid);
        InvoiceOracle oracle = InvoiceOracle.of(paid, random.minimums());

        assertThat(minors(draft, line -> line.amount().minor())).containsExactly(oracle.amount);
        assertThat(minors(draft, line -> line.progressive().minor()))
                .containsExactly(oracle.progressive);
        assertThat(minors(draft, line -> line.discount().minor())).containsExactly(oracle.discount);
        assertThat(taxes(draft)).isEqualTo(oracle.taxAmounts);
        assertThat(minors(draft, line -> line.tax().minor())).containsExactly(oracle.tax);
        assertThat(minors(draft, line -> line.creditNoted().minor())).containsExactly(oracle.noted);
        assertThat(minors(draft, line -> line.creditsApplied().minor()))
                .containsExactly(oracle.credited);
        assertThat(draft.unusedProgressive().minor()).isEqualTo(oracle.unusedProgressive);
        assertThat(draft.creditable().minor()).isEqualTo(oracle.creditable);
        assertThat(draft.total().minor()).isEqualTo(oracle.total());
        partsSumToWholes(draft);
        explanationsSuffice(draft);
    }

    private static long[] minors(InvoiceDraft draft, Function<DraftLine, Long> figure) {
        return draft.lines().stream().mapToLong(figure::apply).toArray();
    }

    private static Map<String, Long> taxes(InvoiceDraft draft) {
        Map<String, Long> taxes = new TreeMap<>();
        for (TaxLine tax : draft.taxes()) {
            taxes.put(tax.rate().id(), tax.amount().minor());
        }
        return taxes;
    }

    private static void partsSumToWholes(InvoiceDraft draft) {
        long total =
                draft.subtotal().minor()
                        - draft.progressiveCredited().minor()
                        - draft.totalDiscount().minor()
                        + draft.tax().minor()
                        - draft.creditNotesApplied().minor()
                        - draft.creditsApplied().minor();
        assertThat(draft.total().minor()).isEqualTo(total).isNotNegative();
        long discounts = draft.discounts().stream().mapToLong(part -> part.amount().minor()).sum();
        long lineCoupons = draft.totalDiscount().minor();
        assertThat(discounts).isEqualTo(lineCoupons);
        long notes = draft.creditNotes().stream().mapToLong(part -> part.amount().minor()).sum();
        assertThat(draft.creditNotesApplied().minor()).isEqualTo(notes);
        assertThat(draft.taxIncluded().plus(draft.tax()).minor())
                .isEqualTo(draft.taxes().stream().mapToLong(tax -> tax.amount().minor()).sum());
        for (DraftLine line : draft.lines()) {
            assertThat(line.total().minor()).isNotNegative();
            assertThat(line.discount().minor()).isNotNegative();
        }
    }

    private static void explanationsSuffice(InvoiceDraft draft) {
        for (DraftLine line : draft.lines()) {
            Explanation explanation = Explanation.of(line, draft);
            assertThat(explanation.amount()).isEqualTo(line.amount());
            assertThat(explanation.recomputed()).isEqualTo(line.total());
        }
    }

    /** A check of nothing would pass: each kind of line, tax and credit does occur, and often. */
    @ParameterizedTest
    @EnumSource(Conventions.class)
    void theRandomInvoicesHoldEveryKindOfCharge(Conventions conventions) {
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 0; seed < 500; seed++) {
            RandomInvoices random = new RandomInvoices(seed);
            InvoiceInputs inputs = random.inputs(conventions);
            Set<String> here = new TreeSet<>();
            inputs.lines().forEach(line -> kindsOf(line.charge(), here));
            inputs.taxes().forEach(rate -> kindsOf(rate, here));
            for (CreditInput credit : random.credits(inputs)) {
                boolean limited = !credit.kinds().isEmpty() && credit.amount().isPositive();
                here.add(limited ? "limited wallet" : "wallet");
            }
            here.forEach(kind -> seen.merge(kind, 1, Integer::sum));
        }
        assertThat(seen.keySet())
                .contains(
                        "FlatFee",
                        "PackageFee",
                        "Graduated",
                        "Volume",
                        "Percentage",
                        "GraduatedPercentage",
                        "Dynamic",
                        "Matrix",
                        "Bucketed",
                        "commitment",
                        "price unit",
                        "minimum quantity",
                        "minimum spend",
                        "allowance",
                        "share",
                        "COMPOUND",
                        "INCLUSIVE",
                        "Fixed",
                        "wallet",
                        "limited wallet");
        assertThat(seen).allSatisfy((kind, times) -> assertThat(times).isGreaterThan(20));
    }

    private static void kindsOf(TaxRate rate, Set<String> kinds) {
        kinds.add(rate.getClass().getSimpleName());
        if (rate instanceof TaxRate.Percentage percentage) {
            kinds.add(percentage.placement().name());
            kinds.add(percentage.stacking().name());
        }
    }

    private static void kindsOf(Charge charge, Set<String> kinds) {
        switch (charge) {
            case Charge.Priced priced -> kinds.add(priced.model().getClass().getSimpleName());
            case Charge.Bucketed _ -> kinds.add("Bucketed");
            case Charge.Computed _ -> kinds.add("minimum spend");
            case Charge.Metered metered -> termsOf(metered, kinds);
            case Charge.MeteredBuckets _,
                    Charge.MeteredWindows _,
                    Charge.Credited _,
                    Charge.BilledBefore _ ->
                    throw new IllegalStateException("not made here");
        }
    }

    private static void termsOf(Charge.Metered metered, Set<String> kinds) {
        LineTerms terms = metered.terms();
        kinds.add(terms.model().getClass().getSimpleName());
        Map<String, Boolean> parts =
                Map.of(
                        "commitment", terms.commitment() != null,
                        "price unit", terms.priceUnit() != null,
                        "minimum quantity", terms.minimumQuantity() != null,
                        "allowance", metered.allowance().signum() > 0,
                        "share", !metered.share().equals(Ratio.ONE));
        parts.forEach(
                (part, present) -> {
                    if (present) {
                        kinds.add(part);
                    }
                });
    }
}
