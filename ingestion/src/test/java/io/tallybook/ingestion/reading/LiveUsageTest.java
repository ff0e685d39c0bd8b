package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveUsageTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final BillingPeriod FIRST_DAY =
            new BillingPeriod(START, START.plus(Duration.ofDays(1)));
    private static final BillingPeriod MARCH =
            new BillingPeriod(START, START.plus(Duration.ofDays(31)));
    private static final List<String> CUSTOMERS = List.of("alpha", "beta");
    private static final List<String> NUMBERS =
            List.of("1", "2.5", "-4", "1e3", "0.000001", "many", "");

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
        @Nullable String field = type == AggregationType.COUNT ? null : "tokens";
        BigDecimal multiplier =
                type == AggregationType.SUM_WITH_MULTIPLIER ? new BigDecimal("1.5") : null;
        return new MeterDefinition(
                        MeterId.of(UsagePath.nextUlid()),
                        "completion",
                        List.of(new MeterDefinition.Filter("model", List.of("tiny"))),
                        type,
                        field,
                        multiplier)
                .changed(
                        List.of(new MeterDefinition.Filter("model", List.of("large", "small"))),
                        START.plusSeconds(43_200))
                .changed(List.of(), START.plusSeconds(2 * 86_400));
    }

    private static List<ReadingRequest> everything() {
        List<ReadingRequest> requests = new ArrayList<>();
        for (AggregationType type : AggregationType.values()) {
            MeterDefinition meter = meter(type);
            if (meter.aggregation() == AggregationType.WEIGHTED_SUM) {
                continue;
            }
            for (String customer : CUSTOMERS) {
                requests.add(new ReadingRequest(meter, customer, FIRST_DAY));
                requests.add(new ReadingRequest(meter, customer, MARCH));
            }
            requests.add(shared(meter));
        }
        return requests;
    }

    private static ReadingRequest shared(MeterDefinition meter) {
        return new ReadingRequest(
                meter,
                "alpha",
                MARCH,
                EventSelection.ALL,
                null,
                List.of(
                        new Sharer(
                                "beta",
                                START.plus(Duration.ofHours(6)),
                                START.plus(Duration.ofHours(40)))));
    }

    private UsageEvent random(Random random) {
        return new UsageEvent(
                path.scope(),
                "e" + random.nextInt(400),
                random.nextInt(8) == 0 ? "other" : "completion",
                CUSTOMERS.get(random.nextInt(CUSTOMERS.size())),
                START.plusSeconds(random.nextInt(3 * 86_400)),
                null,
                Map.of(
                        "tokens",
                        NUMBERS.get(random.nextInt(NUMBERS.size())),
                        "model",
                        random.nextInt(5) == 0 ? "tiny" : "large"),
                START);
    }

    private void isAsTheStoreSays(LiveUsage live, List<ReadingRequest> requests) {
        UsageQuery.LiveReadings now =
                live.read(new UsageQuery.Live(path.scope(), requests, Freshness.COMPLETE));
        List<BigDecimal> stored =
                path
                        .reader()
                        .read(new UsageQuery.Read(path.scope(), requests, Freshness.COMPLETE))
                        .items()
                        .stream()
                        .map(reading -> reading.quantity())
                        .toList();
        assertThat(now.items().stream().map(UsageQuery.LiveReading::quantity).toList())
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(stored);
    }

    @Test
    void readingsInMemoryAreWhatTheStoreSaysHoweverUsageComes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the random events: " + seed);
        Random random = new Random(seed);
        List<ReadingRequest> requests = everything();
        LiveUsage live = path.live();
        try (UsageSink _ = path.startSink(live)) {
            for (int round = 0; round < 12; round++) {
                List<UsageEvent> events = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    events.add(random(random));
                }
                path.accept(events);
                isAsTheStoreSays(live, requests);
            }
        }
        // Another process takes over, which tells this one nothing.
        try (UsageSink _ = path.startSink()) {
            path.accept(path.event("by another", START, Map.of("tokens", "7", "model", "tiny")));
            isAsTheStoreSays(live, requests);
            isAsTheStoreSays(path.live(), requests);
        }
    }

    @Test
    void whatWasStoredIsCountedWithoutBeingWaitedFor() throws Exception {
        LiveUsage live = path.live();
        MeterDefinition meter =
                new MeterDefinition(
                        MeterId.of(UsagePath.nextUlid()),
                        "completion",
                        List.of(),
                        AggregationType.SUM,
                        "tokens",
                        null);
        var request =
                new UsageQuery.Live(
                        path.scope(),
                        List.of(new ReadingRequest(meter, "customer-1", MARCH)),
                        Freshness.CURRENT);
        try (UsageSink _ = path.startSink(live)) {
            assertThat(live.read(request).items().getFirst().quantity()).isZero();
            for (int i = 1; i <= 5; i++) {
                // The same event a second time is not a second event.
                path.accept(path.event("e" + i, START, Map.of("tokens", "5")));
                path.accept(path.event("e" + i, START, Map.of("tokens", "5")));
                BigDecimal expected = BigDecimal.valueOf(5L * i);
                Eventually.within(
                        Duration.ofSeconds(20),
                        () ->
                                assertThat(live.read(request).items().getFirst().quantity())
                                        .isEqualByComparingTo(expected));
            }
        }
    }

    @Test
    void aReadingThatFollowsIsNotAskedOfTheStoreAgain() throws Exception {
        MeterDefinition meter = meter(AggregationType.SUM);
        var request =
                new UsageQuery.Live(
                        path.scope(),
                        List.of(new ReadingRequest(meter, "customer-1", MARCH)),
                        Freshness.CURRENT);
        var itsOwn = new UsageStore(path.store().address());
        LiveUsage live = new LiveUsage(itsOwn, path.completeness(), 10, 0);
        try (UsageSink _ = path.startSink(live)) {
            // Where the sink stands on a partition is known once it has stored something of it.
            path.accept(
                    IntStream.range(0, 100)
                            .mapToObj(
                                    n ->
                                            path.event(
                                                    "a" + n,
                                                    START,
                                                    Map.of("tokens", "1", "model", "tiny")))
                            .toList());
            path.completeness().await();
            assertThat(live.read(request).items().getFirst().quantity())
                    .isEqualByComparingTo("100");
            itsOwn.close();
            path.accept(path.event("b", START, Map.of("tokens", "2", "model", "tiny")));
            path.completeness().await();
            assertThat(live.read(request).items().getFirst().quantity())
                    .isEqualByComparingTo("102");
        }
    }

    @Test
    void noMoreReadingsAreKeptThanAllowed() throws Exception {
        LiveUsage live = new LiveUsage(path.store(), path.completeness(), 3, 0);
        List<ReadingRequest> requests = everything();
        try (UsageSink _ = path.startSink(live)) {
            path.accept(path.event("a", START, Map.of("tokens", "7", "model", "tiny")));
            isAsTheStoreSays(live, requests);
            path.accept(path.event("b", START, Map.of("tokens", "1", "model", "tiny")));
            isAsTheStoreSays(live, requests);
        }
    }
}
