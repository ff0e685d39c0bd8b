package io.tallybook.domain.catalogue;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * Another price, and perhaps another commitment, for the windows that begin within some hours of
 * the day.
 *
 * <p>Half-open, in the zone of the windows: from 09:00 to 12:00 takes the windows that begin at
 * 09:00, 10:00 and 11:00. An end at or before the start runs over midnight; 00:00 to 00:00 is the
 * whole day.
 */
public record TimeOfDayPrice(
        LocalTime from, LocalTime to, PricingModel model, @Nullable Commitment commitment) {

    public boolean covers(LocalTime windowStart) {
        return from.isBefore(to)
                ? !windowStart.isBefore(from) && windowStart.isBefore(to)
                : !windowStart.isBefore(from) || windowStart.isBefore(to);
    }
}
