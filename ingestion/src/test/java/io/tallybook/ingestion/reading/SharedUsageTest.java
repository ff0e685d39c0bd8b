package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import io.tallybook.core.usage.UsageQueryFindBuilder;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.sink.UsageSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage of several customers is read as one, each in the time in which it shares. */
class SharedUsageTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final BillingPeriod MARCH =
            new BillingPeriod(START, START.plus(Duration.ofDays(31)));
    private static final Instant FROM = START.plus(Duration.ofDays(3));
    private static final Instant UNTIL = START.plus(Duration.ofDays(9));
    private static final List<Sharer> SHARERS =
            List.of(
                    new Sharer("beta", FROM, UNTIL),
                    new Sharer("beta", UNTIL.plus(Duration.ofDays(5)), null),
                    new Sharer("gamma", START, null));

    private UsagePath path;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
    }

    @AfterEach
    void close() {
        path.close();
    }

    private static MeterDefinition meter(AggregationType type) {
        return new MeterDefinition(
                MeterId.of(UsagePath.nextUlid()),
                "completion",
                List.of(),
                type,
                type == AggregationType.COUNT ? null : "tokens",
                null);
    }

    private static ReadingRequest request(
            AggregationType type, String customer, List<Sharer> sharers) {
        return new ReadingRequest(
                meter(type),
                customer,
                MARCH,
                EventSelection.ALL,
                new ReadingBasis(MARCH, "UTC", START),
                sharers);
    }

    private UsageEvent event(String id, String customer, Instant time, int tokens) {
        return new UsageEvent(
                path.scope(),
                id,
                "completion",
                customer,
                time,
                null,
                Map.of("tokens", String.valueOf(tokens)),
                START);
    }

    private List<UsageReading> read(List<ReadingRequest> requests) {
        return path.reader()
                .read(new UsageQuery.Read(path.scope(), requests, Freshness.COMPLETE))
                .items();
    }

    private UsageQuery.Groups groups(AggregationType type) {
        return path.reader()
                .byGroup(
                        UsageQueryByGroupBuilder.builder(
                                        UsageQuery.ByGroup.all(path.scope(), meter(type), MARCH))
                                .externalCustomerIds(List.of("alpha"))
                                .by(List.of(new UsageQuery.GroupKey.Customer()))
                                .basis(new ReadingBasis(MARCH, "UTC", START))
                                .sharers(SHARERS)
                                .build());
    }

    @Test
    void itIsReadAsIfOneHadUsedItAll() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the random events: " + seed);
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String customer = List.of("alpha", "beta", "gamma", "delta").get(random.nextInt(4));
            Instant time = START.plusSeconds(random.nextInt(31 * 86_400));
            int tokens = random.nextInt(30);
            events.add(event("shared" + i, customer, time, tokens));
            boolean counts =
                    request(AggregationType.COUNT, "alpha", SHARERS).counts(customer, time);
            if (counts) {
                events.add(event("whole" + i, "everybody", time, tokens));
            }
        }
        try (UsageSink _ = path.startSink()) {
            path.accept(events);
            for (AggregationType type : AggregationType.values()) {
                if (type == AggregationType.SUM_WITH_MULTIPLIER) {
                    continue;
                }
                List<UsageReading> both =
                        read(
                                List.of(
                                        request(type, "alpha", SHARERS),
                                        request(type, "everybody", List.of())));
                assertThat(both.getFirst().quantity())
                        .as("%s, seed %d", type, seed)
                        .isEqualByComparingTo(both.getLast().quantity());
                assertThat(both.getFirst().eventCount()).isEqualTo(both.getLast().eventCount());
                assertThat(groups(type).value())
                        .as("%s in groups, seed %d", type, seed)
                        .isEqualByComparingTo(both.getLast().quantity());
                assertThat(groups(type).groups())
                        .extracting(group -> group.keys().getFirst())
                        .containsExactlyInAnyOrder("alpha", "beta", "gamma");
            }
        }
    }

    @Test
    void itsMomentsAreHalfOpenAndWhatEachUsedAddsUp() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(
                    List.of(
                            event("a", "alpha", START, 1),
                            event("b1", "beta", FROM.minusMillis(1), 10),
                            event("b2", "beta", FROM, 100),
                            event("b3", "beta", UNTIL.minusMillis(1), 1_000),
                            event("b4", "beta", UNTIL, 10_000)));
            ReadingRequest together = request(AggregationType.SUM, "alpha", SHARERS.subList(0, 1));
            assertThat(read(List.of(together)).getFirst())
                    .satisfies(
                            reading -> {
                                assertThat(reading.quantity()).isEqualByComparingTo("1101");
                                assertThat(reading.sharers()).isEqualTo(SHARERS.subList(0, 1));
                            });
            assertThat(read(together.apart()))
                    .extracting(reading -> reading.quantity().intValueExact())
                    .containsExactly(1, 1_100);
            assertThat(
                            path.reader()
                                    .find(
                                            UsageQueryFindBuilder.builder(
                                                            UsageQuery.Find.all(
                                                                    path.scope(),
                                                                    MARCH.start(),
                                                                    MARCH.end(),
                                                                    10))
                                                    .externalCustomerId("alpha")
                                                    .eventName("completion")
                                                    .sharers(SHARERS.subList(0, 1))
                                                    .build())
                                    .items())
                    .extracting(UsageEvent::eventId)
                    .containsExactlyInAnyOrder("a", "b2", "b3");
        }
    }
}
