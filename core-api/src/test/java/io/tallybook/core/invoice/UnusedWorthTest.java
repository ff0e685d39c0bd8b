package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.BillableLinesTest.fixed;
import static io.tallybook.core.invoice.BillableLinesTest.opening;
import static io.tallybook.core.invoice.BillableLinesTest.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.InvoiceView.Status;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Basic is 31.00 a month in advance from 1 January, Pro 62.00: after ten days 21.00 and 42.00 of
 * them lie ahead.
 */
class UnusedWorthTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant JAN_11 = Instant.parse("2026-01-11T00:00:00Z");
    private static final Instant JAN_21 = Instant.parse("2026-01-21T00:00:00Z");
    private static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    private static final BillingPeriod JANUARY = new BillingPeriod(JAN, FEB);
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final LineItem BASIC =
            fixed("basic", "31", InvoiceCadence.ADVANCE, PeriodUnit.MONTHLY);
    private static final LineItem PRO =
            fixed("pro", "62", InvoiceCadence.ADVANCE, PeriodUnit.MONTHLY);
    private static final SubscriptionTerms TERMS = terms(null, BASIC);
    private static final InvoiceOpening FIRST =
            opening(BillingReason.SUBSCRIPTION_CREATE, 0, JANUARY);
    private static final SubscriptionId ID = FIRST.subscription();

    private static Ulid ulid(String name) {
        return Ulid.derived(JAN, name);
    }

    @Test
    void whatACouponTookOffWasNotPaid() {
        assertThat(back(TERMS, JAN_11, invoice(TERMS, FIRST, Status.FINALIZED, 0))).isEqualTo("21");
        assertThat(back(TERMS, JAN_11, invoice(TERMS, FIRST, Status.FINALIZED, 20)))
                .isEqualTo("16.80");
        assertThat(back(TERMS, JAN_11, invoice(TERMS, FIRST, Status.FINALIZED, 100)))
                .isEqualTo("0");
    }

    @Test
    void nothingWasPaidOnAVoidInvoiceUnlessAnotherStandsForIt() {
        InvoiceView gone = invoice(TERMS, FIRST, Status.VOIDED, 0);
        InvoiceView instead =
                invoice(TERMS, FIRST.replacing(gone.id(), JAN_11), Status.FINALIZED, 20);

        assertThat(back(TERMS, JAN_11, gone)).isEqualTo("0");
        assertThat(back(TERMS, JAN_11, gone, instead)).isEqualTo("16.80");
    }

    @Test
    void ofWhatACreditNoteTookOffNoMoreGoesBackThanIsLeft() {
        InvoiceView paid = invoice(TERMS, FIRST, Status.FINALIZED, 0);

        assertThat(back(TERMS, JAN_11, noted(paid, "5"))).isEqualTo("21");
        assertThat(back(TERMS, JAN_11, noted(paid, "20"))).isEqualTo("11");
        assertThat(back(TERMS, JAN_11, noted(paid, "31"))).isEqualTo("0");
    }

    @Test
    void whatIsNotFinalIsAwaitedAndCountsByItsPriceUntilThen() {
        InvoiceView draft = invoice(TERMS, FIRST, Status.DRAFT, 20);

        PaidUnused paid = worth(TERMS, false, unspent(TERMS, JAN_11), draft);

        assertThat(paid.awaited()).isEqualTo(draft.id());
        assertThat(text(paid.amount())).isEqualTo("21");
    }

    @Test
    void whatWasSetAgainstAChargeCountsAsMuchAsWasPaidOfIt() {
        LinesChanged upgrade = upgrade(TERMS, Settling.AT_ONCE);
        SubscriptionTerms after = TERMS.after(upgrade);
        InvoiceOpening atOnce = ChangeOfLines.opening(TERMS.payer(), USD, upgrade).orElseThrow();

        // 42.00 less 21.00; of Pro, 22.00 lie ahead on 21 January.
        assertThat(
                        back(
                                after,
                                JAN_21,
                                invoice(TERMS, FIRST, Status.FINALIZED, 0),
                                invoice(after, atOnce, Status.FINALIZED, 0)))
                .isEqualTo("22");
        assertThat(
                        back(
                                after,
                                JAN_21,
                                invoice(TERMS, FIRST, Status.FINALIZED, 20),
                                invoice(after, atOnce, Status.FINALIZED, 20)))
                .isEqualTo("17.60");
        // The first month was for nothing: 21.00 of 42.00 were paid, half of it.
        assertThat(
                        back(
                                after,
                                JAN_21,
                                invoice(TERMS, FIRST, Status.FINALIZED, 100),
                                invoice(after, atOnce, Status.FINALIZED, 0)))
                .isEqualTo("11");
    }

    @Test
    void whatWasSetAgainstASuccessorsChargeCountsAsMuchAsWasPaidOfIt() {
        assertThat(text(successorsWorth(invoice(TERMS, FIRST, Status.FINALIZED, 0)).amount()))
                .isEqualTo("42");
        assertThat(text(successorsWorth(invoice(TERMS, FIRST, Status.FINALIZED, 100)).amount()))
                .isEqualTo("27.77");
    }

    @Test
    void whatIsSettledLaterIsAwaitedUntilItIsInvoicedOrNeverWillBe() {
        LinesChanged upgrade = upgrade(TERMS, Settling.NEXT_INVOICE);
        SubscriptionTerms after = TERMS.after(upgrade);
        InvoiceView first = invoice(TERMS, FIRST, Status.FINALIZED, 20);
        Unspent forgiven = UnspentAdvance.at(after, 0, JAN_21, JAN);

        assertThat(worth(after, false, unspent(after, JAN_21), first).awaited()).isEqualTo(ID);
        // Of what is never invoiced only the 21.00 of the other line were paid, 16.80 of them.
        assertThat(text(worth(after, true, forgiven, first).amount())).isEqualTo("16.80");
    }

    @Test
    void whatWasSetAgainstAChargeAndWasNeverInvoicedItselfCountsForNothing() {
        // Agreed and ended before anything was invoiced; then all of it is forgiven.
        SubscriptionTerms begun = terms(null);
        SubscriptionTerms first = begun.after(change(begun, "first", BASIC, null));
        SubscriptionTerms second = first.after(change(first, "second", PRO, BASIC));
        Unspent forgiven = UnspentAdvance.at(second, 0, JAN_11, JAN);

        assertThat(text(forgiven.amount())).isEqualTo("21");
        assertThat(text(worth(second, true, forgiven).amount())).isEqualTo("0");
    }

    @Test
    void aChangeOfAThousandLinesIsWorthAThousandTimesAsMuch() {
        int count = 1_000;
        SubscriptionTerms terms = terms(null, many(BASIC, count));
        LinesChanged upgrade =
                upgrade(
                        terms,
                        Settling.AT_ONCE,
                        List.of(many(PRO, count)),
                        terms.lineItems().stream().map(LineItem::id).toList());
        SubscriptionTerms after = terms.after(upgrade);
        InvoiceOpening atOnce = ChangeOfLines.opening(terms.payer(), USD, upgrade).orElseThrow();

        // Each as in the one above: 17.60.
        assertThat(
                        back(
                                after,
                                JAN_21,
                                invoice(terms, FIRST, Status.FINALIZED, 20),
                                invoice(after, atOnce, Status.FINALIZED, 20)))
                .isEqualTo("17600");
    }

    private static LineItem[] many(LineItem one, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> one.as(LineItemId.of(ulid(one.displayName() + i)), BigDecimal.ONE))
                .toArray(LineItem[]::new);
    }

    private static LinesChanged change(
            SubscriptionTerms terms, String id, LineItem added, @Nullable LineItem ended) {
        return ChangeOfLines.of(
                terms,
                0,
                JANUARY,
                new ChangeLines(
                        ID,
                        SCOPE,
                        JAN_11,
                        id,
                        Settling.NEXT_INVOICE,
                        List.of(added),
                        ended == null ? List.of() : List.of(new LineEnd(ended.id(), JAN_11))));
    }

    @Test
    void ofAnExcessItsShareGoesBack() {
        List<Amendment.Unused> parts = unspent(TERMS, JAN_11).parts();

        PaidUnused paid =
                UnusedWorth.of(
                        ID,
                        List.of(
                                new UnusedWorth.Charged(
                                        ID,
                                        TERMS,
                                        List.of(invoice(TERMS, FIRST, Status.FINALIZED, 20)),
                                        false)),
                        parts,
                        Money.ofMinor(1000, USD));

        assertThat(text(paid.amount())).isEqualTo("8");
    }

    private static PaidUnused successorsWorth(InvoiceView before) {
        var id = SubscriptionId.of(ulid("successor"));
        Unspent unspent = unspent(TERMS, JAN_11);
        SubscriptionTerms next = follower();
        SubscriptionTerms terms =
                SuccessorCredit.of(new Successor(id, next), unspent).successor().terms();
        var month = new BillingPeriod(JAN_11, Instant.parse("2026-02-11T00:00:00Z"));
        var first =
                new InvoiceOpening(
                        id,
                        FIRST.customerId(),
                        USD,
                        BillingReason.SUBSCRIPTION_CREATE,
                        0,
                        month,
                        JAN_11);
        List<InvoiceView> all = List.of(before, invoice(terms, first, Status.FINALIZED, 0));
        Unspent left = UnspentAdvance.at(terms, 0, JAN_21, null);
        return UnusedWorth.of(
                id,
                List.of(
                        new UnusedWorth.Charged(ID, TERMS, all, true),
                        new UnusedWorth.Charged(id, terms, all, false)),
                left.parts(),
                left.amount());
    }

    private static SubscriptionTerms follower() {
        SubscriptionTerms pro = terms(null, PRO);
        return SubscriptionTermsBuilder.builder(pro)
                .startDate(JAN_11)
                .billingAnchor(JAN_11)
                .arrangement(
                        pro.arranged()
                                .following(Predecessor.of(ID, TERMS, JAN_11, List.of()), null))
                .build();
    }

    private static LinesChanged upgrade(SubscriptionTerms terms, Settling settling) {
        return upgrade(terms, settling, List.of(PRO), List.of(BASIC.id()));
    }

    private static LinesChanged upgrade(
            SubscriptionTerms terms, Settling settling, List<LineItem> to, List<LineItemId> from) {
        return ChangeOfLines.of(
                terms,
                0,
                JANUARY,
                new ChangeLines(
                        ID,
                        SCOPE,
                        JAN_11,
                        "upgrade",
                        settling,
                        to,
                        from.stream().map(line -> new LineEnd(line, JAN_11)).toList()));
    }

    private static Unspent unspent(SubscriptionTerms terms, Instant end) {
        return UnspentAdvance.at(terms, 0, end, null);
    }

    private static String back(SubscriptionTerms terms, Instant end, InvoiceView... invoices) {
        PaidUnused paid = worth(terms, false, unspent(terms, end), invoices);
        assertThat(paid.awaited()).isNull();
        return text(paid.amount());
    }

    private static PaidUnused worth(
            SubscriptionTerms terms, boolean over, Unspent unspent, InvoiceView... invoices) {
        return UnusedWorth.of(
                ID,
                List.of(new UnusedWorth.Charged(ID, terms, List.of(invoices), over)),
                unspent.parts(),
                unspent.amount());
    }

    private static String text(Money money) {
        return money.toDecimal().stripTrailingZeros().scale() <= 0
                ? money.toDecimal().toBigInteger().toString()
                : money.toDecimal().toPlainString();
    }

    /** An invoice of which a coupon takes off so many percent. */
    private static InvoiceView invoice(
            SubscriptionTerms terms, InvoiceOpening opening, Status status, int percent) {
        InvoiceId id = InvoiceId.derived(opening);
        Money none = Money.zero(USD);
        List<BillableLines.Line> billable = BillableLines.of(terms, opening);
        List<Money> amounts = ChangeOfLines.amounts(terms, billable, id);
        List<InvoiceLine> lines =
                IntStream.range(0, billable.size())
                        .mapToObj(
                                i ->
                                        new InvoiceLine(
                                                billable.get(i).input(id, null),
                                                amounts.get(i).toDecimal(),
                                                amounts.get(i),
                                                List.of()))
                        .toList();
        boolean known = status != Status.DRAFT;
        return new InvoiceView(
                id,
                SCOPE,
                opening,
                status,
                null,
                known ? lines : List.of(),
                known
                        ? lines.stream()
                                .map(
                                        line ->
                                                new LineSettlement(
                                                        line.input().id(),
                                                        Ratio.of(percent, 100)
                                                                .of(
                                                                        line.amount(),
                                                                        Rounding.HALF_UP),
                                                        none,
                                                        none))
                                .toList()
                        : List.of(),
                List.of(),
                new InvoiceTotals(none, none, none, none, none),
                null,
                null,
                null,
                null,
                null,
                null,
                Stamp.first(opening.finalizeAt(), "test", 0),
                null,
                null,
                null);
    }

    private static InvoiceView noted(InvoiceView invoice, String amount) {
        Money off = Money.of(new BigDecimal(amount), USD);
        var line = new InvoicePayments.Note.Line(invoice.lines().getFirst().input().id(), off);
        var note =
                new InvoicePayments.Note(
                        CreditNoteId.of(ulid("note")), Kind.REFUND, off, List.of(line), null);
        InvoicePayments none = InvoicePayments.none(USD);
        return invoice.paid(
                new InvoicePayments(
                        none.applied(),
                        none.held(),
                        none.refunds(),
                        List.of(note),
                        none.writtenOff(),
                        null,
                        null,
                        null),
                Objects.requireNonNull(invoice.stamp()));
    }
}
