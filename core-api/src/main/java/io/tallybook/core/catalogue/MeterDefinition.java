package io.tallybook.core.catalogue;

import io.tallybook.core.usage.UsageQuery.WindowSize;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a meter counts.
 *
 * @param eventName the events it looks at
 * @param filters all of them must hold; within one any of its values
 * @param aggregation how the events become one number
 * @param field the property that is aggregated; absent for COUNT, and where an expression is given
 * @param multiplier the factor of SUM_WITH_MULTIPLIER; absent otherwise
 * @param bucketSize the windows that are counted one by one, of SUM and MAX; absent otherwise
 * @param groupBy the property by whose values each window is counted apart, of a MAX in windows
 * @param expression a formula over an event's properties that takes the place of the field
 */
public record MeterDefinition(
        MeterId meterId,
        String eventName,
        List<Filter> filters,
        AggregationType aggregation,
        @Nullable String field,
        @Nullable BigDecimal multiplier,
        @Nullable WindowSize bucketSize,
        @Nullable String groupBy,
        @Nullable String expression) {
    public MeterDefinition {
        filters = List.copyOf(filters);
    }

    /** A meter that counts a property as it is, over a period as a whole. */
    public MeterDefinition(
            MeterId meterId,
            String eventName,
            List<Filter> filters,
            AggregationType aggregation,
            @Nullable String field,
            @Nullable BigDecimal multiplier) {
        this(meterId, eventName, filters, aggregation, field, multiplier, null, null, null);
    }

    /** The same meter under another id. */
    public MeterDefinition as(MeterId other) {
        return new MeterDefinition(
                other,
                eventName,
                filters,
                aggregation,
                field,
                multiplier,
                bucketSize,
                groupBy,
                expression);
    }

    /** The same meter, looking at other events. */
    public MeterDefinition filtered(List<Filter> others) {
        return new MeterDefinition(
                meterId,
                eventName,
                others,
                aggregation,
                field,
                multiplier,
                bucketSize,
                groupBy,
                expression);
    }

    /** Whether a reading needs to know of which period it is a part, and where windows begin. */
    public boolean needsBasis() {
        return bucketSize != null || aggregation == AggregationType.WEIGHTED_SUM;
    }

    /** A property that must have one of these values. */
    public record Filter(String key, List<String> values) {
        public Filter {
            values = List.copyOf(values);
        }
    }
}
