package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.WindowedPrice;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
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

    /**
     * What some windows cost.
     *
     * <p>Rounding: once, over the sum of all windows. Windows without usage count only if they are
     * given; see {@link #windowsToRate}. Guarantee: the total is the sum of the windows' splits.
     */
    public static WindowedAmount rate(
            WindowedPrice price,
            List<Window> windows,
            CurrencyCode currency,
            Conventions conventions) {
        List<Commitments.Split> splits = new ArrayList<>(windows.size());
        Commitments.Split sum = Commitments.Split.NONE;
        StepSum rows = new StepSum();
        for (Window window : windows) {
            WindowedPrice.Terms terms = price.termsAt(window.start());
            List<RatingStep> steps =
                    Rating.steps(terms.model(), MeteredUsage.of(window.value()), conventions);
            rows.addAll(steps);
            Commitments.Split split = split(terms, RatedAmount.of(steps, currency).precise(), rows);
            splits.add(split);
            sum = sum.plus(split);
        }
        return new WindowedAmount(
                sum,
                Rounding.HALF_UP.toMoney(sum.total(), currency),
                splits,
                rows.stepsThatCount());
    }

    /**
     * The amount of each window and of all; the sum's total is the precise amount, as is the sum of
     * the steps.
     */
    public record WindowedAmount(
            Commitments.Split sum,
            Money amount,
            List<Commitments.Split> windows,
            List<RatingStep> steps) {
        public WindowedAmount {
            windows = List.copyOf(windows);
            steps = List.copyOf(steps);
        }
    }

    /**
     * The windows that are charged: those with usage, and of the others those whose commitment is
     * trued up.
     *
     * <p>Shapes: {@code starts} are the starts of all windows that have begun, {@code used} the
     * values by start. Result: value by start, in order of time, zero where nothing was used.
     */
    public static Map<Instant, BigDecimal> windowsToRate(
            WindowedPrice price, List<Instant> starts, Map<Instant, BigDecimal> used, ZoneId zone) {
        Map<Instant, BigDecimal> windows = new TreeMap<>(used);
        for (Instant start : starts) {
            LocalTime time = LocalTime.ofInstant(start, zone);
            if (price.chargesEmptyWindow(time)) {
                windows.putIfAbsent(start, BigDecimal.ZERO);
            }
        }
        return windows;
    }

    private static Commitments.Split split(
            WindowedPrice.Terms terms, BigDecimal base, StepSum rows) {
        Commitment commitment = terms.commitment();
        if (commitment == null) {
            return new Commitments.Split(base, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        Commitments.Split split = Commitments.apply(commitment, base);
        rows.addAll(Commitments.rows(commitment, split, base));
        return split;
    }
}
