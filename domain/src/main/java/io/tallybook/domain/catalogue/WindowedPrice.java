package io.tallybook.domain.catalogue;

import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price and commitment that are applied to each window of time by itself, with exceptions by the
 * time of day.
 */
public record WindowedPrice(
        PricingModel model, @Nullable Commitment commitment, List<TimeOfDayPrice> exceptions) {

    public WindowedPrice {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * The terms for a window that begins at this time of day: the first exception that covers it,
     * or the line's own.
     */
    public Terms termsAt(LocalTime windowStart) {
        for (TimeOfDayPrice exception : exceptions) {
            if (exception.covers(windowStart)) {
                return new Terms(exception.model(), exception.commitment());
            }
        }
        return new Terms(model, commitment);
    }

    /** Whether a window without usage is charged, which only a true-up does. */
    public boolean chargesEmptyWindow(LocalTime windowStart) {
        Commitment promised = termsAt(windowStart).commitment();
        return promised != null && promised.trueUp() == TrueUp.CHARGED;
    }

    /** What one window is priced by. */
    public record Terms(PricingModel model, @Nullable Commitment commitment) {}
}
