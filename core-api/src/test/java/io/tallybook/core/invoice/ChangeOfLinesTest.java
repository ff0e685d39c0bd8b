package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeOfLinesTest {
    private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    private static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final int MONTHS = 4;

    private static final LineItem SEATS = fixed("seats", "20", PeriodUnit.MONTHLY);

    // So dear that no second of it rounds to nothing.
    private static final LineItem DEAR = fixed("dear", "50000000", PeriodUnit.MONTHLY);

    @Test
    void oneThatIsAddedPaysForTheRestOfThePeriod() {
        for (var expected :
                Map.of(
                                "2026-04-01T00:00:00Z", "20.00",
                                "2026-04-11T00:00:00Z", "13.33",
                                "2026-04-21T00:00:00Z", "6.67",
                                "2026-04-30T00:00:00Z", "0.67")
                        .entrySet()) {
            LinesChanged change =
                    change(terms(), expected.getKey(), Settling.AT_ONCE, List.of(SEATS), List.of());
            assertThat(amendment(change).charged()).isEqualTo(usd(expected.getValue()));
            assertThat(amendment(change).excess()).isEqualTo(usd("0.00"));
        }
    }

    @Test
    void whatWasPaidForTheOldLineIsTakenOffTheNewOne() {
        SubscriptionTerms terms = terms(SEATS);
        LineItem more = SEATS.as(id("more"), new BigDecimal("3"));

        LinesChanged change =
                change(
                        terms,
                        "2026-04-16T00:00:00Z",
                        Settling.AT_ONCE,
                        List.of(more),
                        List.of(SEATS));

        assertThat(amendment(change).charged()).isEqualTo(usd("30.00"));
        assertThat(amendment(change).credit()).isEqualTo(usd("10.00"));
        assertThat(amendment(change).net()).isEqualTo(usd("20.00"));
        assertThat(total(terms.after(change), opening(change))).isEqualTo(usd("20.00"));
    }

    @Test
    void whatTheChargesCannotTakeOfTheCreditIsExcess() {
        LinesChanged change =
                change(
                        terms(SEATS.as(id("many"), new BigDecimal("5"))),
                        "2026-04-16T00:00:00Z",
                        Settling.NEXT_INVOICE,
                        List.of(SEATS),
                        List.of(SEATS.as(id("many"), BigDecimal.TEN)));

        assertThat(amendment(change).charged()).isEqualTo(usd("10.00"));
        assertThat(amendment(change).excess()).isEqualTo(usd("40.00"));
        assertThat(amendment(change).net()).isEqualTo(usd("0.00"));
    }

    @Test
    void withoutProrationTheRestOfThePeriodIsNeitherChargedNorCredited() {
        SubscriptionTerms terms = terms(SEATS);
        LineItem more = SEATS.as(id("more"), new BigDecimal("3"));
        LinesChanged change =
                change(terms, "2026-04-16T00:00:00Z", Settling.NONE, List.of(more), List.of(SEATS));

        assertThat(amendment(change).charged()).isEqualTo(usd("0.00"));
        assertThat(amendment(change).unused()).isEmpty();
        assertThat(ChangeOfLines.opening(CUSTOMER, USD, change)).isEmpty();
        // The next period is charged for as it was agreed.
        assertThat(total(terms.after(change), cycle(terms, 0))).isEqualTo(usd("60.00"));
    }

    @Test
    void theFirstOfTwoChangesAtOneMomentIsGivenBackWhole() {
        SubscriptionTerms terms = terms(SEATS);
        LineItem two = SEATS.as(id("two"), new BigDecimal("2"));
        LineItem three = SEATS.as(id("three"), new BigDecimal("3"));
        LinesChanged first =
                change(
                        terms,
                        "2026-04-16T00:00:00Z",
                        Settling.AT_ONCE,
                        List.of(two),
                        List.of(SEATS));
        SubscriptionTerms after = terms.after(first);
        LinesChanged second =
                change(
                        after,
                        "2026-04-16T00:00:00Z",
                        Settling.AT_ONCE,
                        List.of(three),
                        List.of(two));
        SubscriptionTerms both = after.after(second);

        // The invoice of the first does not care whether the second came before it was computed.
        assertThat(total(after, opening(first))).isEqualTo(usd("10.00"));
        assertThat(total(both, opening(first))).isEqualTo(usd("10.00"));
        assertThat(total(both, opening(second))).isEqualTo(usd("10.00"));
        assertThat(opening(first)).isNotEqualTo(opening(second));
        assertThat(InvoiceId.derived(opening(first)))
                .isNotEqualTo(InvoiceId.derived(opening(second)));
    }

    @Test
    void anAnnualLineThatEndsGivesBackTheMonthsThatAreLeft() {
        LineItem annual = fixed("annual", "365", PeriodUnit.ANNUAL);
        LinesChanged change =
                change(
                        terms(annual),
                        "2026-05-01T00:00:00Z",
                        Settling.NEXT_INVOICE,
                        List.of(),
                        List.of(annual));

        assertThat(amendment(change).excess()).isEqualTo(usd("335.00"));
    }

    @Test
    void aMonthlyAndAnAnnualLineAreEachChargedInTheirTimeOverFourteenMonths() {
        SubscriptionTerms terms =
                terms(
                        SEATS,
                        fixed("annual", "1200", PeriodUnit.ANNUAL),
                        fixed("late", "1200", PeriodUnit.ANNUAL, InvoiceCadence.ARREAR));
        List<String> totals = new ArrayList<>();
        totals.add(total(terms, create(terms)).toDecimal().toPlainString());
        for (int month = 0; month < 14; month++) {
            totals.add(total(terms, cycle(terms, month)).toDecimal().toPlainString());
        }
        assertThat(totals)
                .containsExactly(
                        "1220.00", "20.00", "20.00", "20.00", "20.00", "20.00", "20.00", "20.00",
                        "20.00", "20.00", "20.00", "20.00", "2420.00", "20.00", "20.00");
    }

    /** One change of the number of seats. */
    private record Step(long atSeconds, int quantity, Settling settling) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        long last = Duration.between(START, schedule(MONTHS - 1).end()).toSeconds() - 1;
        // The starts of periods, and the same moment twice, are where mistakes would be.
        Arbitrary<Long> moments =
                Arbitraries.oneOf(
                        Arbitraries.longs().between(0, last),
                        Arbitraries.of(0L, 30L * 86_400, 61L * 86_400, 30L * 86_400 + 7_200));
        return Combinators.combine(
                        moments,
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of(Settling.AT_ONCE, Settling.NEXT_INVOICE))
                .as(Step::new)
                .list()
                .ofMaxSize(6)
                .map(
                        all ->
                                all.stream()
                                        .sorted(
                                                (a, b) ->
                                                        Long.compare(a.atSeconds(), b.atSeconds()))
                                        .toList());
    }

    @Property(tries = 400)
    void eachSecondOfALineIsChargedOnceWheneverItsInvoicesAreComputed(
            @ForAll("steps") List<Step> steps) {
        Life life = live(steps);
        Map<LineItemId, BigDecimal> charged = new HashMap<>();
        for (InvoiceOpening opening : life.openings()) {
            for (BillableLines.Line line : BillableLines.of(life.terms(), opening)) {
                charged.merge(line.item().id(), seconds(line), BigDecimal::add);
            }
        }
        for (Amendment amendment : life.amendments()) {
            for (Amendment.Unused unused : amendment.unused()) {
                charged.merge(
                        unused.lineItemId(), seconds(unused.period()).negate(), BigDecimal::add);
            }
        }
        Instant end = schedule(MONTHS).end();
        for (LineItem line : life.terms().lineItems()) {
            Instant from = line.startDate() == null ? START : line.startDate();
            Instant until = line.endDate() == null ? end : line.endDate();
            assertThat(charged.getOrDefault(line.id(), BigDecimal.ZERO))
                    .as(line.id().value())
                    .isEqualByComparingTo(
                            BigDecimal.valueOf(Duration.between(from, until).toSeconds()));
        }
    }

    @Property(tries = 400)
    void aChangeNeverAltersAnInvoiceThatWasDueBefore(@ForAll("steps") List<Step> steps) {
        Life life = live(steps);
        for (int i = 0; i < life.openings().size(); i++) {
            InvoiceOpening opening = life.openings().get(i);
            if (opening.reason() == BillingReason.SUBSCRIPTION_UPDATE) {
                assertThat(BillableLines.of(life.terms(), opening))
                        .extracting(
                                BillableLines.Line::servicePeriod,
                                BillableLines.Line::share,
                                BillableLines.Line::credit)
                        .isEqualTo(
                                BillableLines.of(life.known().get(i), opening).stream()
                                        .map(l -> tuple(l.servicePeriod(), l.share(), l.credit()))
                                        .toList());
            }
        }
    }

    @Property(tries = 400)
    void whatIsInvoicedLessWhatIsGivenBackIsWhatTheChangesSaid(@ForAll("steps") List<Step> steps) {
        Life life = live(steps);
        for (Amendment amendment : life.amendments()) {
            assertThat(amendment.net().isNegative()).isFalse();
            assertThat(amendment.charged().minus(amendment.credit()))
                    .isEqualTo(amendment.net().minus(amendment.excess()));
            life.openings().stream()
                    .filter(opening -> amendment.changeId().equals(opening.changeId()))
                    .forEach(
                            opening ->
                                    assertThat(total(life.terms(), opening))
                                            .isEqualTo(amendment.net()));
        }
    }

    /**
     * A subscription that was lived through.
     *
     * @param known the terms as each opening found them
     */
    private record Life(
            SubscriptionTerms terms,
            List<InvoiceOpening> openings,
            List<SubscriptionTerms> known,
            List<Amendment> amendments) {}

    private static Life live(List<Step> steps) {
        SubscriptionTerms terms = terms(DEAR);
        List<InvoiceOpening> openings = new ArrayList<>();
        List<SubscriptionTerms> known = new ArrayList<>();
        List<Amendment> amendments = new ArrayList<>();
        openings.add(create(terms));
        known.add(terms);
        LineItem current = DEAR;
        int index = 0;
        for (int i = 0; i < steps.size(); i++) {
            Instant at = START.plusSeconds(steps.get(i).atSeconds());
            while (!at.isBefore(schedule(index).end())) {
                openings.add(cycle(terms, index++));
                known.add(terms);
            }
            LineItem next =
                    current.as(id("line " + i), BigDecimal.valueOf(steps.get(i).quantity()))
                            .holding(null, null);
            LinesChanged change =
                    ChangeOfLines.of(
                            terms,
                            index,
                            schedule(index),
                            command(
                                    at,
                                    "change " + i,
                                    steps.get(i).settling(),
                                    List.of(next),
                                    List.of(current)));
            terms = terms.after(change);
            current = next;
            amendments.add(amendment(change));
            if (steps.get(i).settling() == Settling.AT_ONCE) {
                openings.add(opening(change));
                known.add(terms);
            }
        }
        while (index < MONTHS) {
            openings.add(cycle(terms, index++));
            known.add(terms);
        }
        return new Life(terms, openings, known, amendments);
    }

    private static BillingPeriod schedule(int index) {
        return SubscriptionPeriods.of(terms()).period(index);
    }

    private static BigDecimal seconds(BillableLines.Line line) {
        return line.share() == null ? seconds(line.servicePeriod()) : line.share().seconds();
    }

    private static BigDecimal seconds(BillingPeriod period) {
        return BigDecimal.valueOf(period.length().toSeconds());
    }

    private static InvoiceOpening create(SubscriptionTerms terms) {
        return opening(terms, BillingReason.SUBSCRIPTION_CREATE, 0);
    }

    private static InvoiceOpening cycle(SubscriptionTerms terms, int index) {
        return opening(terms, BillingReason.SUBSCRIPTION_CYCLE, index);
    }

    private static InvoiceOpening opening(
            SubscriptionTerms terms, BillingReason reason, int index) {
        BillingPeriod period = SubscriptionPeriods.of(terms).period(index);
        return new InvoiceOpening(SUBSCRIPTION, CUSTOMER, USD, reason, index, period, period.end());
    }

    private static InvoiceOpening opening(LinesChanged change) {
        return ChangeOfLines.opening(CUSTOMER, USD, change).orElseThrow();
    }

    private static Money total(SubscriptionTerms terms, InvoiceOpening opening) {
        InvoiceId id = InvoiceId.derived(opening);
        List<InvoiceLineInput> inputs =
                BillableLines.of(terms, opening).stream().map(l -> l.input(id, null)).toList();
        return InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.FLEXPRICE, inputs))
                .lines()
                .stream()
                .map(DraftLine::amount)
                .reduce(Money.zero(USD), Money::plus);
    }

    private static LinesChanged change(
            SubscriptionTerms terms,
            String at,
            Settling settling,
            List<LineItem> added,
            List<LineItem> ended) {
        Instant moment = Instant.parse(at);
        int index = SubscriptionPeriods.of(terms).indexAt(moment);
        return ChangeOfLines.of(
                terms,
                index,
                schedule(index),
                command(moment, "change of " + added + ended, settling, added, ended));
    }

    private static ChangeLines command(
            Instant at, String id, Settling settling, List<LineItem> added, List<LineItem> ended) {
        return new ChangeLines(
                SUBSCRIPTION,
                SCOPE,
                at,
                id,
                settling,
                added,
                ended.stream().map(line -> new LineEnd(line.id(), at)).toList());
    }

    private static Amendment amendment(LinesChanged change) {
        @Nullable Amendment amendment = change.amendment();
        assertThat(amendment).isNotNull();
        return Objects.requireNonNull(amendment);
    }

    private static SubscriptionTerms terms(LineItem... items) {
        return new SubscriptionTerms(
                CUSTOMER,
                "acme",
                PlanId.of(ulid("plan")),
                USD,
                START,
                null,
                START,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "UTC",
                Conventions.FLEXPRICE,
                List.of(items),
                null,
                Map.of());
    }

    private static LineItem fixed(String name, String amount, PeriodUnit unit) {
        return fixed(name, amount, unit, InvoiceCadence.ADVANCE);
    }

    private static LineItem fixed(
            String name, String amount, PeriodUnit unit, InvoiceCadence cadence) {
        PriceDocument price =
                new PriceDocument(
                        PlanId.of(ulid("plan")),
                        PriceDocument.Type.FIXED,
                        PriceDocument.BillingModel.FLAT_FEE,
                        USD,
                        new BigDecimal(amount),
                        null,
                        List.of(),
                        null,
                        unit,
                        1,
                        cadence,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        return new LineItem(
                id(name), PriceId.of(ulid(name)), price, null, name, "Plan", BigDecimal.ONE);
    }

    private static LineItemId id(String name) {
        return LineItemId.of(ulid(name));
    }

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(START, name);
    }
}
