package io.tallybook.core.catalogue;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a meter counts.
 *
 * @param eventName the events it looks at
 * @param filters all of them must hold; within one any of its values
 * @param aggregation how the events become one number
 * @param field the property that is aggregated; absent for COUNT alone
 * @param multiplier the factor of SUM_WITH_MULTIPLIER; absent otherwise
 */
public record MeterDefinition(
        MeterId meterId,
        String eventName,
        List<Filter> filters,
        AggregationType aggregation,
        @Nullable String field,
        @Nullable BigDecimal multiplier) {
    public MeterDefinition {
        filters = List.copyOf(filters);
    }

    /** A property that must have one of these values. */
    public record Filter(String key, List<String> values) {
        public Filter {
            values = List.copyOf(values);
        }
    }
}
