package io.tallybook.ingestion.reading;

import io.tallybook.ingestion.usagelog.RowBinaryReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the store says of some events that go together.
 *
 * @param bucket the start of their window, of a meter that counts in windows
 * @param group the value by which the window is counted apart
 * @param inputs the properties that the meter's expression looks at, in lexical order
 * @param moment when they were, where the expression looks at it
 * @param hash the sum of their hashes
 */
record MeterRow(
        long bucket,
        String group,
        List<Optional<String>> inputs,
        long moment,
        long count,
        Sums sums,
        BigInteger hash) {

    /**
     * Their numbers, or where an expression gives them only the weights.
     *
     * @param value the sum, or the greatest, latest or number of values
     * @param weighted the sum of value times microseconds, or of microseconds
     */
    record Sums(BigDecimal value, BigDecimal weighted, long latestAt, String latestId) {

        /** The same where each of {@code times} events gives {@code number}. */
        Sums giving(BigDecimal number, long times) {
            return new Sums(
                    number.multiply(BigDecimal.valueOf(times)),
                    number.multiply(weighted),
                    latestAt,
                    latestId);
        }
    }

    static MeterRow next(RowBinaryReader rows) {
        return new MeterRow(
                rows.int64(),
                rows.string(),
                inputs(rows),
                rows.int64(),
                rows.int64(),
                new Sums(
                        new BigDecimal(rows.string()),
                        new BigDecimal(rows.string()).add(new BigDecimal(rows.string())),
                        rows.int64(),
                        rows.string()),
                new BigInteger(rows.string()));
    }

    private static List<Optional<String>> inputs(RowBinaryReader rows) {
        List<Optional<String>> inputs = new ArrayList<>();
        for (long left = rows.varint(); left > 0; left--) {
            inputs.add(Optional.ofNullable(rows.nullableString()));
        }
        return inputs;
    }
}
