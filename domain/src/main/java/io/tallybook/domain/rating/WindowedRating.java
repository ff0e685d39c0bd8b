package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.money.Ratio;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Usage that is priced, and held against a commitment, window by window. */
public final class WindowedRating {

    private WindowedRating() {}

    /** The value of one window, by the time of day at which it begins. */
    public record Window(LocalTime start, BigDecimal value) {}

    /** A line, and what became of each of its windows. */
    public record Windowed(RatedLine line, List<Commitments.Split> windows) {
        public Windowed {
            windows = List.copyOf(windows);
        }
    }

    /**
     * What the windows of a line cost.
     *
     * <p>Shapes: {@code windows} in order of time; those without usage count only if they are
     * given, see {@link #windowsToRate}. An allowance covers the first windows first; what is left
     * of each is priced, and held against the commitment, by the terms of its time of day.
     * Rounding: once, over the sum of all windows. Guarantee: the precise amount is the sum of the
     * windows' splits and of the steps; steps of a time of day are named by it, as {@code
     * 09:00-12:00.flat}. Errors: IllegalArgumentException for a negative allowance.
     */
    public static Windowed rate(WindowedTerms terms, List<Window> windows, BigDecimal allowance) {
        MeteredUsage usage =
                MeteredUsage.ofTransactions(windows.stream().map(Window::value).toList());
        BigDecimal billed = usage.less(allowance).quantity();
        BigDecimal free = allowance;
        StepSum rows = new StepSum();
        List<Commitments.Split> splits = new ArrayList<>(windows.size());
        Commitments.Split sum = Commitments.Split.NONE;
        for (Window window : windows) {
            BigDecimal covered = window.value().min(free).max(BigDecimal.ZERO);
            free = free.subtract(covered);
            Commitments.Split split =
                    rate(terms.at(window.start()), window.value().subtract(covered), rows);
            splits.add(split);
            sum = sum.plus(split);
        }
        RatedLine line =
                LineRating.line(
                        usage.quantity(),
                        billed,
                        Ratio.ONE,
                        rows.stepsThatCount(),
                        sum,
                        terms.own().currency());
        return new Windowed(line, splits);
    }

    private static Commitments.Split rate(
            WindowedTerms.Chosen chosen, BigDecimal value, StepSum rows) {
        LineTerms terms = chosen.terms();
        List<RatingStep> steps =
                LineRating.inCurrency(
                        terms,
                        Rating.steps(terms.model(), MeteredUsage.of(value), terms.conventions()));
        BigDecimal base = LineRating.sum(steps);
        rows.addAll(named(chosen.prefix(), steps));
        Commitment commitment = terms.commitment();
        if (commitment == null) {
            return new Commitments.Split(base, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        Commitments.Split split = Commitments.apply(commitment, base);
        rows.addAll(named(chosen.prefix(), Commitments.rows(commitment, split, base)));
        return split;
    }

    private static List<RatingStep> named(String prefix, List<RatingStep> steps) {
        return prefix.isEmpty()
                ? steps
                : steps.stream().map(step -> step.named(prefix + step.key())).toList();
    }

    /**
     * The windows that are charged: those with usage, and of the others those whose commitment is
     * trued up.
     *
     * <p>Shapes: {@code starts} are the starts of all windows that have begun, {@code used} the
     * values by start. Result: value by start, in order of time, zero where nothing was used.
     */
    public static Map<Instant, BigDecimal> windowsToRate(
            WindowedTerms terms, List<Instant> starts, Map<Instant, BigDecimal> used, ZoneId zone) {
        Map<Instant, BigDecimal> windows = new TreeMap<>(used);
        for (Instant start : starts) {
            LocalTime time = LocalTime.ofInstant(start, zone);
            if (terms.chargesEmptyWindow(time)) {
                windows.putIfAbsent(start, BigDecimal.ZERO);
            }
        }
        return windows;
    }
}
