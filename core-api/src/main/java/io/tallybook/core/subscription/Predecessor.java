package io.tallybook.core.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that another follows: what belongs to it alone goes on with that one.
 *
 * <pre>
 *  monthly   ├────┼────┼──╡ end
 *  coupon    ╞════════════════════════▷ goes on, and counts on
 *  yearly                 ├───────────────────
 * </pre>
 *
 * @param periods by what its periods were counted
 * @param end when it ended, and the next began
 * @param lines which of its lines go on as which of the subscription that says this
 */
public record Predecessor(
        SubscriptionId id, PeriodRule periods, Instant end, List<ContinuedLine> lines) {
    public Predecessor {
        lines = List.copyOf(lines);
    }

    /** A line that goes on as another. */
    public record ContinuedLine(LineItemId line, LineItemId next) {}

    /**
     * All that one follows which begins in the place of a subscription: those that this one
     * followed itself, and this one, in the order of time.
     *
     * @param lines which of its lines go on as which
     */
    public static List<Predecessor> of(
            SubscriptionId id, SubscriptionTerms terms, Instant end, List<ContinuedLine> lines) {
        List<Predecessor> all = new ArrayList<>();
        for (Predecessor earlier : terms.arranged().predecessors()) {
            all.add(earlier.on(lines));
        }
        all.add(new Predecessor(id, PeriodRule.of(terms), end, lines));
        return List.copyOf(all);
    }

    private Predecessor on(List<ContinuedLine> further) {
        List<ContinuedLine> all = new ArrayList<>();
        for (ContinuedLine one : lines) {
            further.stream()
                    .filter(then -> then.line().equals(one.next()))
                    .forEach(then -> all.add(new ContinuedLine(one.line(), then.next())));
        }
        return new Predecessor(id, periods, end, all);
    }

    /** As which line one of its own goes on; empty if it does not. */
    public Optional<LineItemId> continued(@Nullable LineItemId line) {
        return lines.stream()
                .filter(one -> one.line().equals(line))
                .map(ContinuedLine::next)
                .findFirst();
    }
}
