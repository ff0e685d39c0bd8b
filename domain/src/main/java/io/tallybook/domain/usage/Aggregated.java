package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What a meter read in a window.
 *
 * @param quantity the billed quantity, rounded as the meter says; of a bucketed meter the sum over
 *     its buckets
 * @param level what is held at the end of the window (recurring meters and weighted sums), else the
 *     quantity
 * @param events how many events of the window were counted, those ignored not among them
 * @param ignored how many events of the window had no numeric value where one was needed
 * @param buckets the values that are priced one by one; empty unless the meter is bucketed
 */
public record Aggregated(
        BigDecimal quantity,
        BigDecimal level,
        long events,
        long ignored,
        List<BucketValue> buckets) {
    public Aggregated {
        buckets = List.copyOf(buckets);
    }

    /** One bucket's value, of one group. */
    public record BucketValue(Instant start, String group, BigDecimal value) {}
}
