package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.DecimalText;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whether a figure is the one expected: numbers by value, instants by moment, lists and objects
 * part by part.
 */
final class Matching {
    private Matching() {}

    static boolean same(JsonNode expected, Object actual) {
        return switch (actual) {
            case Optional<?> optional ->
                    optional.isEmpty() ? expected.isNull() : same(expected, optional.get());
            case Money money -> sameNumber(expected, money.toDecimal());
            case BigDecimal number -> sameNumber(expected, number);
            case Integer number -> sameNumber(expected, BigDecimal.valueOf(number));
            case Long number -> sameNumber(expected, BigDecimal.valueOf(number));
            case Boolean flag -> expected.isBoolean() && expected.booleanValue() == flag;
            case Ratio ratio ->
                    Input.asText(expected).equals(ratio.toString()) || sameRatio(expected, ratio);
            case Instant instant -> sameInstant(expected, instant);
            case LocalDate date ->
                    sameInstant(expected, date.atStartOfDay().toInstant(ZoneOffset.UTC));
            case Collection<?> list -> sameList(expected, List.copyOf(list));
            case Map<?, ?> map -> sameMap(expected, map);
            case LagoUniqueCounts.UpToFive units -> units.isWritten(Input.asText(expected));
            default -> Input.asText(expected).equals(actual.toString());
        };
    }

    private static boolean sameNumber(JsonNode expected, BigDecimal actual) {
        if (expected.isNumber()) {
            return expected.decimalValue().compareTo(actual) == 0;
        }
        if (!expected.isString()) {
            return false;
        }
        try {
            return new BigDecimal(expected.stringValue()).compareTo(actual) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static boolean sameInstant(JsonNode expected, Instant actual) {
        try {
            return Words.instant(Input.asText(expected), ZoneOffset.UTC).equals(actual);
        } catch (DateTimeException | IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean sameRatio(JsonNode expected, Ratio actual) {
        try {
            return Ratio.of(new BigDecimal(Input.asText(expected))).equals(actual);
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static boolean sameList(JsonNode expected, List<?> actual) {
        if (!expected.isArray() || expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!same(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMap(JsonNode expected, Map<?, ?> actual) {
        if (!expected.isObject()) {
            return false;
        }
        for (String name : expected.propertyNames()) {
            Object figure = actual.get(name);
            if (figure == null || !same(expected.get(name), figure)) {
                return false;
            }
        }
        return true;
    }

    /** A figure as people read it. */
    static String shown(Object actual) {
        return switch (actual) {
            case Optional<?> optional -> optional.map(Matching::shown).orElse("null");
            case BigDecimal number -> DecimalText.of(number);
            case Collection<?> list -> list.stream().map(Matching::shown).toList().toString();
            default -> actual.toString();
        };
    }
}
