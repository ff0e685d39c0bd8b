package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.time.TimeOfDay;
import java.time.LocalTime;
import java.util.List;

/**
 * By what the windows of a line are rated, each by itself: the terms of the line, and others for
 * those that begin within some hours of the day.
 *
 * @param exceptions the first that covers a window holds for it
 */
public record WindowedTerms(LineTerms own, List<AtTime> exceptions) {

    public WindowedTerms {
        exceptions = List.copyOf(exceptions);
    }

    /** Terms for some hours of the day, in the zone of the windows. */
    public record AtTime(TimeOfDay hours, LineTerms terms) {}

    /** The same for every window. */
    public static WindowedTerms of(LineTerms own) {
        return new WindowedTerms(own, List.of());
    }

    /** What one window is rated by, and the name by which its rows are told apart. */
    record Chosen(LineTerms terms, String prefix) {}

    Chosen at(LocalTime windowStart) {
        for (AtTime exception : exceptions) {
            if (exception.hours().covers(windowStart)) {
                return new Chosen(exception.terms(), exception.hours() + ".");
            }
        }
        return new Chosen(own, "");
    }

    /** Whether a window without usage is charged, which only a true-up does. */
    public boolean chargesEmptyWindow(LocalTime windowStart) {
        Commitment promised = at(windowStart).terms().commitment();
        return promised != null && promised.trueUp() == TrueUp.CHARGED;
    }
}
