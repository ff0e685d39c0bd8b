package io.tallybook.ingestion.reading;

import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Bucketing;
import io.tallybook.domain.usage.EventFilter;
import io.tallybook.domain.usage.Expression;
import io.tallybook.domain.usage.FilterHistory;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.MeteredPeriod;
import io.tallybook.domain.usage.QuantityRounding;
import io.tallybook.domain.usage.TimeWindow;
import io.tallybook.domain.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Meters, periods and events with all that is awkward about them. */
final class RandomMetering {
    static final String CODE = "it's used";

    /** A kind of meter that the store reads. */
    enum Kind {
        COUNT,
        SUM,
        AVERAGE,
        MAX,
        LATEST,
        UNIQUE_COUNT,
        SUM_WITH_MULTIPLIER,
        WEIGHTED_SUM,
        BUCKETED_MAX,
        BUCKETED_SUM,
        EXPRESSION
    }

    private static final Instant START = Instant.parse("2026-02-20T00:00:00Z");
    private static final long MICROS = 60L * 86_400_000_000L;
    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("UTC"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("Asia/Kathmandu"),
                    ZoneId.of("Australia/Lord_Howe"),
                    ZoneId.of("Europe/Berlin"));
    private static final List<String> FORMULAS =
            List.of(
                    "tokens * 2",
                    "tokens * rate",
                    "event.properties.tokens / 3",
                    "round(tokens / 1000, 2) + least(rate, 10)",
                    "greatest(tokens, rate, 0)",
                    "ceil(tokens) - event.timestamp / 86400",
                    "(tokens + rate) * (tokens - rate)");

    private final Random random;

    RandomMetering(Random random) {
        this.random = random;
    }

    MeterDefinition meter(Kind kind) {
        MeterDefinition meter =
                switch (kind) {
                    case COUNT -> MeterDefinition.of(new Aggregation.Count());
                    case SUM -> MeterDefinition.of(new Aggregation.Sum("tokens"));
                    case AVERAGE -> MeterDefinition.of(new Aggregation.Average("tokens"));
                    case MAX -> MeterDefinition.of(new Aggregation.Max("tokens"));
                    case LATEST ->
                            MeterDefinition.of(
                                    new Aggregation.Latest(
                                            "tokens", one(Aggregation.BelowZero.values())));
                    case UNIQUE_COUNT -> MeterDefinition.of(new Aggregation.UniqueCount("user"));
                    case SUM_WITH_MULTIPLIER ->
                            MeterDefinition.of(
                                    new Aggregation.SumWithMultiplier(
                                            "tokens", new BigDecimal("0.000123")));
                    case WEIGHTED_SUM -> MeterDefinition.of(new Aggregation.WeightedSum("tokens"));
                    case BUCKETED_MAX ->
                            MeterDefinition.of(new Aggregation.Max("tokens")).bucketed(bucketing());
                    case BUCKETED_SUM ->
                            MeterDefinition.of(new Aggregation.Sum("tokens")).bucketed(bucketing());
                    case EXPRESSION -> expression();
                };
        return meter.dividing(MeterRules.QUOTIENT).filtered(filters()).rounded(rounding());
    }

    private MeterDefinition expression() {
        Aggregation aggregation =
                one(
                        new Aggregation.Sum("="),
                        new Aggregation.Average("="),
                        new Aggregation.Max("="),
                        new Aggregation.Latest("="),
                        new Aggregation.WeightedSum("="));
        String formula = FORMULAS.get(random.nextInt(FORMULAS.size()));
        MeterDefinition meter =
                MeterDefinition.of(aggregation).computing((Expression) Expression.parse(formula));
        return random.nextInt(3) == 0 ? meter.bucketed(bucketing()) : meter;
    }

    private Bucketing bucketing() {
        Bucketing every =
                new Bucketing(
                        one(WindowSize.values()),
                        random.nextBoolean() ? Optional.empty() : Optional.of(instant()),
                        Optional.empty());
        return random.nextBoolean() ? every : every.groupedBy("region");
    }

    /** Mostly one for all times; else others from moments of the period on, some for no time. */
    private FilterHistory filters() {
        FilterHistory filters = FilterHistory.of(filter());
        for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
            filters = filters.then(instant(), filter());
        }
        return filters;
    }

    private EventFilter filter() {
        return switch (random.nextInt(4)) {
            case 0 -> new EventFilter(Map.of("region", Set.of("r0", "it's \\ r1")));
            case 1 ->
                    new EventFilter(
                            Map.of("region", Set.of("r2", "r0", ""), "user", Set.of("u0", "u1")));
            default -> EventFilter.ALL;
        };
    }

    private QuantityRounding rounding() {
        return random.nextInt(3) == 0
                ? new QuantityRounding(
                        one(QuantityRounding.Function.values()), random.nextInt(5) - 2)
                : QuantityRounding.NONE;
    }

    /** A part of a longer period, or all of it. */
    MeteredPeriod period() {
        Instant from = instant();
        Instant to = from.plus(1 + random.nextLong(MICROS), ChronoUnit.MICROS);
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        TimeWindow full = new TimeWindow(from, to, zone);
        if (random.nextBoolean()) {
            return MeteredPeriod.whole(full);
        }
        long length = from.until(to, ChronoUnit.MICROS);
        long begin = random.nextLong(length);
        long end = begin + random.nextLong(length - begin + 1);
        return new MeteredPeriod(
                new TimeWindow(
                        from.plus(begin, ChronoUnit.MICROS),
                        from.plus(end, ChronoUnit.MICROS),
                        zone),
                full);
    }

    /** Events of one customer, ids distinct. */
    List<UsageEvent> events(String customer) {
        List<UsageEvent> events = new ArrayList<>();
        Instant shared = instant();
        for (int i = random.nextInt(12); i > 0; i--) {
            Map<String, String> properties = new HashMap<>();
            put(properties, "tokens", number(), 10);
            put(properties, "rate", number(), 10);
            put(properties, "region", one("r0", "it's \\ r1", "r2", ""), 5);
            put(properties, "user", "u" + random.nextInt(4), 8);
            put(properties, "operation_type", one("add", "remove", "remove", "x"), 2);
            Instant at = random.nextInt(4) == 0 ? shared : instant();
            events.add(new UsageEvent(customer + "-" + i, at, CODE, properties));
        }
        return events;
    }

    private void put(Map<String, String> properties, String key, String value, int mostly) {
        if (random.nextInt(mostly) > 0) {
            properties.put(key, value);
        }
    }

    private String number() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> Integer.toString(random.nextInt(1000));
            case 2 -> "-" + random.nextInt(1000);
            case 3 -> random.nextInt(100) + "." + random.nextLong(Long.MAX_VALUE);
            case 4 -> "+" + random.nextInt(10) + "e" + (random.nextInt(40) - 20);
            case 5 -> "000" + random.nextInt(50) + ".000";
            case 6 -> one("n/a", "", "1e", ".5", "1.", "0x1", " 1", "∞");
            case 7 -> "9".repeat(30) + "." + "9".repeat(30);
            default -> Long.toString(random.nextLong()) + random.nextInt(9) + ".000001";
        };
    }

    private Instant instant() {
        return START.plus(random.nextLong(MICROS), ChronoUnit.MICROS);
    }

    @SafeVarargs
    private <T> T one(T... values) {
        return values[random.nextInt(values.length)];
    }
}
