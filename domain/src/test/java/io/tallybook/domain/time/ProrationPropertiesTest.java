package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.money.Ratio;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Shares of a period, by every rule, in a zone with daylight saving. */
class ProrationPropertiesTest {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    @Property(tries = 1000)
    void beforeAndAfterAChangeSumToTheWhole(
            @ForAll ProrationRule rule,
            @ForAll @IntRange(min = 0, max = 40_000_000) int startSecond,
            @ForAll @IntRange(min = 2, max = 40_000_000) int length,
            @ForAll @IntRange(min = -1000, max = 41_000_000) int changeAfter) {
        BillingPeriod period = period(startSecond, length);
        Instant at = period.start().plusSeconds(changeAfter);
        Ratio remaining = rule.remaining(period, at, ZONE);
        assertThat(rule.used(period, at, ZONE).plus(remaining)).isEqualTo(Ratio.ONE);
        assertThat(remaining).isBetween(Ratio.ZERO, Ratio.ONE);
    }

    @Property(tries = 1000)
    void sharesOfAdjoiningPartsSumToTheShareOfBoth(
            @ForAll ProrationRule rule,
            @ForAll @IntRange(min = 0, max = 40_000_000) int startSecond,
            @ForAll @IntRange(min = 3, max = 40_000_000) int length,
            @ForAll @IntRange(min = 1, max = 1_000_000) int cut) {
        BillingPeriod period = period(startSecond, length);
        Instant middle = period.start().plusSeconds(1 + cut % (length - 1));
        Ratio first = rule.share(period, new BillingPeriod(period.start(), middle), ZONE);
        Ratio second = rule.share(period, new BillingPeriod(middle, period.end()), ZONE);
        assertThat(first.plus(second)).isEqualTo(Ratio.ONE);
    }

    @Property(tries = 500)
    void activeTimeIsWhatIdleTimeLeavesInAnyOrder(
            @ForAll ProrationRule rule,
            @ForAll @IntRange(min = 10, max = 40_000_000) int length,
            @ForAll List<@IntRange(min = -100, max = 41_000_000) Integer> pauseStarts,
            @ForAll @IntRange(min = 1, max = 5_000_000) int pauseLength) {
        BillingPeriod period = period(0, length);
        List<BillingPeriod> idle =
                pauseStarts.stream()
                        .map(after -> period.start().plusSeconds(after))
                        .map(start -> new BillingPeriod(start, start.plusSeconds(pauseLength)))
                        .toList();
        Ratio active = rule.active(period, idle, ZONE);
        assertThat(active).isBetween(Ratio.ZERO, Ratio.ONE);
        assertThat(rule.active(period, idle.reversed(), ZONE)).isEqualTo(active);
    }

    private static BillingPeriod period(int startSecond, int length) {
        Instant start = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(startSecond);
        return new BillingPeriod(start, start.plusSeconds(length));
    }
}
