package io.tallybook.ingestion.reading;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What the events of one customer, or of one window, come to.
 *
 * @param quantity exact, but for an average, which is rounded half-even to 18 places
 * @param digest 64 hexadecimal digits, see {@link MeterSql}
 */
record MeterResult(BigDecimal quantity, long eventCount, String digest) {
    static final MeterResult NONE = new MeterResult(BigDecimal.ZERO, 0, hex(BigInteger.ZERO));

    private static final int AVERAGE_PLACES = 18;

    /** Reads the columns of {@link MeterSql#result}. */
    static MeterResult next(RowBinaryReader row, MeterDefinition meter) {
        long count = row.int64();
        BigDecimal value = new BigDecimal(row.string());
        String digest = hex(new BigInteger(row.string()));
        if (count == 0) {
            return NONE;
        }
        return new MeterResult(plain(quantity(meter, value, count)), count, digest);
    }

    private static BigDecimal quantity(MeterDefinition meter, BigDecimal value, long count) {
        return switch (meter.aggregation()) {
            case AVG ->
                    value.divide(BigDecimal.valueOf(count), AVERAGE_PLACES, RoundingMode.HALF_EVEN);
            case SUM_WITH_MULTIPLIER -> {
                BigDecimal multiplier = meter.multiplier();
                yield multiplier == null ? value : value.multiply(multiplier);
            }
            case COUNT, SUM, COUNT_UNIQUE, LATEST, MAX, WEIGHTED_SUM -> value;
        };
    }

    /** 5, not 5.000 and not 5E+3. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String hex(BigInteger digest) {
        String digits = digest.toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }
}
