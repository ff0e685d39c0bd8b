package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import io.tallybook.core.usage.UsageQueryFindBuilder;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.sink.UsageSink;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageReaderTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-04-01T00:00:00Z");
    private static final BillingPeriod MARCH = new BillingPeriod(START, END);
    private static final List<String> CUSTOMERS =
            List.of("alpha", "beta", "gamma", "it's \\ δ", "none");
    private static final List<AggregationType> AGGREGATIONS =
            Arrays.stream(AggregationType.values())
                    .filter(type -> type != AggregationType.WEIGHTED_SUM)
                    .toList();
    private static final List<String> NAMES = List.of("call", "completion", "it's");

    private UsagePath path;
    private UsageReader reader;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
        reader = path.reader();
    }

    @AfterEach
    void close() {
        path.close();
    }

    @Test
    void everyAggregationReadsWhatASlowLoopReads() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the random events: " + seed);
        Random random = new Random(seed);
        List<UsageEvent> events = randomEvents(random, 3_000);
        path.accept(events);
        List<ReadingRequest> requests = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            requests.add(randomRequest(random));
        }
        try (UsageSink _ = path.startSink()) {
            List<UsageReading> readings =
                    reader.read(new UsageQuery.Read(path.scope(), requests, Freshness.COMPLETE))
                            .items();

            assertThat(readings).hasSameSizeAs(requests);
            for (int i = 0; i < requests.size(); i++) {
                ReadingRequest request = requests.get(i);
                SlowReading.Result expected =
                        SlowReading.of(
                                events,
                                request.meter(),
                                request.externalCustomerId(),
                                request.period());
                UsageReading actual = readings.get(i);
                assertThat(
                                new SlowReading.Result(
                                        actual.quantity(), actual.eventCount(), actual.digest()))
                        .as("seed %s, %s", seed, request)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aCompleteReadingWaitsForWhatWasAcknowledgedBeforeIt() throws Exception {
        path.accept(path.event("a"), path.event("b"));
        CompletableFuture<UsageQuery.Readings> reading =
                CompletableFuture.supplyAsync(() -> reader.read(count(Freshness.COMPLETE)));
        assertThat(quantity(reader.read(count(Freshness.CURRENT)))).isEqualTo("0");
        assertThat(reading).isNotDone();

        try (UsageSink _ = path.startSink()) {
            UsageReading complete = reading.get(60, TimeUnit.SECONDS).items().getFirst();
            assertThat(complete.quantity()).isEqualTo("2");
            assertThat(offsets(complete.watermark())).isEqualTo(2);
        }
    }

    @Test
    void aReadingThatCannotBeCompleteInTimeSaysSo() throws Exception {
        path.accept(path.event("a"));
        try (Completeness impatient =
                new Completeness(path.log(), path.group(), Duration.ofMillis(300))) {
            UsageReader hasty = new UsageReader(path.store(), impatient);

            assertThatThrownBy(() -> hasty.read(count(Freshness.COMPLETE)))
                    .isInstanceOf(ReadingIncomplete.class)
                    .hasMessageContaining("was acknowledged");
        }
    }

    @Test
    void thePeriodIsHalfOpenToTheMicrosecond() throws Exception {
        path.accept(
                path.event("before", START.minus(1, ChronoUnit.MICROS), Map.of()),
                path.event("first", START, Map.of()),
                path.event("last", END.minus(1, ChronoUnit.MICROS), Map.of()),
                path.event("after", END, Map.of()));
        try (UsageSink _ = path.startSink()) {
            assertThat(quantity(reader.read(count(Freshness.COMPLETE)))).isEqualTo("2");
        }
    }

    @Test
    void whatIsNoNumberIsNotCountedAndBreaksNothing() throws Exception {
        List<String> values =
                List.of(
                        "",
                        "abc",
                        "1,5",
                        "NaN",
                        "Infinity",
                        "0x10",
                        "1e99",
                        " 1",
                        "1 ",
                        "--1",
                        "1e",
                        ".",
                        "2.5");
        for (int i = 0; i < values.size(); i++) {
            path.accept(path.event("v" + i, UsagePath.NOON, Map.of("tokens", values.get(i))));
        }
        path.accept(path.event("missing", UsagePath.NOON, Map.of()));
        MeterDefinition sum = meter(AggregationType.SUM, "tokens");
        try (UsageSink _ = path.startSink()) {
            UsageReading reading = read(sum, Freshness.COMPLETE);
            assertThat(reading.quantity()).isEqualTo("2.5");
            assertThat(reading.eventCount()).isEqualTo(1);
        }
    }

    @Test
    void sumsAreExactWhereFloatingPointIsNot() throws Exception {
        path.accept(
                path.event("a", UsagePath.NOON, Map.of("tokens", "0.1")),
                path.event("b", UsagePath.NOON, Map.of("tokens", "0.2")),
                path.event(
                        "c",
                        UsagePath.NOON,
                        Map.of("tokens", "123456789012345678901234567890.000000000000000001")),
                path.event("d", UsagePath.NOON, Map.of("tokens", "1e-7")));
        try (UsageSink _ = path.startSink()) {
            assertThat(read(meter(AggregationType.SUM, "tokens"), Freshness.COMPLETE).quantity())
                    .isEqualTo("123456789012345678901234567890.300000100000000001");
        }
    }

    private Optional<UsageEvent> event(Scope scope, String id) {
        return accounts().receipt(new UsageQuery.ReceiptOf(scope, id)).map(UsageReceipt::event);
    }

    private AccountReader accounts() {
        return new AccountReader(
                path.store(),
                path.completeness(),
                new LogAccounts(path.store(), path.completeness())::check);
    }

    @Test
    void anEventIsFoundByItsIdAndOnlyInItsOwnEnvironment() throws Exception {
        UsageEvent event =
                path.event("it's 'x' \\ \0 é", UsagePath.NOON, Map.of("a", "1", "b'", "\\"));
        path.accept(event, path.event("other"));
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(2);
            assertThat(event(path.scope(), event.eventId())).contains(event);
            assertThat(event(path.scope(), "unknown")).isEmpty();
            Scope foreign = UsagePath.newScope();
            assertThat(event(foreign, event.eventId())).isEmpty();
            assertThat(reader.countAll(new UsageQuery.CountAll(path.scope()))).isEqualTo(2);
            assertThat(reader.countAll(new UsageQuery.CountAll(foreign))).isZero();
        }
    }

    @Test
    void aListIsWalkedPageByPageWithoutGapOrRepeat() throws Exception {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            events.add(
                    path.event(
                            "e%02d".formatted(i),
                            UsagePath.NOON.plusSeconds(i / 4),
                            Map.of("parity", i % 2 == 0 ? "even" : "odd")));
        }
        path.accept(events);
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(25);
        }
        List<UsageEvent> walked = new ArrayList<>();
        UsageQuery.@Nullable Key after = null;
        UsageQuery.Events page;
        do {
            page = reader.find(find(after, Map.of()));
            walked.addAll(page.items());
            UsageEvent last = page.items().getLast();
            after = new UsageQuery.Key(last.timestamp(), last.eventId());
        } while (page.hasMore());

        assertThat(walked).containsExactlyElementsOf(events.reversed());
        assertThat(page.total()).isEqualTo(25);
        UsageQuery.Key seen =
                new UsageQuery.Key(walked.get(9).timestamp(), walked.get(9).eventId());
        assertThat(walking(UsageQuery.Order.NEWEST_FIRST, seen))
                .containsExactlyElementsOf(walked.subList(0, 7));
        assertThat(walking(UsageQuery.Order.OLDEST_FIRST, seen))
                .containsExactlyElementsOf(events.subList(0, 7));
        assertThat(walking(UsageQuery.Order.OLDEST_FIRST, null))
                .containsExactlyElementsOf(events.subList(0, 7));
        assertThat(reader.find(find(null, Map.of("parity", List.of("odd")))).total()).isEqualTo(12);
        assertThat(reader.find(find(null, Map.of("parity", List.of()))).total()).isZero();
    }

    @Test
    void windowsBeginWhereTheZoneSaysAndAddUpToTheWhole() throws Exception {
        Random random = new Random(42);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Instant at = START.plusSeconds(random.nextInt(31 * 86_400));
            events.add(
                    path.event(
                            "e" + i, at, Map.of("tokens", Integer.toString(random.nextInt(10)))));
        }
        path.accept(events);
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(500);
        }
        for (String zone : List.of("Asia/Kolkata", "America/New_York", "+05:45", "Z")) {
            assertThat(days(windows(UsageQuery.WindowSize.DAY, ZoneId.of(zone))))
                    .as(zone)
                    .isEqualTo(expectedDays(events, ZoneId.of(zone)));
        }
        for (UsageQuery.WindowSize size : UsageQuery.WindowSize.values()) {
            UsageQuery.Windows windows = windows(size, ZoneOffset.UTC);
            BigDecimal sum =
                    windows.windows().stream()
                            .map(UsageQuery.Window::value)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).as("%s", size).isEqualByComparingTo(windows.value());
            assertThat(windows.eventCount()).isEqualTo(500);
        }
        assertThat(windows(UsageQuery.WindowSize.MONTH, ZoneOffset.UTC).windows())
                .singleElement()
                .satisfies(w -> assertThat(w.start()).isEqualTo(START));
        // 2026-03-02 is a Monday.
        assertThat(windows(UsageQuery.WindowSize.WEEK, ZoneOffset.UTC).windows().get(1).start())
                .isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(windows(null, ZoneOffset.UTC).windows()).isEmpty();
    }

    @Test
    void theQueryBusAnswersEveryUsageQuestion() throws Exception {
        SimpleQueryBus bus = SimpleQueryBus.builder().build();
        try (UsageQueries queries =
                        new UsageQueries(
                                reader,
                                accounts(),
                                new AmendmentReader(path.store(), path.completeness()),
                                new UsageTail(path.store(), path.completeness()));
                UsageSink _ = path.startSink()) {
            new AnnotationQueryHandlerAdapter<>(queries).subscribe(bus);
            QueryGateway gateway = DefaultQueryGateway.builder().queryBus(bus).build();
            path.accept(path.event("a"));

            assertThat(
                            quantity(
                                    gateway.query(
                                                    count(Freshness.COMPLETE),
                                                    UsageQuery.Readings.class)
                                            .get()))
                    .isEqualTo("1");
            assertThat(gateway.query(new UsageQuery.CountAll(path.scope()), Long.class).get())
                    .isEqualTo(1);
            assertThat(gateway.query(find(null, Map.of()), UsageQuery.Events.class).get().items())
                    .hasSize(1);
            Optional<UsageReceipt> found =
                    gateway.query(
                                    new UsageQuery.ReceiptOf(path.scope(), "a"),
                                    ResponseTypes.optionalInstanceOf(UsageReceipt.class))
                            .get();
            assertThat(found.map(UsageReceipt::event)).contains(path.event("a"));
            assertThat(
                            gateway.query(
                                            new UsageQuery.AccountsOf(
                                                    path.scope(), UsagePath.NOON, END),
                                            UsageAccounts.class)
                                    .get()
                                    .lines())
                    .extracting(UsageAccounts.Line::stored)
                    .containsExactly(1L);
            assertThat(
                            gateway.query(
                                            new UsageQuery.ByMeter(
                                                    path.scope(),
                                                    meter(AggregationType.COUNT, null),
                                                    null,
                                                    MARCH,
                                                    null,
                                                    ZoneOffset.UTC),
                                            UsageQuery.Windows.class)
                                    .get()
                                    .value())
                    .isEqualTo("1");
        }
    }

    @Test
    void groupsAndWindowsAreReadWithTheWholeOfWhichTheyAreParts() throws Exception {
        path.accept(
                path.event("a", START, Map.of("user", "u1", "model", "x", "tokens", "3")),
                path.event("b", START.plusSeconds(90_000), Map.of("user", "u1", "tokens", "4")),
                path.event(
                        "c",
                        START.plusSeconds(90_001),
                        Map.of("user", "u2", "model", "x", "tokens", "1/3")));
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(3);
            UsageQuery.Groups users = groups(meter(AggregationType.COUNT_UNIQUE, "user"));
            UsageQuery.Groups tokens = groups(meter(AggregationType.SUM, "tokens"));

            // The same user in both groups, and on both days, is one user.
            assertThat(users.value()).isEqualByComparingTo("2");
            assertThat(shown(users)).containsExactlyInAnyOrder("[]=1 [1]", "[x]=2 [1, 1]");
            assertThat(tokens.value()).isEqualByComparingTo("7");
            assertThat(shown(tokens)).containsExactlyInAnyOrder("[]=4 [4]", "[x]=3 [3]");
        }
    }

    @Test
    void monthsBeginOnTheDayOfTheirAnchor() throws Exception {
        Instant tenth = MARCH.start().plus(Duration.ofDays(9));
        Instant anchor = MARCH.start().plus(Duration.ofDays(14));
        Instant twentieth = MARCH.start().plus(Duration.ofDays(19));
        path.accept(
                path.event("a", tenth, Map.of("tokens", "3")),
                path.event("b", twentieth, Map.of("tokens", "4")));
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(2);
            Instant before = anchor.atZone(ZoneOffset.UTC).minusMonths(1).toInstant();
            UsageQuery.Windows windows =
                    reader.byMeter(
                            new UsageQuery.ByMeter(
                                    path.scope(),
                                    meter(AggregationType.SUM, "tokens"),
                                    "customer-1",
                                    MARCH,
                                    EventSelection.ALL,
                                    UsageQuery.WindowSize.MONTH,
                                    ZoneOffset.UTC,
                                    anchor));
            assertThat(days(windows))
                    .containsExactly(
                            Map.entry(before, new BigDecimal("3")),
                            Map.entry(anchor, new BigDecimal("4")));
        }
    }

    private UsageQuery.Groups groups(MeterDefinition meter) {
        return reader.byGroup(
                UsageQueryByGroupBuilder.builder(UsageQuery.ByGroup.all(path.scope(), meter, MARCH))
                        .externalCustomerIds(List.of("customer-1"))
                        .by(List.of(new UsageQuery.GroupKey.Property("model")))
                        .window(UsageQuery.WindowSize.DAY)
                        .build());
    }

    private static List<String> shown(UsageQuery.Groups groups) {
        return groups.groups().stream()
                .map(
                        g ->
                                g.keys()
                                        + "="
                                        + g.value()
                                        + " "
                                        + g.windows().stream()
                                                .map(UsageQuery.Window::value)
                                                .toList())
                .toList();
    }

    private UsageQuery.Windows windows(UsageQuery.@Nullable WindowSize size, ZoneId zone) {
        return reader.byMeter(
                new UsageQuery.ByMeter(
                        path.scope(),
                        meter(AggregationType.SUM, "tokens"),
                        "customer-1",
                        MARCH,
                        size,
                        zone));
    }

    private static Map<Instant, BigDecimal> days(UsageQuery.Windows windows) {
        Map<Instant, BigDecimal> days = new TreeMap<>();
        windows.windows().forEach(w -> days.put(w.start(), w.value()));
        return days;
    }

    private static Map<Instant, BigDecimal> expectedDays(List<UsageEvent> events, ZoneId zone) {
        Map<Instant, BigDecimal> days = new TreeMap<>();
        for (UsageEvent event : events) {
            Instant day =
                    event.timestamp().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
            days.merge(day, new BigDecimal(event.properties().get("tokens")), BigDecimal::add);
        }
        return days;
    }

    private UsageQuery.Find find(
            UsageQuery.@Nullable Key after, Map<String, List<String>> properties) {
        return UsageQueryFindBuilder.builder(UsageQuery.Find.all(path.scope(), START, END, 7))
                .after(after)
                .properties(properties)
                .build();
    }

    private List<UsageEvent> walking(UsageQuery.Order order, UsageQuery.@Nullable Key before) {
        return reader.find(
                        UsageQueryFindBuilder.builder(find(null, Map.of()))
                                .walk(new UsageQuery.Walk(order, before))
                                .build())
                .items();
    }

    private UsageQuery.Read count(Freshness freshness) {
        MeterDefinition meter = meter(AggregationType.COUNT, null);
        return new UsageQuery.Read(
                path.scope(), List.of(new ReadingRequest(meter, "customer-1", MARCH)), freshness);
    }

    private UsageReading read(MeterDefinition meter, Freshness freshness) {
        ReadingRequest request = new ReadingRequest(meter, "customer-1", MARCH);
        return reader.read(new UsageQuery.Read(path.scope(), List.of(request), freshness))
                .items()
                .getFirst();
    }

    private static String quantity(UsageQuery.Readings readings) {
        return readings.items().getFirst().quantity().toString();
    }

    private static long offsets(String watermark) {
        long sum = 0;
        for (String part : watermark.split(",", -1)) {
            sum += Long.parseLong(part.substring(part.indexOf(':') + 1));
        }
        return sum;
    }

    private static MeterDefinition meter(AggregationType aggregation, @Nullable String field) {
        return new MeterDefinition(
                MeterId.of(UsagePath.nextUlid()),
                "completion",
                List.of(),
                aggregation,
                field,
                null);
    }

    private List<UsageEvent> randomEvents(Random random, int count) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> properties = new HashMap<>();
            if (random.nextInt(10) > 0) {
                properties.put("tokens", randomNumber(random));
            }
            properties.put("region", "r" + random.nextInt(4));
            if (random.nextBoolean()) {
                properties.put("model", "m'" + random.nextInt(3));
            }
            Instant at =
                    START.minusSeconds(86_400)
                            .plus(random.nextLong(33L * 86_400_000_000L), ChronoUnit.MICROS);
            events.add(
                    new UsageEvent(
                            path.scope(),
                            "e" + i,
                            NAMES.get(random.nextInt(NAMES.size())),
                            CUSTOMERS.get(random.nextInt(CUSTOMERS.size() - 1)),
                            at,
                            random.nextBoolean() ? "sdk" : null,
                            properties,
                            UsagePath.NOON));
        }
        return events;
    }

    private static String randomNumber(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Integer.toString(random.nextInt(1000));
            case 1 -> "-" + random.nextInt(1000);
            case 2 -> random.nextInt(100) + "." + random.nextLong(Long.MAX_VALUE);
            case 3 -> "+" + random.nextInt(10) + "e" + (random.nextInt(40) - 20);
            case 4 -> random.nextInt(10) + ".50E-" + random.nextInt(20);
            case 5 -> "000" + random.nextInt(50) + ".000";
            case 6 -> "n/a";
            default ->
                    Long.toString(random.nextLong())
                            + random.nextInt(Integer.MAX_VALUE)
                            + ".000001";
        };
    }

    private static ReadingRequest randomRequest(Random random) {
        AggregationType aggregation = AGGREGATIONS.get(random.nextInt(AGGREGATIONS.size()));
        List<MeterDefinition.Filter> filters = new ArrayList<>();
        if (random.nextBoolean()) {
            filters.add(
                    new MeterDefinition.Filter("region", List.of("r0", "r" + random.nextInt(4))));
        }
        if (random.nextInt(3) == 0) {
            filters.add(new MeterDefinition.Filter("model", List.of("m'1", "")));
        }
        MeterDefinition meter =
                new MeterDefinition(
                        MeterId.of(UsagePath.nextUlid()),
                        NAMES.get(random.nextInt(NAMES.size())),
                        filters,
                        aggregation,
                        aggregation == AggregationType.COUNT
                                ? null
                                : random.nextInt(4) == 0 ? "model" : "tokens",
                        aggregation == AggregationType.SUM_WITH_MULTIPLIER
                                ? new BigDecimal("0.0015")
                                : null);
        Instant start = START.plus(random.nextLong(86_400_000_000L), ChronoUnit.MICROS);
        Instant end = start.plus(1 + random.nextLong(30L * 86_400_000_000L), ChronoUnit.MICROS);
        BillingPeriod period = random.nextBoolean() ? MARCH : new BillingPeriod(start, end);
        return new ReadingRequest(meter, CUSTOMERS.get(random.nextInt(CUSTOMERS.size())), period);
    }
}
