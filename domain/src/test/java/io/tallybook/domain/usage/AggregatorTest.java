package io.tallybook.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.WindowSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregatorTest {
    private static final Instant FROM = Instant.parse("2023-08-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2023-09-01T00:00:00Z");
    private static final MeteredPeriod AUGUST =
            MeteredPeriod.whole(new TimeWindow(FROM, TO, ZoneOffset.UTC));

    private static UsageEvent at(String instant, String value) {
        return new UsageEvent(
                instant + value, Instant.parse(instant), "m", Map.of("v", value, "model", "a"));
    }

    private static UsageEvent seat(String id, String instant, String seat, String operation) {
        return new UsageEvent(
                id, Instant.parse(instant), "m", Map.of("seat", seat, "operation_type", operation));
    }

    private static BigDecimal read(Aggregation aggregation, List<UsageEvent> events) {
        return Aggregator.read(MeterDefinition.of(aggregation), events, AUGUST).quantity();
    }

    private static final List<UsageEvent> THREE =
            List.of(
                    at("2023-08-02T00:00:00Z", "10"),
                    at("2023-08-03T00:00:00Z", "2.5"),
                    at("2023-08-04T00:00:00Z", "4"));

    @Test
    void eachAggregationReadsTheSameEventsItsOwnWay() {
        assertThat(read(new Aggregation.Count(), THREE)).isEqualByComparingTo("3");
        assertThat(read(new Aggregation.Sum("v"), THREE)).isEqualByComparingTo("16.5");
        assertThat(read(new Aggregation.Average("v"), THREE)).isEqualByComparingTo("5.5");
        assertThat(read(new Aggregation.Max("v"), THREE)).isEqualByComparingTo("10");
        assertThat(read(new Aggregation.Latest("v"), THREE)).isEqualByComparingTo("4");
        assertThat(read(new Aggregation.UniqueCount("v"), THREE)).isEqualByComparingTo("3");
        assertThat(read(new Aggregation.SumWithMultiplier("v", new BigDecimal("0.1")), THREE))
                .isEqualByComparingTo("1.65");
    }

    @Test
    void nothingReadsAsZeroInEveryAggregation() {
        for (Aggregation aggregation :
                List.of(
                        new Aggregation.Count(),
                        new Aggregation.Sum("v"),
                        new Aggregation.Average("v"),
                        new Aggregation.Max("v"),
                        new Aggregation.Latest("v"),
                        new Aggregation.UniqueCount("v"),
                        new Aggregation.WeightedSum("v"))) {
            assertThat(read(aggregation, List.of())).isEqualByComparingTo("0");
        }
    }

    @Test
    void theWindowHoldsItsStartButNotItsEnd() {
        List<UsageEvent> edges =
                List.of(
                        at("2023-07-31T23:59:59.999Z", "1"),
                        at("2023-08-01T00:00:00Z", "2"),
                        at("2023-08-31T23:59:59.999Z", "4"),
                        at("2023-09-01T00:00:00Z", "8"));
        assertThat(read(new Aggregation.Sum("v"), edges)).isEqualByComparingTo("6");
    }

    @ParameterizedTest(name = "\"{0}\" reads as {1}")
    @CsvSource(
            nullValues = "none",
            value = {
                "5, 5",
                "-5, -5",
                "+5, 5",
                "05, 5",
                "1.50, 1.5",
                "1e3, 1000",
                "1E-3, 0.001",
                "2.5e+13, 25000000000000",
                "1e05, 100000",
                "'', none",
                "abc, none",
                "1., none",
                ".5, none",
                "--1, none",
                "1e, none",
                "1e14, none",
                "1e005, none",
                "1e1x, none",
                "0x10, none",
                "NaN, none",
                "' 1', none",
                "1 , 1",
                "123456789012345678901234567890, 123456789012345678901234567890",
                "1234567890123456789012345678901, none",
                "123456789012345678e1, none",
                "1.123456789012345678e1, none",
                "e5, none",
                "-, none"
            })
    void aPropertyIsANumberIfItIsWrittenAsOne(String text, @Nullable BigDecimal expected) {
        Optional<BigDecimal> read = at("2023-08-05T00:00:00Z", text).number("v");
        assertThat(read.isPresent()).isEqualTo(expected != null);
        read.ifPresent(number -> assertThat(number).isEqualByComparingTo(expected));
    }

    @Test
    void whatIsNoNumberIsPassedOverAndSaidToBe() {
        List<UsageEvent> events = new ArrayList<>(THREE);
        events.add(at("2023-08-05T00:00:00Z", "abc"));
        events.add(at("2023-07-05T00:00:00Z", "abc"));
        Aggregated read =
                Aggregator.read(MeterDefinition.of(new Aggregation.Sum("v")), events, AUGUST);
        assertThat(read.quantity()).isEqualByComparingTo("16.5");
        assertThat(read.ignored()).isEqualTo(1);
        assertThat(read.events()).isEqualTo(3);
        assertThat(read(new Aggregation.Count(), events)).isEqualByComparingTo("4");
    }

    @Test
    void valuesBelowZeroAreReadAsTheyAre() {
        List<UsageEvent> events = List.of(at("2023-08-02T00:00:00Z", "-3"));
        assertThat(read(new Aggregation.Latest("v"), events)).isEqualByComparingTo("-3");
        assertThat(read(new Aggregation.Max("v"), events)).isEqualByComparingTo("-3");
        assertThat(read(new Aggregation.Sum("v"), events)).isEqualByComparingTo("-3");
    }

    @Test
    void aLatestValueBelowZeroIsNothingUnderLago() {
        List<UsageEvent> fallen =
                List.of(at("2023-08-01T00:00:00Z", "4"), at("2023-08-02T00:00:00Z", "-3"));
        List<UsageEvent> risen =
                List.of(at("2023-08-01T00:00:00Z", "-4"), at("2023-08-02T00:00:00Z", "3"));
        Aggregation lago = new Aggregation.Latest("v", Conventions.LAGO.latestBelowZero());
        Aggregation own = new Aggregation.Latest("v", Conventions.EXACT.latestBelowZero());
        assertThat(read(lago, fallen)).isEqualByComparingTo("0");
        assertThat(read(lago, risen)).isEqualByComparingTo("3");
        assertThat(read(own, fallen)).isEqualByComparingTo("-3");
    }

    @Test
    void amongEventsOfOneInstantTheGreatestIdIsTheLatest() {
        Instant same = Instant.parse("2023-08-02T00:00:00Z");
        List<UsageEvent> events =
                List.of(
                        new UsageEvent("b", same, "m", Map.of("v", "2")),
                        new UsageEvent("a", same, "m", Map.of("v", "1")));
        assertThat(read(new Aggregation.Latest("v"), events)).isEqualByComparingTo("2");
    }

    @Test
    void twoEventsOfOneIdAreRefused() {
        UsageEvent event = at("2023-08-02T00:00:00Z", "1");
        assertThatThrownBy(() -> read(new Aggregation.Count(), List.of(event, event)))
                .hasMessage("events.id must be distinct, \"2023-08-02T00:00:00Z1\" came twice");
    }

    @Test
    void aLevelIsWeightedByHowLongItWasHeld() {
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.WeightedSum("v")).carrying(Carry.RECURRING);
        List<UsageEvent> events =
                List.of(
                        at("2023-07-01T00:00:00Z", "1000"),
                        at("2023-08-01T00:00:00Z", "2"),
                        at("2023-08-01T01:00:00Z", "3"),
                        at("2023-08-01T01:30:00Z", "1"),
                        at("2023-08-01T02:00:00Z", "-4"),
                        at("2023-08-01T04:00:00Z", "-2"),
                        at("2023-08-01T05:00:00Z", "10"),
                        at("2023-08-01T05:30:00Z", "-10"));
        Aggregated read = Aggregator.read(meter, events, AUGUST);
        assertThat(read.quantity()).isEqualByComparingTo("1000.02217741935483870968");
        assertThat(read.level()).isEqualByComparingTo("1000");
    }

    @Test
    void whatIsHeldForPartOfThePeriodCountsForItsDays() {
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("v"))
                        .carrying(Carry.RECURRING_PRORATED)
                        .dividing(QuotientRounding.FIVE_UP);
        List<UsageEvent> events =
                List.of(at("2023-07-31T00:00:00Z", "5"), at("2023-08-26T15:00:00Z", "24"));
        // 5 for all 31 days and 24 for the six from the 26th on.
        assertThat(Aggregator.read(meter, events, AUGUST).quantity())
                .isEqualByComparingTo("9.64517");
    }

    @Test
    void aMeterThatStartsAnewForgetsWhatCameBefore() {
        List<UsageEvent> events =
                List.of(at("2023-07-31T00:00:00Z", "5"), at("2023-08-26T15:00:00Z", "24"));
        MeterDefinition fresh = MeterDefinition.of(new Aggregation.Sum("v"));
        assertThat(Aggregator.read(fresh, events, AUGUST).quantity()).isEqualByComparingTo("24");
        assertThat(Aggregator.read(fresh.carrying(Carry.RECURRING), events, AUGUST).quantity())
                .isEqualByComparingTo("29");
    }

    @Test
    void repeatedAddsAndOrphanRemovesChangeNothing() {
        List<UsageEvent> events =
                List.of(
                        seat("1", "2023-08-01T00:00:00Z", "a", "add"),
                        seat("2", "2023-08-02T00:00:00Z", "a", "add"),
                        seat("3", "2023-08-03T00:00:00Z", "b", "remove"),
                        seat("4", "2023-08-04T00:00:00Z", "c", "add"),
                        seat("5", "2023-08-05T00:00:00Z", "c", "remove"),
                        seat("6", "2023-08-06T00:00:00Z", "c", "remove"));
        assertThat(read(new Aggregation.UniqueCount("seat"), events)).isEqualByComparingTo("1");
        assertThat(UniqueChanges.of(events, "seat").stream().map(UniqueChanges.Change::delta))
                .containsExactly(1, 0, 0, 1, -1, 0);
    }

    private static BigDecimal seatDays(UsageEvent... events) {
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.UniqueCount("seat"))
                        .carrying(Carry.RECURRING_PRORATED);
        BigDecimal share = Aggregator.read(meter, List.of(events), AUGUST).quantity();
        return share.multiply(BigDecimal.valueOf(31)).setScale(10, RoundingMode.HALF_UP);
    }

    @Test
    void aSeatCountsForEveryDayOnWhichItWasThere() {
        assertThat(seatDays(seat("1", "2023-07-01T00:00:00Z", "a", "add")))
                .isEqualByComparingTo("31");
        assertThat(seatDays(seat("1", "2023-08-31T23:00:00Z", "a", "add")))
                .isEqualByComparingTo("1");
        assertThat(
                        seatDays(
                                seat("1", "2023-08-02T10:00:00Z", "a", "add"),
                                seat("2", "2023-08-02T11:00:00Z", "a", "remove"),
                                seat("3", "2023-08-02T12:00:00Z", "a", "add"),
                                seat("4", "2023-08-03T12:00:00Z", "a", "remove")))
                .isEqualByComparingTo("2");
        assertThat(
                        seatDays(
                                seat("1", "2023-07-01T00:00:00Z", "a", "add"),
                                seat("2", "2023-07-31T23:00:00Z", "a", "remove")))
                .as("gone before the period began")
                .isEqualByComparingTo("0");
    }

    @Test
    void aPeriodCutShortCountsItsDaysOfTheWhole() {
        Instant end = Instant.parse("2023-08-17T00:00:00Z");
        MeteredPeriod cut =
                new MeteredPeriod(new TimeWindow(FROM, end, ZoneOffset.UTC), AUGUST.full());
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("v"))
                        .carrying(Carry.RECURRING_PRORATED)
                        .dividing(QuotientRounding.FIVE_UP);
        assertThat(Aggregator.read(meter, List.of(at("2023-07-31T00:00:00Z", "1")), cut).quantity())
                .as("16 of 31 days, upward")
                .isEqualByComparingTo("0.51613");
    }

    @Test
    void bucketsAreReadInTheCustomersZoneAndPerGroup() {
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Max("v"))
                        .bucketed(Bucketing.every(WindowSize.DAY).groupedBy("region"));
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        List<UsageEvent> events =
                List.of(
                        event("1", "2023-08-01T14:00:00Z", "3", "eu"),
                        event("2", "2023-08-01T15:00:00Z", "5", "eu"),
                        event("3", "2023-08-01T16:00:00Z", "4", "eu"),
                        event("4", "2023-08-01T16:00:00Z", "7", "us"));
        Aggregated read =
                Aggregator.read(
                        meter, events, MeteredPeriod.whole(new TimeWindow(FROM, TO, tokyo)));
        assertThat(read.buckets().stream().map(Aggregated.BucketValue::value))
                .extracting(BigDecimal::intValue)
                .containsExactly(3, 5, 7);
        assertThat(read.quantity()).isEqualByComparingTo("15");
    }

    private static UsageEvent event(String id, String at, String value, String region) {
        return new UsageEvent(id, Instant.parse(at), "m", Map.of("v", value, "region", region));
    }

    @Test
    void filtersAndExpressionsComeBeforeTheSum() {
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("total"))
                        .filtered(new EventFilter(Map.of("region", Set.of("eu"))))
                        .computing((Expression) Expression.parse("v * 2"))
                        .rounded(new QuantityRounding(QuantityRounding.Function.CEIL, 0));
        List<UsageEvent> events =
                List.of(
                        event("1", "2023-08-01T14:00:00Z", "1.3", "eu"),
                        event("2", "2023-08-01T15:00:00Z", "5", "us"),
                        event("3", "2023-08-01T15:00:00Z", "none", "eu"));
        Aggregated read = Aggregator.read(meter, events, AUGUST);
        assertThat(read.quantity()).isEqualByComparingTo("3");
        assertThat(read.ignored()).as("the formula failed for one event").isEqualTo(1);
    }

    @Test
    void combinationsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(
                        () ->
                                MeterDefinition.of(new Aggregation.Max("v"))
                                        .carrying(Carry.RECURRING_PRORATED))
                .hasMessageStartingWith(
                        "meter.carry RECURRING_PRORATED goes with Sum or UniqueCount");
        assertThatThrownBy(
                        () ->
                                MeterDefinition.of(new Aggregation.Max("v"))
                                        .carrying(Carry.RECURRING)
                                        .bucketed(Bucketing.every(WindowSize.DAY)))
                .hasMessageStartingWith("meter.carry must be FRESH");
        assertThatThrownBy(() -> new Aggregation.Sum(" "))
                .hasMessageContaining("must name an event property");
    }
}
