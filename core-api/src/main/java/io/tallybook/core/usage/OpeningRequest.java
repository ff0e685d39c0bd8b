package io.tallybook.core.usage;

import io.tallybook.domain.entitlement.FirstUse;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;

/**
 * Windows that begin with a use: of which usage, within what, and how long they are.
 *
 * @param usage its period is the billing period within which the windows follow each other
 */
public record OpeningRequest(ReadingRequest usage, FirstUse windows) {

    /** The window that begins so, as far as it lies in the period. */
    public BillingPeriod window(Instant begun) {
        BillingPeriod period = usage.period();
        Instant end = windows.end(begun);
        return new BillingPeriod(
                begun.isBefore(period.start()) ? period.start() : begun,
                end.isBefore(period.end()) ? end : period.end());
    }

    /** The windows of the period with these openings, as {@link FirstUse#tiles} has them. */
    public List<BillingPeriod> tiles(List<Instant> openings) {
        return windows.tiles(usage.period(), openings);
    }
}
