package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.WorkedInvoices.CUSTOMER;
import static io.tallybook.core.invoice.WorkedInvoices.SUBSCRIPTION;
import static io.tallybook.core.invoice.WorkedInvoices.USD;
import static io.tallybook.core.invoice.WorkedInvoices.calls;
import static io.tallybook.core.invoice.WorkedInvoices.day;
import static io.tallybook.core.invoice.WorkedInvoices.finalized;
import static io.tallybook.core.invoice.WorkedInvoices.perUnit;
import static io.tallybook.core.invoice.WorkedInvoices.promising;
import static io.tallybook.core.invoice.WorkedInvoices.terms;
import static io.tallybook.core.invoice.WorkedInvoices.tier;
import static io.tallybook.core.invoice.WorkedInvoices.tiered;
import static io.tallybook.core.invoice.WorkedInvoices.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Invoices within a period: together with that of its end they bill what one alone would. */
class ThresholdLinesTest {
    private static final Instant JAN = day("2026-01-01");
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final LineItem CALLS = perUnit("Calls", "0.013");
    private static final LineItem QUERIES =
            tiered("Queries", TierMode.SLAB, tier("500", "0.037"), tier(null, "0.011"));

    private static InvoiceView bill(
            SubscriptionTerms terms, InvoiceOpening opening, List<InvoiceView> earlier, int used) {
        InvoiceId id = InvoiceId.derived(opening);
        List<InvoiceLineInput> read = new ArrayList<>();
        for (BillableLines.Line line : BillableLines.of(terms, opening)) {
            read.add(line.input(id, line.needsReading() ? reading(line, used) : null));
        }
        var spent = new EarlierSpend(earlier);
        List<InvoiceLineInput> inputs =
                spent.lessWithin(
                        opening,
                        new Promises(terms, opening).on(id, read, spent, opening.finalizeAt()));
        var draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(terms.currency(), terms.conventions(), inputs));
        return finalized(
                SCOPE,
                opening,
                InvoiceDocuments.lines(inputs, draft),
                InvoiceDocuments.totals(draft));
    }

    private static UsageReading reading(BillableLines.Line line, int used) {
        return new UsageReading(
                Objects.requireNonNull(line.item().meter()).meterId(),
                "acme",
                line.servicePeriod(),
                BigDecimal.valueOf(used),
                used,
                "0:1",
                "00");
    }

    private static InvoiceOpening crossing(SubscriptionTerms terms, int index, int number) {
        BillingPeriod period = SubscriptionPeriods.of(terms).period(index);
        var until = new BillingPeriod(period.start(), period.start().plus(Duration.ofDays(number)));
        return InvoiceOpening.of(
                SUBSCRIPTION, CUSTOMER, USD, new Crossing(index, number, until, Money.zero(USD)));
    }

    private static InvoiceOpening cycle(SubscriptionTerms terms, int index, int crossings) {
        BillingPeriod period = SubscriptionPeriods.of(terms).period(index);
        return new InvoiceOpening(
                        SUBSCRIPTION,
                        CUSTOMER,
                        USD,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        index,
                        period,
                        period.end())
                .following(crossings);
    }

    /** All invoices of a period in which so much was used by the end of each of its days. */
    private static List<InvoiceView> billed(
            SubscriptionTerms terms, int index, List<InvoiceView> before, List<Integer> days) {
        List<InvoiceView> all = new ArrayList<>(before);
        int used = 0;
        for (int i = 0; i < days.size() - 1; i++) {
            used += days.get(i);
            all.add(bill(terms, crossing(terms, index, i + 1), all, used));
        }
        all.add(bill(terms, cycle(terms, index, days.size() - 1), all, used + days.getLast()));
        return all;
    }

    private static Money total(List<InvoiceView> invoices) {
        return invoices.stream()
                .map(i -> i.totals().subtotal())
                .reduce(Money.zero(USD), Money::plus);
    }

    private static int sum(List<Integer> days) {
        return days.stream().mapToInt(Integer::intValue).sum();
    }

    private static void isBilledOnce(SubscriptionTerms terms, List<Integer> days) {
        List<InvoiceView> parts = billed(terms, 0, List.of(), days);
        InvoiceView whole = bill(terms, cycle(terms, 0, 0), List.of(), sum(days));
        assertThat(total(parts)).isEqualTo(whole.totals().subtotal());
        assertThat(parts).allMatch(i -> !i.totals().subtotal().isNegative());
    }

    @Property(tries = 200)
    void tiersDoNotBeginAnew(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = 700) Integer> days) {
        isBilledOnce(terms(JAN, CALLS, QUERIES), days);
    }

    @Property(tries = 200)
    void aPromiseOfTheSubscriptionIsKeptByAllOfItsInvoicesAndTruedUpOnce(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = 700) Integer> days,
            @ForAll @IntRange(min = 1, max = 60) int promised) {
        isBilledOnce(
                terms(JAN, CALLS, QUERIES).with(promising(Integer.toString(promised), "2", null)),
                days);
    }

    @Property(tries = 200)
    void aPromiseOfALineIsTruedUpAtTheEndOfThePeriodAlone(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = 700) Integer> days) {
        SubscriptionTerms promised = terms(JAN, CALLS.promising(calls("1000", "2")), QUERIES);
        isBilledOnce(promised, days);
    }

    @Property(tries = 50)
    void aYearCostsTheSameHoweverOftenItIsInvoiced(
            @ForAll @Size(12) List<@IntRange(max = 3_000) Integer> months) {
        SubscriptionTerms year = terms(JAN, CALLS).with(promising("200", "2", PeriodUnit.ANNUAL));
        List<InvoiceView> parts = List.of();
        List<InvoiceView> whole = new ArrayList<>();
        for (int month = 0; month < 12; month++) {
            int used = months.get(month);
            parts = billed(year, month, parts, List.of(used / 3, used / 3, used - 2 * (used / 3)));
            whole.add(bill(year, cycle(year, month, 0), whole, used));
        }
        assertThat(total(parts)).isEqualTo(total(whole));
    }

    /** After each invoice, one of those so far may be declared void. */
    @Property(tries = 200)
    void whateverIsDeclaredVoidTheInvoicesThatHoldBillTheWholeOnce(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = 700) Integer> days,
            @ForAll @Size(6) List<@IntRange(max = 11) Integer> voids) {
        SubscriptionTerms terms = terms(JAN, CALLS, QUERIES).with(promising("40", "2", null));
        List<InvoiceView> all = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < days.size() - 1; i++) {
            used += days.get(i);
            all.add(bill(terms, crossing(terms, 0, i + 1), all, used));
            int which = voids.get(i);
            if (which < all.size()) {
                all.set(which, voided(all.get(which)));
            }
        }
        all.add(bill(terms, cycle(terms, 0, days.size() - 1), all, used + days.getLast()));

        InvoiceView whole = bill(terms, cycle(terms, 0, 0), List.of(), sum(days));
        List<InvoiceView> holding =
                all.stream().filter(i -> i.status() != InvoiceView.Status.VOIDED).toList();
        assertThat(total(holding)).isEqualTo(whole.totals().subtotal());
    }

    @Test
    void whatIsNotClosedYetIsWaitedFor() {
        SubscriptionTerms terms = terms(JAN, CALLS);
        InvoiceView first = bill(terms, crossing(terms, 0, 1), List.of(), 100);
        InvoiceOpening second = crossing(terms, 0, 2);
        InvoiceOpening last = cycle(terms, 0, 2);

        assertThat(new EarlierSpend(List.of()).isCompleteWithin(second)).isFalse();
        assertThat(new EarlierSpend(List.of(first)).isCompleteWithin(second)).isTrue();
        assertThat(new EarlierSpend(List.of(first)).isCompleteWithin(last)).isFalse();
        assertThat(new EarlierSpend(List.of()).isCompleteWithin(cycle(terms, 0, 0))).isTrue();
    }

    @Test
    void aVoidInvoiceIsBilledAgainAtTheEnd() {
        SubscriptionTerms terms = terms(JAN, perUnit("Calls", "0.01"));
        InvoiceView first = bill(terms, crossing(terms, 0, 1), List.of(), 1_000);

        InvoiceView last = bill(terms, cycle(terms, 0, 1), List.of(first), 1_500);
        InvoiceView afterVoid = bill(terms, cycle(terms, 0, 1), List.of(voided(first)), 1_500);

        assertThat(last.totals().total()).hasToString("5.00 USD");
        assertThat(afterVoid.totals().total()).hasToString("15.00 USD");
    }

    @Test
    void usageThatComesToTheThresholdTwiceInOneMomentIsBilledOnce() {
        SubscriptionTerms terms = terms(JAN, perUnit("Calls", "0.01"));
        InvoiceView first = bill(terms, crossing(terms, 0, 1), List.of(), 1_000);
        InvoiceOpening then = inTheMomentOf(first, terms, 2);

        assertThat(new EarlierSpend(List.of(first)).isCompleteWithin(then)).isTrue();
        InvoiceView second = bill(terms, then, List.of(first), 2_500);
        InvoiceView last = bill(terms, cycle(terms, 0, 2), List.of(first, second), 2_600);

        assertThat(second.totals().total()).hasToString("15.00 USD");
        assertThat(last.totals().total()).hasToString("1.00 USD");
    }

    @Test
    void whatIsVoidCrossesAgainAlsoInTheSameMoment() {
        SubscriptionTerms terms = terms(JAN, perUnit("Calls", "0.01"));
        InvoiceView first = voided(bill(terms, crossing(terms, 0, 1), List.of(), 1_000));
        InvoiceOpening then = inTheMomentOf(first, terms, 2);

        assertThat(new EarlierSpend(List.of(first)).isCompleteWithin(then)).isTrue();
        InvoiceView again = bill(terms, then, List.of(first), 1_000);
        InvoiceView last = bill(terms, cycle(terms, 0, 2), List.of(first, again), 1_500);

        assertThat(again.totals().total()).hasToString("10.00 USD");
        assertThat(last.totals().total()).hasToString("5.00 USD");
    }

    @Test
    void whatStandsForAVoidInvoiceIsWaitedForBeforeItIsSeen() {
        SubscriptionTerms terms = terms(JAN, perUnit("Calls", "0.01"));
        InvoiceView wrong = bill(terms, crossing(terms, 0, 1), List.of(), 1_000);
        InvoiceOpening other = wrong.opening().replacing(wrong.id(), JAN);
        InvoiceView replaced =
                voided(wrong).noting(InvoiceNotes.NONE.replaced(InvoiceId.derived(other)));
        InvoiceView right = bill(terms, other, List.of(replaced), 1_200);
        InvoiceOpening second = crossing(terms, 0, 2);
        InvoiceOpening last = cycle(terms, 0, 1);

        assertThat(new EarlierSpend(List.of(replaced)).isCompleteWithin(second)).isFalse();
        assertThat(new EarlierSpend(List.of(replaced)).isCompleteWithin(last)).isFalse();
        assertThat(new EarlierSpend(List.of(replaced)).isCompleteWithin(other)).isTrue();
        assertThat(new EarlierSpend(List.of(replaced, right)).isCompleteWithin(second)).isTrue();
        assertThat(right.totals().total()).hasToString("12.00 USD");
        assertThat(bill(terms, last, List.of(replaced, right), 1_500).totals().total())
                .hasToString("3.00 USD");
    }

    @Test
    void aReplacementLeavesToLaterInvoicesWhatTheyBilled() {
        SubscriptionTerms terms = terms(JAN, perUnit("Calls", "0.01"));
        InvoiceView first = bill(terms, crossing(terms, 0, 1), List.of(), 1_000);
        InvoiceView second = bill(terms, inTheMomentOf(first, terms, 2), List.of(first), 2_000);
        InvoiceOpening other = first.opening().replacing(first.id(), JAN);
        InvoiceView replaced =
                voided(first).noting(InvoiceNotes.NONE.replaced(InvoiceId.derived(other)));
        InvoiceView right = bill(terms, other, List.of(replaced, second), 1_000);

        assertThat(right.totals().total()).hasToString("10.00 USD");
        assertThat(
                        bill(terms, cycle(terms, 0, 2), List.of(replaced, right, second), 2_500)
                                .totals()
                                .total())
                .hasToString("5.00 USD");
    }

    private static InvoiceOpening inTheMomentOf(
            InvoiceView other, SubscriptionTerms terms, int number) {
        return InvoiceOpening.of(
                SUBSCRIPTION,
                CUSTOMER,
                terms.currency(),
                new Crossing(0, number, other.opening().period(), Money.zero(USD)));
    }

    private static InvoiceView voided(InvoiceView invoice) {
        return new InvoiceView(
                invoice.id(),
                invoice.scope(),
                invoice.opening(),
                InvoiceView.Status.VOIDED,
                invoice.number(),
                invoice.lines(),
                List.of(),
                List.of(),
                invoice.totals(),
                null,
                null,
                null,
                null,
                null,
                null,
                invoice.stamp(),
                null,
                null,
                null);
    }
}
