package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has promised to use of one line.
 *
 * @param value an amount in the subscription's currency, or a quantity, which is worth what it
 *     costs by the price of the line; zero for nothing, where only hours of the day have terms of
 *     their own
 * @param overageFactor what is beyond it costs so many times its price
 * @param duration over which it is counted; absent for each period of the line
 * @param since the line with which it was agreed, where this one has taken that one's place: both
 *     count towards it; absent for this line itself
 * @param buckets hours of the day with terms of their own, of a promise for each window; absent for
 *     none
 */
@RecordBuilder
public record LineCommitment(
        Measure measure,
        BigDecimal value,
        BigDecimal overageFactor,
        @Nullable PeriodUnit duration,
        Shortfall shortfall,
        Span span,
        @Nullable LineItemId since,
        @Nullable List<CommitmentBucket> buckets) {
    public LineCommitment {
        buckets = buckets == null || buckets.isEmpty() ? null : List.copyOf(buckets);
    }

    /** One that is the same at all hours. */
    public LineCommitment(
            Measure measure,
            BigDecimal value,
            BigDecimal overageFactor,
            @Nullable PeriodUnit duration,
            Shortfall shortfall,
            Span span,
            @Nullable LineItemId since) {
        this(measure, value, overageFactor, duration, shortfall, span, since, null);
    }

    /** Nothing but hours of the day with terms of their own. */
    public static LineCommitment ofHours(List<CommitmentBucket> buckets) {
        return new LineCommitment(
                Measure.AMOUNT,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                null,
                Shortfall.FORGIVEN,
                Span.WINDOW,
                null,
                buckets);
    }

    /** What is promised. */
    public enum Measure {
        AMOUNT,
        QUANTITY
    }

    /** What the promise holds for. */
    public enum Span {
        /** All usage of the time over which it is counted. */
        TERM,
        /** Each window of the meter by itself. */
        WINDOW
    }

    /** The same promise, of a line that has taken the place of another. */
    public LineCommitment continuing(LineItemId before) {
        return LineCommitmentBuilder.builder(this).since(since == null ? before : since).build();
    }

    /** Hours of the day with terms of their own. */
    public List<CommitmentBucket> timesOfDay() {
        return buckets == null ? List.of() : buckets;
    }

    /** The hours whose terms hold for a window; empty where it is held by the line's own. */
    public Optional<CommitmentBucket> bucketAt(LocalTime windowStart) {
        return timesOfDay().stream()
                .filter(bucket -> bucket.hours().covers(windowStart))
                .findFirst();
    }

    /** The same with these hours of the day. */
    public LineCommitment at(List<CommitmentBucket> hours) {
        return LineCommitmentBuilder.builder(this).buckets(hours).build();
    }

    /** The same promise, of which what is not kept is not charged. */
    public LineCommitment forgiving() {
        return LineCommitmentBuilder.builder(this)
                .shortfall(Shortfall.FORGIVEN)
                .buckets(each(CommitmentBucket::forgiving))
                .build();
    }

    /** The prices of the hours of the day, with nothing promised. */
    public LineCommitment unpromised() {
        return ofHours(each(CommitmentBucket::unpromised));
    }

    private List<CommitmentBucket> each(UnaryOperator<CommitmentBucket> changed) {
        return timesOfDay().stream().map(changed).toList();
    }

    /** A promise that a whole subscription made, as it holds for each of its lines. */
    public static LineCommitment of(SpendCommitment promised) {
        return new LineCommitment(
                Measure.AMOUNT,
                promised.amount(),
                promised.overageFactor(),
                promised.duration(),
                promised.shortfall(),
                Span.TERM,
                null);
    }
}
