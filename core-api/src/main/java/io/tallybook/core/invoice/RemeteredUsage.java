package io.tallybook.core.invoice;

import io.tallybook.core.subscription.SubscriptionEvent.LineRemetered;
import java.util.List;

/**
 * What the invoice of an open period would be as usage is counted now, and by other versions of its
 * meters.
 *
 * @param lines what would be counted otherwise
 */
public record RemeteredUsage(List<LineRemetered> lines, InvoiceView now, InvoiceView then) {
    public RemeteredUsage {
        lines = List.copyOf(lines);
    }
}
