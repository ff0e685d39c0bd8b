package io.tallybook.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterHistoryTest {
    private static final EventFilter EU = new EventFilter(Map.of("region", Set.of("eu")));
    private static final EventFilter US = new EventFilter(Map.of("region", Set.of("us")));
    private static final Instant ONE = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TWO = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant THREE = Instant.parse("2026-03-03T00:00:00Z");
    private static final Instant FOUR = Instant.parse("2026-03-04T00:00:00Z");
    private static final FilterHistory HISTORY = FilterHistory.of(EU).then(TWO, US);

    private static UsageEvent event(String id, String region, Instant at) {
        return new UsageEvent(id, at, "call", Map.of("region", region));
    }

    @Test
    void anEventIsJudgedByWhatWasInForceWhenItHappened() {
        assertThat(HISTORY.matches(event("a", "eu", TWO.minusNanos(1)))).isTrue();
        assertThat(HISTORY.matches(event("b", "eu", TWO))).isFalse();
        assertThat(HISTORY.matches(event("c", "us", TWO.minusNanos(1)))).isFalse();
        assertThat(HISTORY.matches(event("d", "us", TWO))).isTrue();
    }

    @Test
    void aMeterCountsEachEventByItsOwnTime() {
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Count())
                        .filtered(HISTORY.then(THREE, EventFilter.ALL));
        List<UsageEvent> events =
                List.of(
                        event("counted by the first", "eu", ONE),
                        event("not by the first", "us", ONE),
                        event("not by the second", "eu", TWO),
                        event("counted by the second", "us", TWO),
                        event("counted by the third", "ap", THREE));
        Aggregated read =
                Aggregator.read(
                        meter,
                        events,
                        MeteredPeriod.whole(new TimeWindow(ONE, FOUR, ZoneOffset.UTC)));
        assertThat(read.quantity()).isEqualByComparingTo(BigDecimal.valueOf(3));
    }

    @Test
    void stretchesOfAPeriodHaveNoGapsAndThoseThatAreAlikeAreOne() {
        assertThat(HISTORY.during(ONE, FOUR))
                .containsExactly(
                        new FilterHistory.Span(ONE, TWO, EU),
                        new FilterHistory.Span(TWO, FOUR, US));
        assertThat(HISTORY.during(TWO, FOUR))
                .containsExactly(new FilterHistory.Span(TWO, FOUR, US));
        assertThat(HISTORY.during(ONE, TWO)).containsExactly(new FilterHistory.Span(ONE, TWO, EU));
        assertThat(HISTORY.then(THREE, US).during(ONE, FOUR)).hasSize(2);
    }

    @Test
    void whatIsSaidAnewOfAMomentTakesThePlaceOfAllThatWasSaidOfLaterOnes() {
        assertThat(HISTORY.then(THREE, EU).then(TWO, EventFilter.ALL).during(ONE, FOUR))
                .containsExactly(
                        new FilterHistory.Span(ONE, TWO, EU),
                        new FilterHistory.Span(TWO, FOUR, EventFilter.ALL));
    }
}
