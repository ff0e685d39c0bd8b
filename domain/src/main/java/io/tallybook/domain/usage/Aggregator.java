package io.tallybook.domain.usage;

import io.tallybook.domain.time.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The exact meaning of every aggregation, over a plain list of events: slow, obvious, and what
 * faster stores are checked against.
 */
public final class Aggregator {
    private static final Comparator<Valued> IN_TIME =
            Comparator.comparing((Valued valued) -> valued.event().at())
                    .thenComparing(valued -> valued.event().id());

    private Aggregator() {}

    /**
     * Reads a meter.
     *
     * <p>Shapes: {@code events} in any order, ids distinct; events from the period's end on are not
     * looked at, those before its start only by recurring meters. Rounding: sums are exact; a
     * quotient is rounded once by the meter's {@link QuotientRounding}, then the quantity by its
     * {@link QuantityRounding}. Errors: IllegalArgumentException if two events have one id. Source:
     * docs/conventions.md#aggregations.
     */
    public static Aggregated read(
            MeterDefinition meter, List<UsageEvent> events, MeteredPeriod period) {
        List<Valued> chosen = selected(meter, events, period);
        List<Valued> counted =
                chosen.stream().filter(event -> hasValue(meter.aggregation(), event)).toList();
        long inPeriod = countIn(period, counted);
        long ignored = countIn(period, chosen) - inPeriod;
        if (meter.bucketing().isPresent()) {
            List<Aggregated.BucketValue> values =
                    buckets(meter, meter.bucketing().get(), counted, period);
            BigDecimal sum = total(values.stream().map(Aggregated.BucketValue::value).toList());
            return new Aggregated(sum, sum, inPeriod, ignored, values);
        }
        Plain plain = plain(meter, counted, period);
        BigDecimal quantity = meter.rounding().apply(plain.quantity());
        return new Aggregated(quantity, plain.level(), inPeriod, ignored, List.of());
    }

    /**
     * The number that an event gives a meter: of the aggregated property, or of the expression in
     * its place; empty if it gives none. Source: docs/conventions.md#expressions.
     */
    public static Optional<BigDecimal> number(MeterDefinition meter, UsageEvent event) {
        return valued(meter, event).number();
    }

    /** An event and the number that it gives the meter; its property is as the meter sees it. */
    private record Valued(UsageEvent event, Optional<BigDecimal> number) {
        BigDecimal orZero() {
            return number.orElse(BigDecimal.ZERO);
        }
    }

    /** A quantity and, where the meter carries on, what is held at the end. */
    private record Plain(BigDecimal quantity, BigDecimal level) {
        static Plain of(BigDecimal quantity) {
            return new Plain(quantity, quantity);
        }
    }

    private static List<Valued> selected(
            MeterDefinition meter, List<UsageEvent> events, MeteredPeriod period) {
        Set<String> ids = new HashSet<>();
        List<Valued> counted = new ArrayList<>();
        for (UsageEvent event : events) {
            if (!ids.add(event.id())) {
                throw new IllegalArgumentException(
                        "events.id must be distinct, \"" + event.id() + "\" came twice");
            }
            boolean inTime =
                    event.at().isBefore(period.billed().to())
                            && (meter.carry() != Carry.FRESH
                                    || !event.at().isBefore(period.billed().from()));
            if (inTime && meter.filter().matches(event)) {
                counted.add(valued(meter, event));
            }
        }
        counted.sort(IN_TIME);
        return counted;
    }

    /**
     * An event whose aggregated property was computed by the meter's expression; without the
     * property where that fails. A computed number has as many digits as it needs, unlike one that
     * an event writes.
     */
    private static Valued valued(MeterDefinition meter, UsageEvent event) {
        String field = field(meter.aggregation());
        if (meter.expression().isEmpty()) {
            return new Valued(event, event.number(field));
        }
        return switch (meter.expression().get().evaluate(event)) {
            case Expression.Num computed ->
                    new Valued(
                            withProperty(event, field, computed.text()),
                            Optional.of(computed.number()));
            case Expression.Text(String text) ->
                    new Valued(withProperty(event, field, text), NumberText.read(text));
            case Expression.Failure _ -> new Valued(without(event, field), Optional.empty());
        };
    }

    private static UsageEvent withProperty(UsageEvent event, String field, String value) {
        Map<String, String> properties = new TreeMap<>(event.properties());
        properties.put(field, value);
        return new UsageEvent(event.id(), event.at(), event.code(), properties);
    }

    private static UsageEvent without(UsageEvent event, String field) {
        Map<String, String> properties = new TreeMap<>(event.properties());
        properties.remove(field);
        return new UsageEvent(event.id(), event.at(), event.code(), properties);
    }

