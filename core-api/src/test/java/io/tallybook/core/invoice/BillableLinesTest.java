package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillableLines.Line;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BillableLinesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    private static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));

    static final LineItem ADVANCE =
            fixed("advance", "30", InvoiceCadence.ADVANCE, PeriodUnit.MONTHLY);
    static final LineItem ARREAR = fixed("arrear", "10", InvoiceCadence.ARREAR, PeriodUnit.MONTHLY);
    static final LineItem USAGE = usage("usage");
    private static final Instant JAN_15 = Instant.parse("2026-01-15T00:00:00Z");
    private static final Instant FEB_11 = Instant.parse("2026-02-11T00:00:00Z");
    private static final Arrangement PRORATED =
            new Arrangement(
                    CollectionMethod.CHARGE_AUTOMATICALLY,
                    PaymentBehavior.DEFAULT_ACTIVE,
                    ProrationBehavior.CREATE_PRORATIONS,
                    null,
                    null,
                    null,
                    null);

    @Test
    void theFirstInvoiceHoldsTheAdvanceLinesOfThePeriodThatBegins() {
        SubscriptionTerms terms = terms(null, ADVANCE, ARREAR, USAGE);

        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CREATE, 0))
                .containsExactly("advance 2026-01-01..2026-02-01");
    }

    @Test
    void aCycleHoldsWhatWasServedAndTheAdvanceLinesOfTheNextPeriod() {
        SubscriptionTerms terms = terms(null, ADVANCE, ARREAR, USAGE);

        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CYCLE, 0))
                .containsExactly(
                        "arrear 2026-01-01..2026-02-01",
                        "usage 2026-01-01..2026-02-01",
                        "advance 2026-02-01..2026-03-01");
    }

    @Test
    void theLastCycleBeforeTheEndDateHasNothingInAdvance() {
        SubscriptionTerms terms = terms(Instant.parse("2026-02-01T00:00:00Z"), ADVANCE, ARREAR);

        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CYCLE, 0))
                .containsExactly("arrear 2026-01-01..2026-02-01");
    }

    @Test
    void aCancellationHoldsOnlyWhatWasServedUntilThen() {
        SubscriptionTerms terms = terms(null, ADVANCE, ARREAR, USAGE);
        BillingPeriod cut =
                new BillingPeriod(
                        Instant.parse("2026-02-01T00:00:00Z"),
                        Instant.parse("2026-02-11T12:00:00Z"));

        assertThat(
                        text(
                                BillableLines.of(
                                        terms, opening(BillingReason.SUBSCRIPTION_CANCEL, 1, cut))))
                .containsExactly("arrear 2026-02-01..2026-02-11", "usage 2026-02-01..2026-02-11");
    }

    @Test
    void aQuarterCutByACancellationIsServedFromItsOwnBegin() {
        LineItem quarterly = fixed("quarterly", "100", InvoiceCadence.ARREAR, PeriodUnit.QUARTERLY);
        BillingPeriod cut =
                new BillingPeriod(
                        Instant.parse("2026-05-01T00:00:00Z"),
                        Instant.parse("2026-05-20T00:00:00Z"));

        assertThat(
                        text(
                                BillableLines.of(
                                        terms(null, quarterly),
                                        opening(BillingReason.SUBSCRIPTION_CANCEL, 4, cut))))
                .containsExactly("quarterly 2026-04-01..2026-05-20");
    }

    /** Source: Flexprice's rules on several cadences: 10, 100 and 200 in twelve months. */
    @Test
    void aLongerCadenceIsDueWhenItsOwnPeriodEnds() {
        SubscriptionTerms terms =
                terms(
                        null,
                        ARREAR,
                        fixed("quarterly", "100", InvoiceCadence.ARREAR, PeriodUnit.QUARTERLY),
                        fixed("half", "200", InvoiceCadence.ARREAR, PeriodUnit.HALF_YEARLY));

        List<String> totals = new ArrayList<>();
        for (int month = 0; month < 12; month++) {
            totals.add(
                    opened(terms, BillingReason.SUBSCRIPTION_CYCLE, month).stream()
                            .map(line -> line.item().price().amount())
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .toPlainString());
        }

        assertThat(totals)
                .containsExactly(
                        "10", "10", "110", "10", "10", "310", "10", "10", "110", "10", "10", "310");
    }

    @Test
    void overALifeEveryPeriodOfEveryLineIsBilledOnce() {
        SubscriptionTerms terms =
                terms(
                        Instant.parse("2028-01-16T00:00:00Z"),
                        ADVANCE,
                        ARREAR,
                        USAGE,
                        fixed("quarterly", "1", InvoiceCadence.ADVANCE, PeriodUnit.QUARTERLY),
                        fixed("weekly", "1", InvoiceCadence.ARREAR, PeriodUnit.WEEKLY));
        List<String> billed = new ArrayList<>(lines(terms, BillingReason.SUBSCRIPTION_CREATE, 0));
        for (int n = 0; SubscriptionPeriods.of(terms).has(n + 1); n++) {
            billed.addAll(lines(terms, BillingReason.SUBSCRIPTION_CYCLE, n));
        }
        billed.addAll(lines(terms, BillingReason.SUBSCRIPTION_CANCEL, 24));

        assertThat(billed).doesNotHaveDuplicates();
        assertThat(billed).filteredOn(line -> line.startsWith("advance")).hasSize(25);
        assertThat(billed).filteredOn(line -> line.startsWith("arrear")).hasSize(25);
        assertThat(billed).filteredOn(line -> line.startsWith("usage")).hasSize(25);
        assertThat(billed).filteredOn(line -> line.startsWith("quarterly")).hasSize(9);
        // 745 days
        assertThat(billed).filteredOn(line -> line.startsWith("weekly")).hasSize(107);
    }

    @Test
    void aUsageLineAsksForTheCustomersOwnNameOverItsServicePeriod() {
        Line line = opened(terms(null, USAGE), BillingReason.SUBSCRIPTION_CYCLE, 0).getFirst();

        assertThat(line.needsReading()).isTrue();
        assertThat(line.reading())
                .isEqualTo(
                        new ReadingRequest(
                                Objects.requireNonNull(USAGE.meter()),
                                "acme",
                                line.servicePeriod()));
    }

    @Test
    void theInputTakesItsQuantityFromTheReadingAndItsIdFromItsPlace() {
        Line line = opened(terms(null, USAGE), BillingReason.SUBSCRIPTION_CYCLE, 0).getFirst();
        UsageReading reading = reading(line, "42.5");
        InvoiceId invoice =
                InvoiceId.derived(
                        opening(BillingReason.SUBSCRIPTION_CYCLE, 0, line.servicePeriod()));

        InvoiceLineInput input = line.input(invoice, reading);

        assertThat(input.quantity()).isEqualByComparingTo("42.5");
        assertThat(input).isEqualTo(line.input(invoice, reading));
        assertThat(input.id())
                .isNotEqualTo(
                        line.input(
                                        InvoiceId.derived(
                                                opening(
                                                        BillingReason.SUBSCRIPTION_CANCEL,
                                                        0,
                                                        line.servicePeriod())),
                                        reading)
                                .id());
    }

    @Test
    void usageWithoutAReadingIsRefused() {
        Line line = opened(terms(null, USAGE), BillingReason.SUBSCRIPTION_CYCLE, 0).getFirst();
        InvoiceId invoice = InvoiceId.of(ulid("invoice"));

        assertThatThrownBy(() -> line.input(invoice, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line.item().id().value());
    }

    @Test
    void nothingOfATrialIsChargedAndAdvanceLinesComeAtItsEnd() {
        SubscriptionTerms terms =
                terms(null, ADVANCE, ARREAR, USAGE)
                        .beginning(START, JAN_15, "UTC")
                        .with(new Course(JAN_15, List.of()));

        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CREATE, 0)).isEmpty();
        assertThat(lines(terms, BillingReason.SUBSCRIPTION_TRIAL_END, 1))
                .containsExactly("advance 2026-01-15..2026-02-15");
        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CYCLE, 1))
                .containsExactly(
                        "arrear 2026-01-15..2026-02-15",
                        "usage 2026-01-15..2026-02-15",
                        "advance 2026-02-15..2026-03-15");
    }

    @Test
    void aPauseBreaksAPeriodAndItsRestComesLaterWithoutANewAdvance() {
        var pause =
                new Course.Pause(JAN_15, JAN_15.plus(Duration.ofDays(10)), 0, Course.Rest.LATER);
        SubscriptionTerms terms =
                terms(null, ADVANCE, ARREAR, USAGE).with(new Course(null, List.of(pause)));
        var broken = new BillingPeriod(START, JAN_15);
        var rest = new BillingPeriod(Instant.parse("2026-01-25T00:00:00Z"), FEB_11);

        List<Line> first =
                BillableLines.of(terms, opening(BillingReason.SUBSCRIPTION_PAUSE, 0, broken));
        List<Line> second =
                BillableLines.of(terms, opening(BillingReason.SUBSCRIPTION_CYCLE, 0, rest));

        assertThat(text(first))
                .containsExactly("arrear 2026-01-01..2026-01-15", "usage 2026-01-01..2026-01-15");
        assertThat(text(second))
                .containsExactly(
                        "arrear 2026-01-25..2026-02-11",
                        "usage 2026-01-25..2026-02-11",
                        "advance 2026-02-11..2026-03-11");
        assertThat(shares(first, second)).containsExactly("1209600/2678400", "1468800/2678400");
        assertThat(BillableLines.of(terms, opening(BillingReason.SUBSCRIPTION_RESUME, 0, rest)))
                .isEmpty();
    }

    @Test
    void aPauseThatKeepsThePeriodsIsChargedTheShareThatWasServed() {
        var pause = new Course.Pause(JAN_15, FEB_11, 0, Course.Rest.KEPT);
        SubscriptionTerms terms =
                terms(null, ADVANCE, ARREAR, USAGE).with(new Course(null, List.of(pause)));
        var rest = new BillingPeriod(FEB_11, Instant.parse("2026-03-01T00:00:00Z"));

        List<Line> resumed =
                BillableLines.of(terms, opening(BillingReason.SUBSCRIPTION_RESUME, 1, rest));
        List<Line> closed =
                BillableLines.of(terms, opening(BillingReason.SUBSCRIPTION_CYCLE, 1, rest));

        assertThat(text(resumed)).containsExactly("advance 2026-02-11..2026-03-01");
        assertThat(text(closed))
                .containsExactly(
                        "arrear 2026-02-11..2026-03-01",
                        "usage 2026-02-11..2026-03-01",
                        "advance 2026-03-01..2026-04-01");
        assertThat(shares(resumed, closed)).containsExactly("1555200/2419200", "1555200/2419200");
    }

    @Test
    void aPeriodThatAPauseEndsWithIsFollowedByAWholeOne() {
        Instant feb = Instant.parse("2026-02-01T00:00:00Z");
        var pause = new Course.Pause(feb, FEB_11, 0, Course.Rest.LATER);
        SubscriptionTerms terms =
                terms(null, ADVANCE, ARREAR).with(new Course(null, List.of(pause)));
        var next = new BillingPeriod(FEB_11, Instant.parse("2026-03-11T00:00:00Z"));

        assertThat(
                        text(
                                BillableLines.of(
                                        terms,
                                        opening(
                                                BillingReason.SUBSCRIPTION_PAUSE,
                                                0,
                                                new BillingPeriod(START, feb)))))
                .containsExactly("arrear 2026-01-01..2026-02-01");
        List<Line> resumed =
                BillableLines.of(terms, opening(BillingReason.SUBSCRIPTION_RESUME, 1, next));
        assertThat(text(resumed)).containsExactly("advance 2026-02-11..2026-03-11");
        assertThat(shares(resumed)).isEmpty();
    }

    @Test
    void aStubAtTheStartIsChargedItsShareWhereThatWasAgreed() {
        SubscriptionTerms terms =
                terms(null, ADVANCE)
                        .beginning(JAN_15, Instant.parse("2026-02-01T00:00:00Z"), "UTC");

        assertThat(shares(opened(terms, BillingReason.SUBSCRIPTION_CREATE, 0))).isEmpty();
        assertThat(shares(opened(terms.with(PRORATED), BillingReason.SUBSCRIPTION_CREATE, 0)))
                .containsExactly("1468800/2678400");
    }

    private static List<String> shares(List<Line> one, List<Line> other) {
        return Stream.of(one, other).map(BillableLinesTest::shares).flatMap(List::stream).toList();
    }

    private static List<String> shares(List<Line> invoice) {
        return invoice.stream()
                .map(Line::share)
                .filter(Objects::nonNull)
                .map(s -> s.seconds().toPlainString() + "/" + s.ofSeconds().toPlainString())
                .toList();
    }

    private static List<String> lines(SubscriptionTerms terms, BillingReason reason, int index) {
        return text(opened(terms, reason, index));
    }

    private static List<Line> opened(SubscriptionTerms terms, BillingReason reason, int index) {
        return BillableLines.of(
                terms, opening(reason, index, SubscriptionPeriods.of(terms).period(index)));
    }

    static List<String> text(List<Line> lines) {
        return lines.stream()
                .map(
                        line ->
                                line.item().displayName()
                                        + " "
                                        + line.servicePeriod().start().toString().substring(0, 10)
                                        + ".."
                                        + line.servicePeriod().end().toString().substring(0, 10))
                .toList();
    }

    private static UsageReading reading(Line line, String quantity) {
        return new UsageReading(
                Objects.requireNonNull(line.item().meter()).meterId(),
                "acme",
                line.servicePeriod(),
                new BigDecimal(quantity),
                7,
                "0:7",
                "00");
    }

    static InvoiceOpening opening(BillingReason reason, int index, BillingPeriod period) {
        return new InvoiceOpening(SUBSCRIPTION, CUSTOMER, USD, reason, index, period, period.end());
    }

    static SubscriptionTerms terms(@Nullable Instant end, LineItem... items) {
        return new SubscriptionTerms(
                CUSTOMER,
                "acme",
                PlanId.of(ulid("plan")),
                USD,
                START,
                end,
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

    static LineItem fixed(String name, String amount, InvoiceCadence cadence, PeriodUnit unit) {
        return item(name, PriceDocument.Type.FIXED, amount, cadence, unit, null);
    }

    static LineItem usage(String name) {
        MeterDefinition meter =
                new MeterDefinition(
                        MeterId.of(ulid(name)),
                        "request",
                        List.of(),
                        AggregationType.COUNT,
                        null,
                        null);
        return item(
                name,
                PriceDocument.Type.USAGE,
                "0.01",
                InvoiceCadence.ARREAR,
                PeriodUnit.MONTHLY,
                meter);
    }

    private static LineItem item(
            String name,
            PriceDocument.Type type,
            String amount,
            InvoiceCadence cadence,
            PeriodUnit unit,
            @Nullable MeterDefinition meter) {
        PriceDocument price =
                new PriceDocument(
                        PlanId.of(ulid("plan")),
                        type,
                        PriceDocument.BillingModel.FLAT_FEE,
                        USD,
                        new BigDecimal(amount),
                        null,
                        List.of(),
                        null,
                        unit,
                        1,
                        cadence,
                        meter == null ? null : meter.meterId(),
                        null,
                        null,
                        null,
                        Map.of());
        return new LineItem(
                LineItemId.of(ulid("item" + name)),
                PriceId.of(ulid("price" + name)),
                price,
                meter,
                name,
                "Plan",
                meter == null ? BigDecimal.ONE : BigDecimal.ZERO);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(START, name);
    }
}
