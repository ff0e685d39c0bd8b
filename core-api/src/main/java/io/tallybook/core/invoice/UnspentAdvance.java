package io.tallybook.core.invoice;

import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a subscription that ends was paid in advance and is not served.
 *
 * <pre>
 *  own period    ├──────── paid ────────┤
 *  ends                     ╡
 *  unspent                  └───────────┘   by seconds, each line rounded once
 * </pre>
 *
 * <p>Usage and what is paid in arrear leave nothing: they are charged for as long as they were
 * served. Source: reference 3.5 of Flexprice's rules.
 */
public final class UnspentAdvance {
    private UnspentAdvance() {}

    /**
     * If the subscription ends at a moment.
     *
     * <p>Shapes: parts in the order of the lines; the amount is their sum. In a pause whose open
     * period was to be served later, it is what was left when that began.
     */
    public static Unspent at(SubscriptionTerms terms, Instant end) {
        Instant from = servedUntil(terms, end);
        Instant begun = begunUntil(terms, from, end);
        List<BillableLines.Line> paid = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            new LinePeriods(terms, item)
                    .paidBeyond(from, begun)
                    .forEach(
                            part ->
                                    paid.add(
                                            new BillableLines.Line(
                                                    item,
                                                    part.period(),
                                                    part.share(),
                                                    null,
                                                    null)));
        }
        List<Amendment.Unused> parts = ChangeOfLines.unused(terms, paid);
        return new Unspent(
                parts,
                parts.stream()
                        .map(Amendment.Unused::amount)
                        .reduce(Money.zero(terms.currency()), Money::plus));
    }

    private static Instant servedUntil(SubscriptionTerms terms, Instant end) {
        return terms.coursed().pauses().stream()
                .filter(pause -> pause.end() == null && pause.rest() == Course.Rest.LATER)
                .map(Course.Pause::start)
                .findFirst()
                .orElse(end);
    }

    // Periods that would have begun in a pause were not paid for. One that begins with the end was.
    private static Instant begunUntil(SubscriptionTerms terms, Instant from, Instant end) {
        return terms.coursed().pauses().stream()
                .filter(pause -> pause.end() == null)
                .findFirst()
                .map(
                        pause -> {
                            Instant open =
                                    SubscriptionPeriods.endless(terms)
                                            .period(pause.openIndex())
                                            .end();
                            return open.isAfter(pause.start())
                                    ? pause.start()
                                    : pause.start().minusNanos(1);
                        })
                .orElse(end);
    }
}
