package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.OpeningQuery.OpenWindow;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.domain.entitlement.FirstUse;
import io.tallybook.domain.entitlement.Reset;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.sink.UsageSink;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpeningsTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:20Z");
    private static final BillingPeriod WEEK =
            new BillingPeriod(START, START.plus(Duration.ofDays(7)));
    private static final List<String> CUSTOMERS = List.of("alpha", "beta");

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
        return new MeterDefinition(
                MeterId.of(UsagePath.nextUlid()),
                "completion",
                List.of(new MeterDefinition.Filter("model", List.of("large"))),
                type,
                field,
                null);
    }

    private static OpeningRequest request(MeterDefinition meter, String customer, int hours) {
        return new OpeningRequest(
                new ReadingRequest(meter, customer, WEEK),
                new FirstUse(Reset.HOUR, hours, ZoneOffset.UTC));
    }

    private UsageEvent event(String id, String customer, Instant at, Map<String, String> said) {
        return new UsageEvent(path.scope(), id, "completion", customer, at, null, said, START);
    }

    private UsageEvent random(Random random) {
        return event(
                "e" + random.nextInt(1_000_000),
                CUSTOMERS.get(random.nextInt(CUSTOMERS.size())),
                START.plusSeconds(random.nextInt(8 * 86_400)),
                Map.of(
                        "tokens", random.nextInt(6) == 0 ? "many" : "2.5",
                        "model", random.nextInt(5) == 0 ? "tiny" : "large"));
    }

    private List<List<Instant>> found(List<OpeningRequest> requests) {
        return new OpeningReader(path.store(), path.completeness())
                .find(new OpeningQuery.Find(path.scope(), requests, Freshness.COMPLETE, null))
                .items();
    }

    @Test
    void eachMinuteWithAnEventThatIsCountedMayOpenAWindow() throws Exception {
        Map<String, String> large = Map.of("tokens", "1", "model", "large");
        List<OpeningRequest> requests =
                List.of(
                        request(meter(AggregationType.SUM), "alpha", 5),
                        request(meter(AggregationType.COUNT), "beta", 5));
        try (UsageSink _ = path.startSink()) {
            path.accept(
                    event("a", "alpha", START.plusSeconds(3_600), large),
                    event("b", "alpha", START.plusSeconds(5 * 3_600), large),
                    event("c", "alpha", START.plusSeconds(6 * 3_600), large),
                    event("not", "alpha", START, Map.of("tokens", "no", "model", "large")),
                    event("nor", "alpha", START, Map.of("tokens", "1", "model", "tiny")),
                    event("before", "beta", START.minusSeconds(1), large));
            assertThat(found(requests))
                    .containsExactly(
                            List.of(
                                    Instant.parse("2026-03-01T01:00:00Z"),
                                    Instant.parse("2026-03-01T06:00:00Z")),
                            List.of());
        }
    }

    @Test
    void theOpenWindowInMemoryIsThatOfTheStoreHoweverUsageComes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the random events: " + seed);
        Random random = new Random(seed);
        List<OpeningRequest> requests = new ArrayList<>();
        for (AggregationType type :
                List.of(AggregationType.COUNT, AggregationType.SUM, AggregationType.COUNT_UNIQUE)) {
            MeterDefinition meter = meter(type);
            CUSTOMERS.forEach(customer -> requests.add(request(meter, customer, 1)));
            CUSTOMERS.forEach(customer -> requests.add(request(meter, customer, 30)));
        }
        LiveUsage live = path.live();
        try (UsageSink _ = path.startSink(live)) {
            // In order of time first, as usage mostly comes, and then as it likes.
            for (int hour = 0; hour < 8; hour++) {
                Instant now = START.plusSeconds(hour * 2_000L);
                path.accept(
                        event("o" + hour, "alpha", now, Map.of("tokens", "1", "model", "large")));
                isAsTheStoreSays(live, requests, now);
            }
            for (int round = 0; round < 10; round++) {
                List<UsageEvent> events = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    events.add(random(random));
                }
                path.accept(events);
                isAsTheStoreSays(live, requests, START.plusSeconds(random.nextInt(7 * 86_400)));
            }
        }
    }

    private void isAsTheStoreSays(LiveUsage live, List<OpeningRequest> requests, Instant at) {
        List<OpenWindow> now =
                live.read(new OpeningQuery.Live(path.scope(), requests, at, Freshness.COMPLETE))
                        .items();
        List<List<Instant>> openings = found(requests);
        for (int i = 0; i < requests.size(); i++) {
            OpenWindow expected = expected(requests.get(i), openings.get(i), at);
            assertThat(now.get(i).window())
                    .as("%s at %s", requests.get(i), at)
                    .isEqualTo(expected.window());
            assertThat(now.get(i).used()).isEqualByComparingTo(expected.used());
        }
    }

    private OpenWindow expected(OpeningRequest request, List<Instant> openings, Instant at) {
        List<Instant> begun = openings.stream().filter(o -> !o.isAfter(at)).toList();
        if (begun.isEmpty()) {
            return OpenWindow.NONE;
        }
        BillingPeriod window = request.window(Collections.max(begun));
        if (!window.contains(at)) {
            return OpenWindow.NONE;
        }
        BigDecimal used =
                path.reader()
                        .read(
                                new UsageQuery.Read(
                                        path.scope(),
                                        List.of(request.usage().during(window)),
                                        Freshness.COMPLETE))
                        .items()
                        .getFirst()
                        .quantity();
        return new OpenWindow(window, used);
    }
}
