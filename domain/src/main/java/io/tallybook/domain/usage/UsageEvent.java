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
     * The numeric reading of a property: an optional minus sign, digits, and at most one decimal
     * point. Anything else (absent, empty, exponents, words) is not a number and counts as no
     * value.
     *
     * <p>Source: docs/conventions.md#aggregations.
     */
    public Optional<BigDecimal> number(String field) {
        return text(field).flatMap(UsageEvent::plainDecimal);
    }

    static Optional<BigDecimal> plainDecimal(String text) {
        return isPlainDecimal(text) ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static boolean isPlainDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        boolean pointSeen = false;
        boolean digitSeen = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && !pointSeen && digitSeen) {
                pointSeen = true;
                digitSeen = false;
            } else if (c >= '0' && c <= '9') {
                digitSeen = true;
            } else {
                return false;
            }
        }
        return digitSeen;
    }
}
