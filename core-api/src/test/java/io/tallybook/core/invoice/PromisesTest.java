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
import static io.tallybook.core.invoice.WorkedInvoices.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromisesTest {
    private static final Instant JAN = day("2026-01-01");
    private static final Instant JAN_11 = day("2026-01-11");
    private static final Instant JAN_21 = day("2026-01-21");
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final LineItem CALLS = perUnit("Calls", "0.01");
    private static final LineItem QUERIES = perUnit("Queries", "0.02");

    private static InvoiceOpening opening(
            SubscriptionTerms terms, BillingReason reason, int index, BillingPeriod period) {
        return new InvoiceOpening(
                SUBSCRIPTION, CUSTOMER, terms.currency(), reason, index, period, period.end());
    }

    private static InvoiceOpening cycle(SubscriptionTerms terms, int index) {
        return opening(
                terms,
                BillingReason.SUBSCRIPTION_CYCLE,
                index,
                SubscriptionPeriods.of(terms).period(index));
    }

    private static InvoiceView bill(
            SubscriptionTerms terms,
            InvoiceOpening opening,
            List<InvoiceView> earlier,
            Function<LineItem, List<Integer>> usage) {
        return bill(terms, opening, earlier, usage, opening.finalizeAt());
    }

    private static InvoiceView bill(
            SubscriptionTerms terms,
            InvoiceOpening opening,
            List<InvoiceView> earlier,
            Function<LineItem, List<Integer>> usage,
            Instant at) {
        InvoiceId id = InvoiceId.derived(opening);
        List<InvoiceLineInput> read = new ArrayList<>();
        for (BillableLines.Line line : BillableLines.of(terms, opening)) {
            read.add(
                    line.input(
                            id,
                            line.needsReading() ? reading(line, usage.apply(line.item())) : null));
        }
        List<InvoiceLineInput> inputs =
                new Promises(terms, opening).on(id, read, new EarlierSpend(earlier), at);
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(terms.currency(), terms.conventions(), inputs));
        return finalized(
                SCOPE,
                opening,
                InvoiceDocuments.lines(inputs, draft),
                InvoiceDocuments.totals(draft));
    }

    private static UsageReading reading(BillableLines.Line line, List<Integer> windows) {
        MeterDefinition meter = Objects.requireNonNull(line.item().meter());
        List<BigDecimal> values = windows.stream().map(BigDecimal::valueOf).toList();
        return new UsageReading(
                meter.meterId(),
                "acme",
                line.servicePeriod(),
                values.stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                windows.size(),
                "0:1",
                "00",
                meter.bucketSize() == null ? null : UsageReading.runs(values));
    }

    private static Function<LineItem, List<Integer>> each(int quantity) {
        return _ -> List.of(quantity);
    }

    private static String total(InvoiceView invoice) {
        return invoice.totals().total().toDecimal().toPlainString();
    }

    private static LineCommitment amount(
            String amount, @Nullable PeriodUnit duration, Shortfall shortfall) {
        return new LineCommitment(
                LineCommitment.Measure.AMOUNT,
                new BigDecimal(amount),
                new BigDecimal("2"),
                duration,
                shortfall,
                LineCommitment.Span.TERM,
                null);
    }

    /** What a year costs does not depend on how its usage is spread over the months. */
    @Property(tries = 200)
    void aYearCostsThePromiseAndTwiceWhatIsBeyond(
            @ForAll @Size(12) List<@IntRange(max = 30_000) Integer> months,
            @ForAll @IntRange(min = 1, max = 3_000) int promised) {
        SubscriptionTerms year =
                terms(JAN, CALLS)
                        .with(promising(Integer.toString(promised), "2", PeriodUnit.ANNUAL));
        List<InvoiceView> invoices = new ArrayList<>();
        for (int month = 0; month < 12; month++) {
            invoices.add(bill(year, cycle(year, month), invoices, each(months.get(month))));
        }
        Money charged =
                invoices.stream().map(i -> i.totals().total()).reduce(Money.zero(USD), Money::plus);
        BigDecimal used = BigDecimal.valueOf(months.stream().mapToInt(Integer::intValue).sum(), 2);
        BigDecimal promise = BigDecimal.valueOf(promised);
        BigDecimal beyond = used.subtract(promise).max(BigDecimal.ZERO);
        assertThat(charged.toDecimal())
                .isEqualByComparingTo(promise.add(beyond.multiply(BigDecimal.TWO)));
    }

    @Test
    void linesUseAPromiseUpInTheirOrderAndTheOnesBehindBearTheOverage() {
        SubscriptionTerms both = terms(JAN, CALLS, QUERIES).with(promising("15", "2", null));
        InvoiceView invoice = bill(both, cycle(both, 0), List.of(), each(1_000));
        assertThat(invoice.lines())
                .extracting(line -> line.amount().toDecimal().toPlainString())
                .containsExactly("10.00", "35.00");
        assertThat(KeptPromise.of(invoice.lines().get(1)))
                .hasValueSatisfying(
                        kept -> {
                            assertThat(kept.utilized()).isEqualByComparingTo("5");
                            assertThat(kept.overage()).isEqualByComparingTo("30");
                            assertThat(kept.trueUp()).isZero();
                        });
    }

    @Test
    void aLineWithAPromiseOfItsOwnDoesNotCountTowardsTheSubscriptions() {
        SubscriptionTerms both =
                terms(JAN, CALLS.promising(amount("20", null, Shortfall.FORGIVEN)), QUERIES)
                        .with(promising("50", "2", null));
        InvoiceView invoice = bill(both, cycle(both, 0), List.of(), each(1_000));
        assertThat(invoice.lines())
                .extracting(
                        line -> line.input().displayName(),
                        line -> line.amount().toDecimal().toPlainString())
                .containsExactly(
                        tuple("Calls", "10.00"),
                        tuple("Queries", "20.00"),
                        tuple("Plan True Up", "30.00"));
    }

    @Test
    void aLineThatTakesThePlaceOfAnotherKeepsItsPromise() {
        LineItem before = CALLS.promising(amount("20", null, Shortfall.CHARGED));
        LineItem after =
                before.as(LineItemId.of(ulid("other")), BigDecimal.ZERO).holding(JAN_11, null);
        SubscriptionTerms changed = terms(JAN, before.holding(null, JAN_11), after);
        InvoiceView invoice = bill(changed, cycle(changed, 0), List.of(), each(500));
        assertThat(total(invoice)).isEqualTo("20.00");
        assertThat(invoice.lines())
                .extracting(line -> line.amount().toDecimal().toPlainString())
                .containsExactly("5.00", "15.00");
    }

    @Test
    void aLineThatEndsOwesTheRestOfItsPromise() {
        LineItem line =
                CALLS.promising(amount("20", PeriodUnit.ANNUAL, Shortfall.CHARGED))
                        .holding(null, JAN_11);
        SubscriptionTerms ended = terms(JAN, line, QUERIES);
        assertThat(total(bill(ended, cycle(ended, 0), List.of(), each(0)))).isEqualTo("20.00");
    }

    @Test
    void aPromiseOfALineRunsOverTheMonthsOfItsYear() {
        LineItem line = CALLS.promising(amount("20", PeriodUnit.ANNUAL, Shortfall.CHARGED));
        SubscriptionTerms year = terms(JAN, line);
        InvoiceView first = bill(year, cycle(year, 0), List.of(), each(1_500));
        InvoiceView second = bill(year, cycle(year, 1), List.of(first), each(1_000));
        InvoiceView last = bill(year, cycle(year, 11), List.of(first, second), each(0));
        assertThat(List.of(total(first), total(second), total(last)))
                .containsExactly("15.00", "15.00", "0.00");
        assertThat(total(bill(year, cycle(year, 11), List.of(first), each(0)))).isEqualTo("5.00");
    }

    @Test
    void aPausedPeriodIsHeldAgainstItsPromiseOnceAndLiftedAtItsEnd() {
        var later = new Course.Pause(JAN_11, JAN_21, 0, Course.Rest.LATER);
        SubscriptionTerms paused =
                terms(JAN, CALLS)
                        .with(promising("20", "2", null))
                        .with(new Course(null, List.of(later)));
        InvoiceView broken =
                bill(
                        paused,
                        opening(
                                paused,
                                BillingReason.SUBSCRIPTION_PAUSE,
                                0,
                                new BillingPeriod(JAN, JAN_11)),
                        List.of(),
                        each(500));
        InvoiceOpening rest =
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        0,
                        new BillingPeriod(JAN_21, day("2026-02-11")));
        assertThat(total(broken)).isEqualTo("5.00");
        assertThat(total(bill(paused, rest, List.of(broken), each(500)))).isEqualTo("15.00");
        assertThat(new Promises(paused, rest).since()).contains(JAN);
        assertThat(EarlierSpend.NONE.isComplete(paused, rest, JAN)).isFalse();
        assertThat(new EarlierSpend(List.of(broken)).isComplete(paused, rest, JAN)).isTrue();
    }

    private static final Instant FEB = day("2026-02-01");
    private static final Instant FEB_21 = day("2026-02-21");
    private static final Instant MAR = day("2026-03-01");

    private static SubscriptionTerms pausedOverTheEndOfJanuary() {
        var kept = new Course.Pause(JAN_11, FEB_21, 0, Course.Rest.KEPT);
        return terms(JAN, CALLS.promising(amount("20", null, Shortfall.CHARGED)))
                .with(new Course(null, List.of(kept)));
    }

    private static InvoiceView brokenOff(SubscriptionTerms paused) {
        return bill(
                paused,
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_PAUSE,
                        0,
                        new BillingPeriod(JAN, JAN_11)),
                List.of(),
                each(500));
    }

    private static List<String> linesOf(InvoiceView invoice) {
        return invoice.lines().stream()
                .map(
                        line ->
                                "%s from %s: %s"
                                        .formatted(
                                                line.input().displayName(),
                                                line.input().servicePeriod().start(),
                                                line.amount().toDecimal()))
                .toList();
    }

    /** 5.00 of the 20.00 of January; its end lies in the pause, and no invoice closes it. */
    @Test
    void theRestOfATermThatEndsInAPauseIsDueWithTheNextInvoice() {
        SubscriptionTerms paused = pausedOverTheEndOfJanuary();
        InvoiceView broken = brokenOff(paused);
        InvoiceOpening second =
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        1,
                        new BillingPeriod(FEB_21, MAR));
        InvoiceView february = bill(paused, second, List.of(broken), each(700));

        assertThat(new Promises(paused, second).since()).contains(JAN);
        assertThat(linesOf(february))
                .containsExactly(
                        "Calls from 2026-02-21T00:00:00Z: 20.00",
                        "Calls True Up from 2026-01-01T00:00:00Z: 15.00");
        for (InvoiceView.Status status :
                List.of(InvoiceView.Status.FINALIZED, InvoiceView.Status.VOIDED)) {
            InvoiceView before = with(february, status);
            assertThat(linesOf(bill(paused, cycle(paused, 2), List.of(broken, before), each(700))))
                    .containsExactly("Calls from 2026-03-01T00:00:00Z: 20.00");
        }
    }

    @Test
    void soIsTheRestOfWhatTheWholeSubscriptionPromised() {
        SubscriptionTerms paused =
                pausedOverTheEndOfJanuary().with(List.of(CALLS)).with(promising("20", "2", null));
        InvoiceView broken = brokenOff(paused);
        InvoiceOpening begun =
                opening(paused, BillingReason.SUBSCRIPTION_CREATE, 0, new BillingPeriod(JAN, FEB));
        InvoiceView created = bill(paused, begun, List.of(), each(0));
        InvoiceOpening second =
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        1,
                        new BillingPeriod(FEB_21, MAR));
        InvoiceView february = bill(paused, second, List.of(created, broken), each(700));
        InvoiceView march =
                bill(paused, cycle(paused, 2), List.of(created, broken, february), each(3_000));

        assertThat(new Promises(paused, second).since()).contains(JAN);
        assertThat(linesOf(february))
                .containsExactly(
                        "Calls from 2026-02-21T00:00:00Z: 7.00",
                        "Plan True Up from 2026-02-21T00:00:00Z: 13.00",
                        "Plan True Up from 2026-01-01T00:00:00Z: 15.00");
        assertThat(linesOf(march)).containsExactly("Calls from 2026-03-01T00:00:00Z: 40.00");
    }

    @Test
    void soItIsWhereNoUsageCountsTowardsIt() {
        SubscriptionTerms paused = pausedOverTheEndOfJanuary().with(promising("20", "2", null));
        InvoiceOpening second =
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        1,
                        new BillingPeriod(FEB_21, MAR));
        InvoiceView february = bill(paused, second, List.of(brokenOff(paused)), each(2_000));
        InvoiceView march =
                bill(paused, cycle(paused, 2), List.of(brokenOff(paused), february), each(2_000));

        assertThat(linesOf(february))
                .containsExactly(
                        "Calls from 2026-02-21T00:00:00Z: 20.00",
                        "Calls True Up from 2026-01-01T00:00:00Z: 15.00",
                        "Plan True Up from 2026-02-21T00:00:00Z: 20.00",
                        "Plan True Up from 2026-01-01T00:00:00Z: 20.00");
        assertThat(linesOf(march))
                .containsExactly(
                        "Calls from 2026-03-01T00:00:00Z: 20.00",
                        "Plan True Up from 2026-03-01T00:00:00Z: 20.00");
    }

    /** Whether what had kept it is void since, or more is promised from now on. */
    @Test
    void aTermThatWasFoundKeptIsNotLookedAtAgain() {
        SubscriptionTerms line = pausedOverTheEndOfJanuary();
        SubscriptionTerms whole = line.with(List.of(CALLS)).with(promising("20", "2", null));
        for (SubscriptionTerms paused : List.of(line, whole)) {
            InvoiceOpening first =
                    opening(
                            paused,
                            BillingReason.SUBSCRIPTION_PAUSE,
                            0,
                            new BillingPeriod(JAN, JAN_11));
            InvoiceOpening second =
                    opening(
                            paused,
                            BillingReason.SUBSCRIPTION_CYCLE,
                            1,
                            new BillingPeriod(FEB_21, MAR));
            InvoiceView broken = bill(paused, first, List.of(), each(2_000));
            InvoiceView february = bill(paused, second, List.of(broken), each(2_000));
            InvoiceView voided = with(broken, InvoiceView.Status.VOIDED);

            assertThat(linesOf(february)).containsExactly("Calls from 2026-02-21T00:00:00Z: 20.00");
            assertThat(
                            linesOf(
                                    bill(
                                            paused,
                                            cycle(paused, 2),
                                            List.of(voided, february),
                                            each(2_000))))
                    .containsExactly("Calls from 2026-03-01T00:00:00Z: 20.00");
        }
    }

    /** The quarter began in January; the invoice that has it counts for February. */
    @Test
    void whatCountsTowardsATermIsWhatItsInvoicesCharge() {
        Instant broken = day("2026-02-10");
        SubscriptionTerms paused =
                terms(JAN, perUnit("Stored", "0.01", PeriodUnit.QUARTERLY), CALLS)
                        .with(promising("20", "2", null))
                        .with(
                                new Course(
                                        null,
                                        List.of(
                                                new Course.Pause(
                                                        broken, FEB_21, 1, Course.Rest.KEPT))));
        InvoiceView january = bill(paused, cycle(paused, 0), List.of(), each(500));
        InvoiceView pause =
                bill(
                        paused,
                        opening(
                                paused,
                                BillingReason.SUBSCRIPTION_PAUSE,
                                1,
                                new BillingPeriod(FEB, broken)),
                        List.of(january),
                        each(500));
        InvoiceOpening rest =
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        1,
                        new BillingPeriod(FEB_21, MAR));

        assertThat(linesOf(pause))
                .containsExactly(
                        "Stored from 2026-01-01T00:00:00Z: 5.00",
                        "Calls from 2026-02-01T00:00:00Z: 5.00");
        assertThat(linesOf(bill(paused, rest, List.of(january, pause), each(400))))
                .containsExactly(
                        "Calls from 2026-02-21T00:00:00Z: 4.00",
                        "Plan True Up from 2026-02-21T00:00:00Z: 6.00");
    }

    @Test
    void nothingWaitsForAnInvoiceOfAPeriodThatEndedInAPause() {
        SubscriptionTerms paused = pausedOverTheEndOfJanuary();
        InvoiceView broken = brokenOff(paused);
        InvoiceOpening second =
                opening(
                        paused,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        1,
                        new BillingPeriod(FEB_21, MAR));

        assertThat(new EarlierSpend(List.of(broken)).isComplete(paused, second, JAN)).isTrue();
        assertThat(EarlierSpend.NONE.isComplete(paused, second, JAN)).isFalse();
        InvoiceOpening third = cycle(paused, 2);
        assertThat(new EarlierSpend(List.of(broken)).isComplete(paused, third, JAN)).isFalse();
    }

    @Test
    void whatAPauseLeavesOpenDoesNotWaitForItself() {
        SubscriptionTerms paused =
                terms(JAN, CALLS.promising(amount("20", PeriodUnit.ANNUAL, Shortfall.CHARGED)))
                        .with(
                                new Course(
                                        null,
                                        List.of(
                                                new Course.Pause(
                                                        FEB, null, 1, Course.Rest.LATER))));
        InvoiceView january = bill(paused, cycle(paused, 0), List.of(), each(500));
        InvoiceOpening rest =
                opening(paused, BillingReason.SUBSCRIPTION_PAUSE, 1, new BillingPeriod(JAN, FEB))
                        .rest();
        InvoiceView own =
                with(bill(paused, rest, List.of(january), each(0)), InvoiceView.Status.DRAFT);

        assertThat(new EarlierSpend(List.of(january, own)).isComplete(paused, rest, JAN)).isTrue();
        assertThat(new EarlierSpend(List.of(own)).isComplete(paused, rest, JAN)).isFalse();
    }

    @Test
    void linesOfOnePromiseOweItsRestOnceWhenTheSubscriptionEnds() {
        LineItem before = CALLS.promising(amount("20", null, Shortfall.CHARGED));
        LineItem after =
                before.as(LineItemId.of(ulid("other")), BigDecimal.ZERO).holding(JAN_11, null);
        SubscriptionTerms changed = terms(JAN, before.holding(null, JAN_11), after);
        InvoiceOpening end =
                opening(
                        changed,
                        BillingReason.SUBSCRIPTION_CANCEL,
                        0,
                        new BillingPeriod(JAN, JAN_21));
        assertThat(linesOf(bill(changed, end, List.of(), each(500))))
                .containsExactly(
                        "Calls from 2026-01-01T00:00:00Z: 5.00",
                        "Calls from 2026-01-11T00:00:00Z: 15.00");
    }

    @Test
    void aLineThatNeverHoldsTakesNoPromiseOver() {
        LineItem before = CALLS.promising(amount("20", PeriodUnit.ANNUAL, Shortfall.CHARGED));
        LineItem never =
                before.as(LineItemId.of(ulid("other")), BigDecimal.ZERO).holding(JAN_11, JAN_11);
        SubscriptionTerms changed = terms(JAN, before.holding(null, JAN_11), never, QUERIES);
        assertThat(linesOf(bill(changed, cycle(changed, 0), List.of(), each(500))))
                .containsExactly(
                        "Calls from 2026-01-01T00:00:00Z: 20.00",
                        "Queries from 2026-01-01T00:00:00Z: 10.00");
    }

    /** Dated back to the start of the open period, when the invoice of the last one is out. */
    @Test
    void aLineThatIsEndedBehindItsLastInvoiceOwesItsRestWithTheNext() {
        LineItem line = CALLS.promising(amount("20", PeriodUnit.ANNUAL, Shortfall.CHARGED));
        SubscriptionTerms year = terms(JAN, line, QUERIES);
        InvoiceView january = bill(year, cycle(year, 0), List.of(), each(500));
        SubscriptionTerms ended = terms(JAN, line.ended(FEB, day("2026-02-10"), null), QUERIES);
        InvoiceView february = bill(ended, cycle(ended, 1), List.of(january), each(500));
        InvoiceView march = bill(ended, cycle(ended, 2), List.of(january, february), each(500));

        assertThat(linesOf(january).getFirst()).isEqualTo("Calls from 2026-01-01T00:00:00Z: 5.00");
        assertThat(linesOf(february))
                .containsExactly(
                        "Queries from 2026-02-01T00:00:00Z: 10.00",
                        "Calls True Up from 2026-02-01T00:00:00Z: 15.00");
        assertThat(linesOf(march)).containsExactly("Queries from 2026-03-01T00:00:00Z: 10.00");
        // Looked at again, as a correction does, none of them asks for more.
        assertThat(linesOf(bill(ended, cycle(ended, 0), List.of(), each(500))))
                .isEqualTo(linesOf(january));
    }

    @Test
    void whatIsDueWhileATrialRunsIsHeldAgainstNoPromise() {
        SubscriptionTerms trial =
                terms(JAN, CALLS)
                        .beginning(JAN, JAN_11, "UTC")
                        .with(new Course(JAN_11, List.of()))
                        .with(promising("20", "2", PeriodUnit.ANNUAL));
        InvoiceOpening cancelled =
                opening(
                        trial,
                        BillingReason.SUBSCRIPTION_CANCEL,
                        0,
                        new BillingPeriod(JAN, day("2026-01-05")));
        assertThat(total(bill(trial, cancelled, List.of(), each(0)))).isEqualTo("0.00");
        assertThat(new Promises(trial, cancelled).since()).isEmpty();
    }

    @Test
    void aVoidInvoiceCountsTowardsNothing() {
        SubscriptionTerms year = terms(JAN, CALLS).with(promising("20", "2", PeriodUnit.ANNUAL));
        InvoiceView first = bill(year, cycle(year, 0), List.of(), each(2_000));
        InvoiceView voided = with(first, InvoiceView.Status.VOIDED);
        assertThat(total(bill(year, cycle(year, 1), List.of(first), each(100)))).isEqualTo("2.00");
        assertThat(total(bill(year, cycle(year, 1), List.of(voided), each(100)))).isEqualTo("1.00");
    }

    @Test
    void onlyWhatIsClosedIsKnownForGood() {
        SubscriptionTerms year = terms(JAN, CALLS).with(promising("20", "2", PeriodUnit.ANNUAL));
        InvoiceView first = bill(year, cycle(year, 0), List.of(), each(10));
        InvoiceView draft = with(first, InvoiceView.Status.DRAFT);
        InvoiceOpening third = cycle(year, 2);
        InvoiceView second = bill(year, cycle(year, 1), List.of(first), each(10));
        assertThat(new Promises(year, third).since()).contains(JAN);
        assertThat(new EarlierSpend(List.of(second)).isComplete(year, third, JAN)).isFalse();
        assertThat(new EarlierSpend(List.of(draft, second)).isComplete(year, third, JAN)).isFalse();
        assertThat(new EarlierSpend(List.of(first, second)).isComplete(year, third, JAN)).isTrue();
    }

    @Test
    void everyWindowThatHasBegunIsLiftedToItsPromise() {
        LineItem hourly = inWindows(CALLS).promising(ofWindow("2"));
        SubscriptionTerms terms = terms(JAN, hourly);
        InvoiceView month = bill(terms, cycle(terms, 0), List.of(), _ -> List.of(100, 300));
        // 31 x 24 hours of 2.00, one of which is exceeded by 1.00 at twice the price.
        assertThat(total(month)).isEqualTo("1490.00");
        InvoiceView fourHours =
                bill(
                        terms,
                        cycle(terms, 0),
                        List.of(),
                        _ -> List.of(100, 300),
                        JAN.plusSeconds(4 * 3_600));
        assertThat(total(fourHours)).isEqualTo("10.00");
    }

    private static LineCommitment ofWindow(String amount) {
        return new LineCommitment(
                LineCommitment.Measure.AMOUNT,
                new BigDecimal(amount),
                new BigDecimal("2"),
                null,
                Shortfall.CHARGED,
                LineCommitment.Span.WINDOW,
                null);
    }

    private static LineItem inWindows(LineItem line) {
        MeterDefinition meter = Objects.requireNonNull(line.meter());
        return new LineItem(
                line.id(),
                line.priceId(),
                line.price(),
                new MeterDefinition(
                        meter.meterId(),
                        meter.eventName(),
                        List.of(),
                        AggregationType.SUM,
                        "units",
                        null,
                        WindowSize.HOUR,
                        null,
                        null),
                line.displayName(),
                line.planName(),
                line.quantity());
    }

    private static InvoiceView with(InvoiceView invoice, InvoiceView.Status status) {
        return new InvoiceView(
                invoice.id(),
                invoice.scope(),
                invoice.opening(),
                status,
                invoice.number(),
                status == InvoiceView.Status.DRAFT ? List.of() : invoice.lines(),
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

    @Test
    void aPromiseOfUnitsIsWorthWhatTheyCost() {
        assertThat(
                        PromisedSpend.worth(
                                calls("1000", "1"), CALLS.price(), USD, Conventions.FLEXPRICE))
                .isEqualByComparingTo("10");
    }
}
