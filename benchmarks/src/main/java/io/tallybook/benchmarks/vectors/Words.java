package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.Ratio;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what cases say in words: numbers within texts, dates in several notations, months. */
final class Words {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final List<String> COUNTS =
            List.of(
                    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten");

    private Words() {}

    static List<BigDecimal> numbers(String text) {
        List<BigDecimal> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(new BigDecimal(matcher.group()));
        }
        return numbers;
    }

    static BigDecimal firstNumber(String text) {
        List<BigDecimal> numbers = numbers(text);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\": expected a number in it");
        }
        return numbers.getFirst();
    }

    /** The count that a text begins with, in words: "two items" is 2. */
    static Optional<Integer> count(String text) {
        for (int i = 0; i < COUNTS.size(); i++) {
            if (text.toLowerCase(Locale.ROOT).startsWith(COUNTS.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** "16/31", or "16 of 31 days". */
    static Ratio fraction(String text) {
        List<BigDecimal> parts = numbers(text);
        if (parts.size() != 2 || parts.get(1).signum() == 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": expected a fraction such as 16/31");
        }
        return Ratio.of(parts.get(0)).dividedBy(Ratio.of(parts.get(1)));
    }

    static Optional<LocalDate> date(String text) {
        Matcher matcher = DATE.matcher(text);
        return matcher.find() ? Optional.of(LocalDate.parse(matcher.group())) : Optional.empty();
    }

    static LocalDate requiredDate(String text) {
        return date(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"" + text + "\": expected a date such as 2024-03-15"));
    }

    static Month month(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (Month month : Month.values()) {
            if (lower.contains(month.name().toLowerCase(Locale.ROOT))
                    || lower.contains(" " + month.name().toLowerCase(Locale.ROOT).substring(0, 3))
                    || lower.startsWith(month.name().toLowerCase(Locale.ROOT).substring(0, 3))) {
                return month;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\": expected a month's name in it");
    }

    /**
     * "2024-01-31T15:45:30 America/Los_Angeles", "2024-01-10T12:30Z", "2024-01-10", "2023-12-01
     * 00:00 local".
     */
    static Instant instant(String text, ZoneId otherwise) {
        String trimmed = text.trim();
        if (trimmed.endsWith("Z")) {
            return LocalDateTime.parse(trimmed.substring(0, trimmed.length() - 1))
                    .toInstant(ZoneOffset.UTC);
        }
        LocalDate day = requiredDate(trimmed);
        if (trimmed.length() == 10) {
            return day.atStartOfDay(otherwise).toInstant();
        }
        String[] words = trimmed.substring(11).split(" ", -1);
        boolean hasTime = trimmed.charAt(10) == 'T' || words[0].contains(":");
        if (!hasTime) {
            return day.atStartOfDay(otherwise).toInstant();
        }
        LocalDateTime local = LocalDateTime.parse(day + "T" + words[0]);
        return ZonedDateTime.of(local, zone(words, otherwise)).toInstant();
    }

    /** The zone that an instant's text names, if any. */
    static ZoneId zoneOf(String text, ZoneId otherwise) {
        return zone(text.trim().split(" ", -1), otherwise);
    }

    private static ZoneId zone(String[] words, ZoneId otherwise) {
        String last = words[words.length - 1];
        return last.contains("/") || last.equals("UTC") ? ZoneId.of(last) : otherwise;
    }
}
