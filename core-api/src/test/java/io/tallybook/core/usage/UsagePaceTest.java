package io.tallybook.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsagePaceTest {
    private static final MeterId METER = MeterId.of(Ulid.derived(Instant.EPOCH, "meter"));
    private static final BillingPeriod JUNE = period("2026-06-01", "2026-07-01");
    private static final Instant TENTH = Instant.parse("2026-06-11T00:00:00Z");

    @Test
    void whatGrowsWithTimeIsAsMuchAgainInAsMuchTime() {
        assertThat(atTheEnd(AggregationType.SUM, "100", JUNE, TENTH)).isEqualByComparingTo("300");
        assertThat(
                        atTheEnd(
                                AggregationType.COUNT,
                                "7",
                                JUNE,
                                Instant.parse("2026-06-10T00:00:00Z")))
                .isEqualByComparingTo("23.333333");
    }

    @Test
    void whatGoesDownGoesOnGoingDown() {
        assertThat(atTheEnd(AggregationType.SUM, "-3", JUNE, TENTH)).isEqualByComparingTo("-9");
    }

    @ParameterizedTest
    @EnumSource(
            value = AggregationType.class,
            names = {"AVG", "MAX", "LATEST", "COUNT_UNIQUE", "WEIGHTED_SUM"})
    void whatDoesNotGrowWithTimeStaysWhatItIs(AggregationType type) {
        assertThat(atTheEnd(type, "100", JUNE, TENTH)).isEqualByComparingTo("100");
    }

    @Test
    void windowsThatHadUsageComeAgainInTheirOrder() {
        MeterDefinition peak = meter(AggregationType.MAX, WindowSize.DAY);
        UsageReading read = reading("7", JUNE, UsageReading.runs(decimals("3", "4")));

        UsageReading projected = UsagePace.of(read, TENTH).carriedOn(read, peak, TENTH);

        // Two windows in a third of the month: four more in the rest.
        assertThat(projected.bucketValues()).isEqualTo(decimals("3", "4", "3", "4", "3", "4"));
        assertThat(projected.quantity()).isEqualByComparingTo("21");
    }

    @Test
    void aPeriodThatIsOverOrHasNotBegunToPassStaysWhatItIs() {
        assertThat(atTheEnd(AggregationType.SUM, "100", JUNE, JUNE.end()))
                .isEqualByComparingTo("100");
        assertThat(atTheEnd(AggregationType.SUM, "100", JUNE, JUNE.start()))
                .isEqualByComparingTo("100");
    }

    @Test
    void thePaceOfALineHoldsForTheWindowsOfItsAllowanceToo() {
        UsagePace pace = UsagePace.of(reading("100", JUNE, null), TENTH);
        MeterDefinition sum = meter(AggregationType.SUM, null);
        BillingPeriod tomorrow = period("2026-06-12", "2026-06-13");

        assertThat(pace.carriedOn(reading("0", tomorrow, null), sum, TENTH).quantity())
                .isEqualByComparingTo("10");
    }

    private static BigDecimal atTheEnd(
            AggregationType type, String quantity, BillingPeriod period, Instant at) {
        UsageReading read = reading(quantity, period, null);
        return UsagePace.of(read, at).carriedOn(read, meter(type, null), at).quantity();
    }

    private static UsageReading reading(
            String quantity, BillingPeriod period, @Nullable List<UsageReading.Run> buckets) {
        return new UsageReading(
                METER, "acme", period, new BigDecimal(quantity), 3, "0:3", "digest", buckets);
    }

    private static MeterDefinition meter(AggregationType type, @Nullable WindowSize bucket) {
        return new MeterDefinition(METER, "call", List.of(), type, "n", null, bucket, null, null);
    }

    private static List<BigDecimal> decimals(String... values) {
        return List.of(values).stream().map(BigDecimal::new).toList();
    }

    private static BillingPeriod period(String start, String end) {
        return new BillingPeriod(
                Instant.parse(start + "T00:00:00Z"), Instant.parse(end + "T00:00:00Z"));
    }
}
