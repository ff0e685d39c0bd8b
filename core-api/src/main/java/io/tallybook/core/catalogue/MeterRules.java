package io.tallybook.core.catalogue;

import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Bucketing;
import io.tallybook.domain.usage.EventFilter;
import io.tallybook.domain.usage.Expression;
import io.tallybook.domain.usage.ExpressionError;
import io.tallybook.domain.usage.FilterHistory;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.QuotientRounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How the domain reads the document of a meter. */
public final class MeterRules {
    /** Where a mean or a level weighted by time is cut off. */
    public static final QuotientRounding QUOTIENT =
            new QuotientRounding(18, RoundingMode.HALF_EVEN);

    /** What an expression computes; no event has a property of this name. */
    private static final String COMPUTED = "=";

    private MeterRules() {}

    /**
     * The rules of a meter, with all versions of its filters.
     *
     * <p>Errors: IllegalArgumentException naming the meter if it lacks what its aggregation needs.
     *
     * @param anchor where some window of a month begins
     */
    public static MeterDefinition of(
            io.tallybook.core.catalogue.MeterDefinition meter, Optional<Instant> anchor) {
        MeterDefinition rules =
                MeterDefinition.of(aggregation(meter))
                        .dividing(QUOTIENT)
                        .filtered(filters(meter.history()));
        if (meter.expression() != null) {
            rules = rules.computing(expression(meter, meter.expression()));
        }
        if (meter.bucketSize() != null) {
            rules =
                    rules.bucketed(
                            new Bucketing(
                                    window(meter.bucketSize()),
                                    anchor,
                                    Optional.ofNullable(meter.groupBy())));
        }
        return rules;
    }

    /**
     * Which events pass versions of a meter that follow each other, the first of them in force for
     * ever before.
     */
    public static FilterHistory filters(List<MeterVersion> versions) {
        FilterHistory history = FilterHistory.of(filter(versions.getFirst()));
        for (MeterVersion version : versions.subList(1, versions.size())) {
            history =
                    history.then(
                            Objects.requireNonNull(version.from(), "begin of a later version"),
                            filter(version));
        }
        return history;
    }

    private static EventFilter filter(MeterVersion version) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (io.tallybook.core.catalogue.MeterDefinition.Filter filter : version.filters()) {
            values.merge(
                    filter.key(),
                    new HashSet<>(filter.values()),
                    (one, other) -> {
                        one.retainAll(other);
                        return one;
                    });
        }
        return new EventFilter(values);
    }

    public static WindowSize window(UsageQuery.WindowSize size) {
        return switch (size) {
            case MINUTE -> WindowSize.MINUTE;
            case FIFTEEN_MINUTES -> WindowSize.QUARTER_HOUR;
            case THIRTY_MINUTES -> WindowSize.HALF_HOUR;
            case HOUR -> WindowSize.HOUR;
            case THREE_HOURS -> WindowSize.THREE_HOURS;
            case SIX_HOURS -> WindowSize.SIX_HOURS;
            case TWELVE_HOURS -> WindowSize.TWELVE_HOURS;
            case DAY -> WindowSize.DAY;
            case WEEK -> WindowSize.WEEK;
            case MONTH -> WindowSize.MONTH;
        };
    }

    private static Aggregation aggregation(io.tallybook.core.catalogue.MeterDefinition meter) {
        return switch (meter.aggregation()) {
            case COUNT -> new Aggregation.Count();
            case SUM -> new Aggregation.Sum(field(meter));
            case AVG -> new Aggregation.Average(field(meter));
            case MAX -> new Aggregation.Max(field(meter));
            case LATEST -> new Aggregation.Latest(field(meter));
            case COUNT_UNIQUE -> new Aggregation.UniqueCount(field(meter));
            case WEIGHTED_SUM -> new Aggregation.WeightedSum(field(meter));
            case SUM_WITH_MULTIPLIER -> {
                BigDecimal multiplier = meter.multiplier();
                yield new Aggregation.SumWithMultiplier(
                        field(meter), multiplier == null ? BigDecimal.ONE : multiplier);
            }
        };
    }

    private static String field(io.tallybook.core.catalogue.MeterDefinition meter) {
        if (meter.expression() != null) {
            return COMPUTED;
        }
        String field = meter.field();
        if (field == null) {
            throw new IllegalArgumentException(
                    "meter "
                            + meter.meterId()
                            + " aggregates with "
                            + meter.aggregation()
                            + " but names no field");
        }
        return field;
    }

    private static Expression expression(
            io.tallybook.core.catalogue.MeterDefinition meter, String source) {
        return switch (Expression.parse(source)) {
            case Expression parsed -> parsed;
            case ExpressionError wrong ->
                    throw new IllegalArgumentException(
                            "meter " + meter.meterId() + ": " + wrong.message());
        };
    }
}
