package io.tallybook.ingestion.reading;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a meter reads, worked out in the most obvious way: a loop over all events. */
final class SlowReading {
    private static final Pattern PLAIN = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");
    private static final Pattern SCIENTIFIC =
            Pattern.compile("[+-]?\\d{1,17}(\\.\\d{1,17})?[eE]([+-]?\\d{1,2})");
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    record Result(BigDecimal quantity, long eventCount, String digest) {}

    private SlowReading() {}

    static Result of(
            List<UsageEvent> all, MeterDefinition meter, String customer, BillingPeriod period) {
        List<UsageEvent> counted = new ArrayList<>();
        for (UsageEvent event : all) {
            if (event.eventName().equals(meter.eventName())
                    && event.externalCustomerId().equals(customer)
                    && period.contains(event.timestamp())
                    && meter.filters().stream().allMatch(f -> passes(event, f))
                    && isCounted(event, meter)) {
                counted.add(event);
            }
        }
        BigDecimal quantity = counted.isEmpty() ? BigDecimal.ZERO : quantity(counted, meter);
        return new Result(plain(quantity), counted.size(), digest(counted, meter));
    }

    private static boolean passes(UsageEvent event, MeterDefinition.Filter filter) {
        String value = event.properties().get(filter.key());
        return value != null && filter.values().contains(value);
    }

    private static boolean isCounted(UsageEvent event, MeterDefinition meter) {
        return switch (meter.aggregation()) {
            case COUNT -> true;
            case COUNT_UNIQUE -> event.properties().containsKey(meter.field());
            case SUM, SUM_WITH_MULTIPLIER, AVG, MAX, LATEST ->
                    isNumber(event.properties().get(meter.field()));
            case WEIGHTED_SUM -> throw new IllegalArgumentException(meter.toString());
        };
    }

    private static boolean isNumber(@Nullable String text) {
        if (text == null) {
            return false;
        }
        if (PLAIN.matcher(text).matches()) {
            return true;
        }
        var scientific = SCIENTIFIC.matcher(text);
        return scientific.matches() && Math.abs(Integer.parseInt(scientific.group(2))) <= 13;
    }

    private static BigDecimal quantity(List<UsageEvent> events, MeterDefinition meter) {
        return switch (meter.aggregation()) {
            case COUNT -> BigDecimal.valueOf(events.size());
            case COUNT_UNIQUE ->
                    BigDecimal.valueOf(
                            events.stream()
                                    .map(e -> e.properties().get(meter.field()))
                                    .distinct()
                                    .count());
            case SUM -> sum(events, meter);
            case SUM_WITH_MULTIPLIER -> sum(events, meter).multiply(meter.multiplier());
            case WEIGHTED_SUM -> throw new IllegalArgumentException(meter.toString());
            case AVG ->
                    sum(events, meter)
                            .divide(BigDecimal.valueOf(events.size()), 18, RoundingMode.HALF_EVEN);
            case MAX ->
                    events.stream()
                            .map(e -> number(e, meter))
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            case LATEST ->
                    number(
                            events.stream()
                                    .max(
                                            Comparator.comparing(UsageEvent::timestamp)
                                                    .thenComparing(UsageEvent::eventId))
                                    .orElseThrow(),
                            meter);
        };
    }

    private static BigDecimal sum(List<UsageEvent> events, MeterDefinition meter) {
        return events.stream().map(e -> number(e, meter)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal number(UsageEvent event, MeterDefinition meter) {
        return new BigDecimal(event.properties().get(meter.field()));
    }

    private static String digest(List<UsageEvent> events, MeterDefinition meter) {
        BigInteger sum = BigInteger.ZERO;
        for (UsageEvent event : events) {
            String value = meter.field() == null ? "" : event.properties().get(meter.field());
            Instant at = event.timestamp();
            long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
            String line =
                    String.join(
                            "\0",
                            event.scope().tenant().value(),
                            event.scope().environment().value(),
                            event.eventId(),
                            Long.toString(micros),
                            value);
            sum = sum.add(littleEndian(sha256(line))).mod(MODULUS);
        }
        return "%064x".formatted(sum);
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
