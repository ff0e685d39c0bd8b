package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionCommand.LineMeter;
import io.tallybook.core.subscription.SubscriptionEvent.LineRemetered;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How usage that is not invoiced yet is counted by other versions of a meter.
 *
 * <pre>
 *  closed periods │ open period of the line
 *  ───────────────┼──────────────────────────►
 *   as they were  │ by the versions asked for
 * </pre>
 *
 * <p>A preview and the decision both ask here, so that they agree.
 */
public final class Remetering {
    private Remetering() {}

    /**
     * The lines that would be counted otherwise, each with what counts its usage of all times;
     * empty if none would.
     *
     * <p>Shapes: each asked for is a line of the terms with usage. Errors: NullPointerException
     * naming what is not.
     *
     * @param open the open period of the subscription
     */
    public static List<LineRemetered> of(
            SubscriptionTerms terms, BillingPeriod open, List<LineMeter> asked) {
        List<LineRemetered> lines = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            for (LineMeter one : asked) {
                if (one.lineItemId().equals(item.id())) {
                    MeterDefinition now =
                            Objects.requireNonNull(item.meter(), "meter of line " + item.id());
                    Instant from = openSince(terms, item, open);
                    MeterDefinition then = now.remetered(from, one.meter());
                    if (!then.equals(now)) {
                        lines.add(new LineRemetered(item.id(), from, then));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    // A price with a longer period than the subscription's has been open for longer.
    private static Instant openSince(SubscriptionTerms terms, LineItem item, BillingPeriod open) {
        return new LinePeriods(terms, item)
                .pieces(open, null).stream()
                        .map(charged -> charged.piece().start())
                        .filter(start -> start.isBefore(open.start()))
                        .min(Instant::compareTo)
                        .orElse(open.start());
    }
}
