package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.UsageQuery.Bucket;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Aggregator;
import io.tallybook.domain.usage.Expression;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.UsageEvent;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes one result of the rows that {@link MeterSql} answers for it: the arithmetic that the store
 * does not do exactly is done here, by the domain's rules.
 */
final class MeterFold {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final int MICRO_PLACES = 6;

    private final Measure measure;
    private final TreeMap<Long, TreeMap<String, Part>> parts = new TreeMap<>();
    private BigInteger digest = BigInteger.ZERO;
    private long count;

    MeterFold(Measure measure) {
        this.measure = measure;
    }

    /** One window, or the whole. */
    private static final class Part {
        private long count;
        private BigDecimal value = BigDecimal.ZERO;
        private BigDecimal weighted = BigDecimal.ZERO;
        private long latestAt;
        private String latestId = "";
        private boolean isEmpty = true;
    }

    /** Takes the row where {@code rows} stands. */
    void add(RowBinaryReader rows) {
        add(MeterRow.next(rows));
    }

    void add(MeterRow row) {
        if (row.count() == 0) {
            return;
        }
        Optional<MeterRow.Sums> counted = counted(row);
        if (counted.isEmpty()) {
            return;
        }
        count += row.count();
        digest = digest.add(row.hash()).mod(MODULUS);
        Part part =
                parts.computeIfAbsent(row.bucket(), _ -> new TreeMap<>())
                        .computeIfAbsent(row.group(), _ -> new Part());
        add(part, counted.get());
        part.count += row.count();
        part.isEmpty = false;
    }

    /** Empty if the meter's expression gives no number for these events. */
    private Optional<MeterRow.Sums> counted(MeterRow row) {
        MeterDefinition rules = measure.rules();
        if (rules.expression().isEmpty() || rules.aggregation() instanceof Aggregation.Count) {
            return Optional.of(row.sums());
        }
        return Aggregator.number(rules, event(rules.expression().get(), row))
                .map(
                        number ->
                                row.sums()
                                        .giving(
                                                number,
                                                sums(rules.aggregation()) ? row.count() : 1));
    }

    private UsageEvent event(Expression expression, MeterRow row) {
        Map<String, String> properties = new HashMap<>();
        int i = 0;
        for (String name : expression.properties()) {
            row.inputs().get(i++).ifPresent(value -> properties.put(name, value));
        }
        return new UsageEvent(
                "", UsageFrame.instant(row.moment()), measure.eventName(), properties);
    }

    private static boolean sums(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Max _, Aggregation.Latest _ -> false;
            case Aggregation.Count _,
                    Aggregation.UniqueCount _,
                    Aggregation.Sum _,
                    Aggregation.SumWithMultiplier _,
                    Aggregation.Average _,
                    Aggregation.WeightedSum _ ->
                    true;
        };
    }

    private void add(Part part, MeterRow.Sums row) {
        switch (measure.rules().aggregation()) {
            case Aggregation.Max _ ->
                    part.value = part.isEmpty ? row.value() : part.value.max(row.value());
            case Aggregation.Latest _ -> {
                if (part.isEmpty || isLater(row, part)) {
                    part.value = row.value();
                    part.latestAt = row.latestAt();
                    part.latestId = row.latestId();
                }
            }
            case Aggregation.Count _,
                    Aggregation.UniqueCount _,
                    Aggregation.Sum _,
                    Aggregation.SumWithMultiplier _,
                    Aggregation.Average _ ->
                    part.value = part.value.add(row.value());
            case Aggregation.WeightedSum _ -> {
                part.value = part.value.add(row.value());
                part.weighted = part.weighted.add(row.weighted());
            }
        }
    }

    private static boolean isLater(MeterRow.Sums row, Part part) {
        return row.latestAt() > part.latestAt
                || (row.latestAt() == part.latestAt && row.latestId().compareTo(part.latestId) > 0);
    }

    MeterResult result() {
        if (count == 0) {
            return MeterResult.NONE;
        }
        List<Bucket> buckets = new ArrayList<>();
        parts.forEach(
                (start, groups) ->
                        groups.values()
                                .forEach(
                                        part ->
                                                buckets.add(
                                                        new Bucket(
                                                                UsageFrame.instant(start),
                                                                value(part)))));
        BigDecimal sum =
                buckets.stream().map(Bucket::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new MeterResult(
                MeterResult.plain(sum),
                count,
                MeterResult.hex(digest),
                measure.rules().bucketing().isPresent() ? buckets : List.of());
    }

    private BigDecimal value(Part part) {
        return MeterResult.plain(measure.rules().rounding().apply(quantity(part)));
    }

    private BigDecimal quantity(Part part) {
        MeterDefinition rules = measure.rules();
        return switch (rules.aggregation()) {
            case Aggregation.Count _ -> BigDecimal.valueOf(part.count);
            case Aggregation.UniqueCount _, Aggregation.Sum _, Aggregation.Max _ -> part.value;
            case Aggregation.SumWithMultiplier a -> part.value.multiply(a.multiplier());
            case Aggregation.Average _ ->
                    rules.quotient().divide(part.value, BigDecimal.valueOf(part.count));
            case Aggregation.Latest a ->
                    switch (a.belowZero()) {
                        case KEPT -> part.value;
                        case ZERO -> part.value.max(BigDecimal.ZERO);
                    };
            case Aggregation.WeightedSum _ -> {
                BigDecimal all =
                        measure.period().secondsToEnd(MeterSql.base(measure)).multiply(part.value);
                yield rules.quotient()
                        .divide(
                                all.subtract(part.weighted.movePointLeft(MICRO_PLACES)),
                                measure.period().fullSeconds());
            }
        };
    }
}
