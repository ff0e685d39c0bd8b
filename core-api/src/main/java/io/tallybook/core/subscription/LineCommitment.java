package io.tallybook.core.subscription;

import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has promised to use of one line.
 *
 * @param value an amount in the subscription's currency, or a quantity, which is worth what it
 *     costs by the price of the line
 * @param overageFactor what is beyond it costs so many times its price
 * @param duration over which it is counted; absent for each period of the line
 * @param since the line with which it was agreed, where this one has taken that one's place: both
 *     count towards it; absent for this line itself
 */
public record LineCommitment(
        Measure measure,
        BigDecimal value,
        BigDecimal overageFactor,
        @Nullable PeriodUnit duration,
        Shortfall shortfall,
        Span span,
        @Nullable LineItemId since) {

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
        return new LineCommitment(
                measure,
                value,
                overageFactor,
                duration,
                shortfall,
                span,
                since == null ? before : since);
    }

    /** The same promise, of which what is not kept is not charged. */
    public LineCommitment forgiving() {
        return new LineCommitment(
                measure, value, overageFactor, duration, Shortfall.FORGIVEN, span, since);
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
