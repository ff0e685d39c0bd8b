package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxLine;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

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
        InvoiceDraft preview = InvoiceComputation.compute(inputs);
        InvoiceInputs paid = inputs.withCredits(random.credits(preview.creditable()));
        InvoiceDraft draft = InvoiceComputation.compute(paid);
        InvoiceOracle oracle = InvoiceOracle.of(paid);

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
}
