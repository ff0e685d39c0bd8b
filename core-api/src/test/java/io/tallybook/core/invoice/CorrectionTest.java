package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.WorkedInvoices.coupon;
import static io.tallybook.core.invoice.WorkedInvoices.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponDocument.Cadence;
import io.tallybook.core.tax.TaxRateDocument;
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
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
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

    private static List<InvoiceLineInput> inputs(String... amounts) {
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
        return inputs;
    }

    private static InvoiceQuery.Inputs now(String... amounts) {
        return new InvoiceQuery.Inputs(Conventions.EXACT, inputs(amounts), null);
    }

    private static List<InvoiceLine> lines(String... amounts) {
        List<InvoiceLineInput> inputs = inputs(amounts);
        return InvoiceDocuments.lines(
                inputs,
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.EXACT, inputs)));
    }

    private static Correction.Earlier after(InvoiceView... corrections) {
        return new Correction.Earlier(List.of(corrections), 0);
    }

    /** One that was closed with coupons and taxes. */
    private static InvoiceView closed(Adjustments adjustments, String... amounts) {
        List<InvoiceLineInput> inputs = inputs(amounts);
        var draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.EXACT, inputs, adjustments));
        InvoiceView plain = closed(amounts);
        return new InvoiceView(
                plain.id(),
                plain.scope(),
                plain.opening(),
                plain.status(),
                plain.number(),
                plain.lines(),
                draft.lines().stream()
                        .map(
                                line ->
                                        new LineSettlement(
                                                new InvoiceLineId(line.id()),
                                                line.discount(),
                                                usd("0"),
                                                line.tax()))
                        .toList(),
                List.of(),
                InvoiceDocuments.totals(draft),
                END,
                END,
                END,
                null,
                "digest",
                "1",
                plain.stamp(),
                null,
                null,
                AdjustedInputs.applied(adjustments, draft));
    }

    private static Adjustments adjusted(
            Adjustments.@Nullable Coupon coupon, Adjustments.Tax... taxes) {
        return new Adjustments(coupon == null ? List.of() : List.of(coupon), List.of(taxes));
    }

    private static Adjustments.Tax tax(String percentage) {
        return WorkedInvoices.tax(percentage, TaxRateDocument.Placement.EXCLUSIVE);
    }

    private static InvoiceLineId line(int place) {
        return InvoiceLineId.given(INVOICE, START, place);
    }

    private static Money total(InvoiceOpening correction) {
        return LineSum.draft(Objects.requireNonNull(correction.given()), USD).total();
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
                Stamp.first(END, "test", 3),
                null,
                null,
                null);
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
        Correction first = Correction.of(closed, now("12.50", "5.00"), after());
        assertThat(first.difference()).isEqualTo(usd("2.50"));
        assertThat(first.differing()).hasSize(1);

        InvoiceOpening opening = first.opening(END);
        assertThat(first.opening(END.plusSeconds(9)).given())
                .as("the same correction is the same invoice")
                .isEqualTo(opening.given());
        InvoiceView issued = view(InvoiceId.derived(opening), opening, List.of());

        Correction second = Correction.of(closed, now("12.50", "5.00"), after(issued));
        assertThat(second.difference()).isEqualTo(usd("0"));
        assertThat(second.differing()).isEmpty();
        Correction third = Correction.of(closed, now("13.00", "5.00"), after(issued));
        assertThat(third.difference()).isEqualTo(usd("0.50"));
        assertThat(InvoiceId.derived(third.opening(END))).isNotEqualTo(issued.id());
    }

    @Test
    void aLineThatIsNewOrGoneIsADifferenceOfAllOfIt() {
        assertThat(Correction.of(closed("10.00"), now("10.00", "3.00"), after()).difference())
                .isEqualTo(usd("3.00"));
        assertThat(Correction.of(closed("10.00", "3.00"), now("10.00"), after()).difference())
                .isEqualTo(usd("-3.00"));
    }

    /** 10.00 less 20 % and 10 % tax on it were 8.80; by 15.00 it should have been 13.20. */
    @Test
    void whatIsMissingIsDiscountedAndTaxedAsTheInvoiceWas() {
        InvoiceView closed =
                closed(
                        adjusted(coupon("20", null, List.of(line(0)), Cadence.FOREVER), tax("10")),
                        "10.00");
        Correction correction = Correction.of(closed, now("15.00"), after());

        assertThat(closed.totals().total()).isEqualTo(usd("8.80"));
        assertThat(correction.difference()).isEqualTo(usd("4.40"));
        assertThat(correction.lines().getFirst().due())
                .isEqualTo(new LineSum(usd("15.00"), usd("3.00"), usd("1.20")));
        GivenInvoice given = Objects.requireNonNull(correction.opening(END).given());
        assertThat(given.adjusted().taxes()).containsExactly(tax("10"));
        assertThat(LineSum.draft(given, USD).subtotal()).isEqualTo(usd("4.00"));
        assertThat(LineSum.draft(given, USD).tax()).isEqualTo(usd("0.40"));
        assertThat(total(correction.opening(END))).isEqualTo(usd("4.40"));
    }

    /** What was given once has been given: it neither grows nor is given to what is missing. */
    @Test
    void aCouponThatWasGivenOnceIsNotGivenAgain() {
        InvoiceView closed = closed(adjusted(coupon(null, "8", List.of(line(0)))), "5.00");

        assertThat(closed.totals().total()).isEqualTo(usd("0.00"));
        assertThat(Correction.of(closed, now("12.00"), after()).difference())
                .isEqualTo(usd("7.00"));
    }

    @Test
    void whatWasBilledTooMuchIsGivenBackLineByLineAndOnce() {
        InvoiceView closed = closed(adjusted(null, tax("10")), "10.00", "5.00", "1.00");
        Correction correction = Correction.of(closed, now("6.00", "4.00", "1.50"), after());

        // 4.40 and 1.10 too much, 0.55 too little: 4.95 go back
        assertThat(correction.difference()).isEqualTo(usd("-4.95"));
        CreditNoteDocument note = correction.notes().first().document();
        assertThat(note.lines())
                .extracting(CreditNoteDocument.Line::invoiceLineId, CreditNoteDocument.Line::amount)
                .containsExactly(tuple(line(0), usd("4.40")), tuple(line(1), usd("0.55")));
        assertThat(correction.notes().over(usd("0"))).containsExactly(correction.notes().first());
        assertThat(correction.notes().over(usd("4.95")))
                .containsExactly(correction.notes().first());
        List<Correction.Note> both = correction.notes().over(usd("1.00"));
        assertThat(both)
                .extracting(Correction.Note::id)
                .containsExactlyElementsOf(correction.notes().ids());
        assertThat(both)
                .extracting(one -> one.document().total())
                .containsExactly(usd("1.00"), usd("3.95"));
        assertThat(both.getLast().document().lines())
                .extracting(CreditNoteDocument.Line::invoiceLineId, CreditNoteDocument.Line::amount)
                .containsExactly(tuple(line(0), usd("3.40")), tuple(line(1), usd("0.55")));

        InvoiceView credited = credited(closed, correction.notes().first().id(), note);
        assertThat(
                        Correction.of(
                                        credited,
                                        now("6.00", "4.00", "1.50"),
                                        new Correction.Earlier(List.of(), 1))
                                .difference())
                .isEqualTo(usd("0.00"));
        assertThat(
                        Correction.of(
                                        credited(closed, CreditNoteId.of(ulid("gift")), note),
                                        now("6.00", "4.00", "1.50"),
                                        after())
                                .difference())
                .as("what somebody has given back for another reason corrects nothing")
                .isEqualTo(usd("-4.95"));
    }

    private static InvoiceView credited(
            InvoiceView closed, CreditNoteId id, CreditNoteDocument note) {
        var notes =
                List.of(
                        new InvoicePayments.Note(
                                id,
                                CreditNoteDocument.Kind.ADJUSTMENT,
                                note.total(),
                                note.lines().stream()
                                        .map(
                                                line ->
                                                        new InvoicePayments.Note.Line(
                                                                line.invoiceLineId(),
                                                                line.amount()))
                                        .toList(),
                                null));
        return new InvoiceView(
                closed.id(),
                closed.scope(),
                closed.opening(),
                closed.status(),
                closed.number(),
                closed.lines(),
                closed.settlements(),
                List.of(),
                closed.totals(),
                END,
                END,
                END,
                null,
                "digest",
                "1",
                closed.stamp(),
                null,
                new InvoicePayments(
                        List.of(), List.of(), List.of(), notes, usd("0"), null, null, null),
                closed.adjustments());
    }

    /**
     * However late usage comes, and in how many parts: all invoices together come to what one would
     * have that had known of it, to the cent, and what is shown is what is billed.
     */
    @Property(tries = 500)
    void anInvoiceAndItsCorrectionsComeToWhatOneWouldHave(
            @ForAll @Size(3) List<@IntRange(max = 9_999) Integer> first,
            @ForAll @Size(3) List<@IntRange(max = 999) Integer> second,
            @ForAll @Size(3) List<@IntRange(max = 999) Integer> third,
            @ForAll @IntRange(max = 100) int percent,
            @ForAll @IntRange(max = 25_000) int taxed) {
        List<InvoiceLineId> two = List.of(line(0), line(2));
        BigDecimal share = BigDecimal.valueOf(taxed, 3);
        Adjustments adjustments =
                percent == 0
                        ? adjusted(null, tax(share.toPlainString()))
                        : adjusted(
                                coupon(Integer.toString(percent), null, two, Cadence.FOREVER),
                                tax(share.toPlainString()));
        String[] later = sum(first, second);
        String[] all = sum(first, second, third);
        InvoiceView closed = closed(adjustments, sum(first));
        Money expected = closed(adjustments, all).totals().total();

        Money billed = closed.totals().total();
        List<InvoiceView> corrections = new ArrayList<>();
        for (String[] amounts : List.of(later, all)) {
            Correction correction =
                    Correction.of(closed, now(amounts), new Correction.Earlier(corrections, 0));
            if (correction.difference().isPositive()) {
                InvoiceOpening opening = correction.opening(END);
                assertThat(total(opening)).isEqualTo(correction.difference());
                billed = billed.plus(total(opening));
                corrections.add(view(InvoiceId.derived(opening), opening, List.of()));
            }
        }
        assertThat(billed).isEqualTo(expected);
    }

    @SafeVarargs
    private static String[] sum(List<Integer>... parts) {
        String[] sums = new String[parts[0].size()];
        for (int i = 0; i < sums.length; i++) {
            int cents = 0;
            for (List<Integer> part : parts) {
                cents += part.get(i);
            }
            sums[i] = BigDecimal.valueOf(cents, 2).toPlainString();
        }
        return sums;
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
