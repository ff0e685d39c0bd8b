package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One accepted usage fact, as the aggregations see it: its identity, when it happened and what it
 * says.
 *
 * <p>Property values are text as sent; {@link #number} gives the numeric reading of one.
 */
public record UsageEvent(String id, Instant at, String code, Map<String, String> properties) {
    public UsageEvent {
        properties = Map.copyOf(properties);
    }

    public Optional<String> text(String field) {
        return Optional.ofNullable(properties.get(field));
    }

    /**
     * The numeric reading of a property; empty if it is absent or not written as a number.
     *
     * <p>Shapes: an optional sign, then at most 30 digits before and 30 behind a point, or at most
     * 17 each and an exponent from -13 to 13. The stores that answer for live usage read the same,
     * exactly. Source: docs/conventions.md#aggregations.
     */
    public Optional<BigDecimal> number(String field) {
        return text(field).flatMap(NumberText::read);
    }
}
