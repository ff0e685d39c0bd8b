package io.tallybook.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.time.WindowSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of every aggregation, whatever the events. */
class AggregatorPropertiesTest {
    private static final Instant FROM = Instant.parse("2023-08-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2023-09-01T00:00:00Z");
    private static final MeteredPeriod AUGUST =
            MeteredPeriod.whole(new TimeWindow(FROM, TO, ZoneOffset.UTC));

    @Property(tries = 300)
    void theOrderOfEventsDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Instant at = FROM.plusSeconds(random.nextLong(40 * 86_400L) - 5 * 86_400L);
            events.add(
                    new UsageEvent(
                            "e" + i,
                            at,
                            "m",
                            Map.of(
                                    "v",
                                    String.valueOf(random.nextInt(100) - 30),
                                    "seat",
                                    "s" + random.nextInt(5),
                                    "operation_type",
                                    random.nextBoolean() ? "add" : "remove")));
        }
        List<UsageEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        for (MeterDefinition meter : meters()) {
            assertThat(Aggregator.read(meter, shuffled, AUGUST))
                    .isEqualTo(Aggregator.read(meter, events, AUGUST));
        }
    }

    private static List<MeterDefinition> meters() {
        return List.of(
                MeterDefinition.of(new Aggregation.Count()),
                MeterDefinition.of(new Aggregation.Average("v")),
                MeterDefinition.of(new Aggregation.Latest("v")),
                MeterDefinition.of(new Aggregation.Sum("v")).carrying(Carry.RECURRING_PRORATED),
                MeterDefinition.of(new Aggregation.WeightedSum("v")).carrying(Carry.RECURRING),
                MeterDefinition.of(new Aggregation.UniqueCount("seat"))
                        .carrying(Carry.RECURRING_PRORATED),
                MeterDefinition.of(new Aggregation.Max("v"))
                        .bucketed(Bucketing.every(WindowSize.HOUR).groupedBy("seat")));
    }

    @Property(tries = 300)
    void aSumOfOnePeriodIsTheSumOfItsParts(@ForAll long seed) {
        Random random = new Random(seed);
        Instant cut = FROM.plusSeconds(random.nextLong(31 * 86_400L));
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(
                    new UsageEvent(
                            "e" + i,
                            FROM.plusSeconds(random.nextLong(31 * 86_400L)),
                            "m",
                            Map.of("v", String.valueOf(random.nextInt(100)))));
        }
        TimeWindow first = new TimeWindow(FROM, cut, ZoneOffset.UTC);
        TimeWindow second = new TimeWindow(cut, TO, ZoneOffset.UTC);
        for (Aggregation aggregation : List.of(new Aggregation.Count(), new Aggregation.Sum("v"))) {
            MeterDefinition meter = MeterDefinition.of(aggregation);
            BigDecimal parts =
                    Aggregator.read(meter, events, new MeteredPeriod(first, AUGUST.full()))
                            .quantity()
                            .add(
                                    Aggregator.read(
                                                    meter,
                                                    events,
                                                    new MeteredPeriod(second, AUGUST.full()))
                                            .quantity());
            assertThat(parts)
                    .isEqualByComparingTo(Aggregator.read(meter, events, AUGUST).quantity());
        }
    }
}
