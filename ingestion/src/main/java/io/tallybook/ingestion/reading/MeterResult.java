package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.UsageQuery.Bucket;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * What the events of one customer, or of one window, come to.
 *
 * @param quantity exact, but for a quotient, which is rounded as the rules say
 * @param digest 64 hexadecimal digits, see {@link MeterSql}
 * @param buckets what each window of a meter that counts in windows came to, in order of time
 */
record MeterResult(BigDecimal quantity, long eventCount, String digest, List<Bucket> buckets) {
    static final MeterResult NONE =
            new MeterResult(BigDecimal.ZERO, 0, hex(BigInteger.ZERO), List.of());

    MeterResult {
        buckets = List.copyOf(buckets);
    }

    /** 5, not 5.000 and not 5E+3. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static String hex(BigInteger digest) {
        String digits = digest.toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }
}
