package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Marks on a scale that are announced when a value passes them.
 *
 * @param step repeats beyond the last mark: above the greatest when rising, below the least when
 *     falling
 */
public record Thresholds(SortedSet<BigDecimal> marks, Optional<BigDecimal> step) {
    /**
     * More crossings in one step than anyone would read; beyond it the input is taken for a
     * mistake.
     */
    private static final long CROSSINGS_MAX = 100_000;

    /** Errors: IllegalArgumentException if there is no mark, or the step is not above 0. */
    public Thresholds {
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("thresholds: got none, expected at least one");
        }
        step.filter(s -> s.signum() <= 0)
                .ifPresent(
                        s -> {
                            throw new IllegalArgumentException(
                                    "thresholds.recurring: got "
                                            + s.toPlainString()
                                            + ", expected more than 0");
                        });
        marks = new TreeSet<>(marks);
    }

    /** The marks in (previous, current], rising. Source: docs/conventions.md#thresholds. */
    public SortedSet<BigDecimal> risen(BigDecimal previous, BigDecimal current) {
        SortedSet<BigDecimal> crossed = new TreeSet<>();
        for (BigDecimal mark : marks) {
            if (mark.compareTo(previous) > 0 && mark.compareTo(current) <= 0) {
                crossed.add(mark);
            }
        }
        step.ifPresent(
                s -> {
                    BigDecimal last = marks.last();
                    BigDecimal from = previous.max(last);
                    for (long k = steps(last, from, s) + 1, n = 0;
                            mark(last, s, k).compareTo(current) <= 0;
                            k++) {
                        requireSane(++n, current);
                        crossed.add(mark(last, s, k));
                    }
                });
        return crossed;
    }

    /** The marks in [current, previous), falling. Source: docs/conventions.md#thresholds. */
    public SortedSet<BigDecimal> fallen(BigDecimal previous, BigDecimal current) {
        SortedSet<BigDecimal> crossed = new TreeSet<>();
        for (BigDecimal mark : mirrored().risen(previous.negate(), current.negate())) {
            crossed.add(mark.negate());
        }
        return crossed;
    }

    private Thresholds mirrored() {
        SortedSet<BigDecimal> mirrored = new TreeSet<>();
        marks.forEach(mark -> mirrored.add(mark.negate()));
        return new Thresholds(mirrored, step);
    }

    private static BigDecimal mark(BigDecimal last, BigDecimal step, long k) {
        return last.add(step.multiply(BigDecimal.valueOf(k)));
    }

    private static long steps(BigDecimal from, BigDecimal to, BigDecimal step) {
        return to.subtract(from).divide(step, 0, RoundingMode.FLOOR).longValueExact();
    }

    private static void requireSane(long crossings, BigDecimal current) {
        if (crossings > CROSSINGS_MAX) {
            throw new IllegalArgumentException(
                    "thresholds.recurring: a value of "
                            + current.toPlainString()
                            + " passes more than "
                            + CROSSINGS_MAX
                            + " marks");
        }
    }
}