    private static String field(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Count _ -> "";
            case Aggregation.Sum a -> a.field();
            case Aggregation.Average a -> a.field();
            case Aggregation.Max a -> a.field();
            case Aggregation.Latest a -> a.field();
            case Aggregation.UniqueCount a -> a.field();
            case Aggregation.SumWithMultiplier a -> a.field();
            case Aggregation.WeightedSum a -> a.field();
        };
    }

    /** Whether an event gives the aggregation what it needs; one that does not is passed over. */
    private static boolean hasValue(Aggregation aggregation, Valued valued) {
        return switch (aggregation) {
            case Aggregation.Count _ -> true;
            case Aggregation.UniqueCount a -> valued.event().text(a.field()).isPresent();
            case Aggregation.Sum _,
                    Aggregation.Average _,
                    Aggregation.Max _,
                    Aggregation.Latest _,
                    Aggregation.SumWithMultiplier _,
                    Aggregation.WeightedSum _ ->
                    valued.number().isPresent();
        };
    }

    private static long countIn(MeteredPeriod period, List<Valued> events) {
        return events.stream()
                .filter(valued -> period.billed().contains(valued.event().at()))
                .count();
    }

    private static Plain plain(MeterDefinition meter, List<Valued> events, MeteredPeriod period) {
        return switch (meter.aggregation()) {
            case Aggregation.Count _ -> Plain.of(BigDecimal.valueOf(events.size()));
            case Aggregation.Sum _ -> sum(meter, BigDecimal.ONE, events, period);
            case Aggregation.SumWithMultiplier a -> sum(meter, a.multiplier(), events, period);
            case Aggregation.Average _ -> Plain.of(average(meter, numbers(events)));
            case Aggregation.Max _ ->
                    Plain.of(
                            numbers(events).stream()
                                    .max(Comparator.naturalOrder())
                                    .orElse(BigDecimal.ZERO));
            case Aggregation.Latest a -> Plain.of(latest(a, numbers(events)));
            case Aggregation.UniqueCount a ->
                    UniqueUnits.read(
                            meter,
                            a.field(),
                            events.stream().map(Valued::event).toList(),
                            period,
                            Plain::new);
            case Aggregation.WeightedSum _ -> weighted(meter, events, period);
        };
    }

    private static List<BigDecimal> numbers(List<Valued> events) {
        return events.stream().flatMap(valued -> valued.number().stream()).toList();
    }

    private static BigDecimal total(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal average(MeterDefinition meter, List<BigDecimal> numbers) {
        return numbers.isEmpty()
                ? BigDecimal.ZERO
                : meter.quotient().divide(total(numbers), BigDecimal.valueOf(numbers.size()));
    }

    private static BigDecimal latest(Aggregation.Latest meant, List<BigDecimal> inTime) {
        BigDecimal last = inTime.isEmpty() ? BigDecimal.ZERO : inTime.getLast();
        return switch (meant.belowZero()) {
            case KEPT -> last;
            case ZERO -> last.max(BigDecimal.ZERO);
        };
    }

    private static Plain sum(
            MeterDefinition meter,
            BigDecimal multiplier,
            List<Valued> events,
            MeteredPeriod period) {
        BigDecimal level = total(numbers(events)).multiply(multiplier);
        if (meter.carry() != Carry.RECURRING_PRORATED) {
            return Plain.of(level);
        }
        BigDecimal unitDays = BigDecimal.ZERO;
        for (Valued event : events) {
            BigDecimal days =
                    BigDecimal.valueOf(
                            period.daysToEnd(later(event.event().at(), period.billed().from())));
            unitDays = unitDays.add(event.orZero().multiply(days));
        }
        BigDecimal share =
                meter.quotient()
                        .divide(
                                unitDays.multiply(multiplier),
                                BigDecimal.valueOf(period.fullDays()));
        return new Plain(share, level);
    }

    /**
     * Each value counts from its time to the end of the window, as a share of the whole period's
     * seconds.
     */
    private static Plain weighted(
            MeterDefinition meter, List<Valued> events, MeteredPeriod period) {
        BigDecimal held = BigDecimal.ZERO;
        for (Valued event : events) {
            BigDecimal seconds =
                    period.secondsToEnd(later(event.event().at(), period.billed().from()));
            held = held.add(event.orZero().multiply(seconds));
        }
        return new Plain(
                meter.quotient().divide(held, period.fullSeconds()), total(numbers(events)));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static List<Aggregated.BucketValue> buckets(
            MeterDefinition meter, Bucketing bucketing, List<Valued> events, MeteredPeriod period) {
        Windows windows =
                new Windows(
                        bucketing.size(),
                        period.full().zone(),
                        bucketing.anchor().orElse(period.full().from()));
        Map<Instant, Map<String, List<Valued>>> byBucket = new TreeMap<>();
        for (Valued valued : events) {
            UsageEvent event = valued.event();
            String group = bucketing.groupBy().flatMap(event::text).orElse("");
            byBucket.computeIfAbsent(windows.at(event.at()).start(), _ -> new TreeMap<>())
                    .computeIfAbsent(group, _ -> new ArrayList<>())
                    .add(valued);
        }
        List<Aggregated.BucketValue> values = new ArrayList<>();
        byBucket.forEach(
                (start, groups) ->
                        groups.forEach(
                                (group, inBucket) -> {
                                    BigDecimal value = plain(meter, inBucket, period).quantity();
                                    values.add(
                                            new Aggregated.BucketValue(
                                                    start, group, meter.rounding().apply(value)));
                                }));
        return values;
    }
}
