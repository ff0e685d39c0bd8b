package io.tallybook.core.invoice;

import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
     * period was to be served later, it is what was left when that began. A period that would begin
     * with the end, or in the pause, was never paid for.
     *
     * @param open the number of the last of its periods that had begun
     * @param forgivenSince since when what was agreed is not invoiced any more: of that no more is
     *     given back than was set against it; absent where everything is invoiced
     */
    public static Unspent at(
            SubscriptionTerms terms, int open, Instant end, @Nullable Instant forgivenSince) {
        Instant from = servedUntil(terms, end);
        Instant paidBefore = SubscriptionPeriods.endless(terms).period(open).end();
        List<BillableLines.Line> paid = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            paid.addAll(new LinePeriods(terms, item).paidBeyond(from, paidBefore));
        }
        List<Amendment.Unused> unused = ChangeOfLines.unused(terms, paid);
        List<Amendment.Unused> parts =
                forgivenSince == null ? unused : limited(terms, unused, forgivenSince);
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

    private static List<Amendment.Unused> limited(
            SubscriptionTerms terms, List<Amendment.Unused> parts, Instant forgivenSince) {
        Map<LineItemId, LineItem> lines = terms.lineItemsById();
        Money none = Money.zero(terms.currency());
        return parts.stream()
                .map(
                        part ->
                                limited(
                                        Objects.requireNonNull(lines.get(part.lineItemId())),
                                        part,
                                        forgivenSince,
                                        none))
                .filter(part -> part.amount().isPositive())
                .toList();
    }

    private static Amendment.Unused limited(
            LineItem line, Amendment.Unused part, Instant forgivenSince, Money none) {
        Instant agreed = line.agreedAt();
        boolean forgiven =
                agreed != null
                        && !agreed.isBefore(forgivenSince)
                        && line.agreement().settling() == Settling.NEXT_INVOICE;
        if (!forgiven) {
            return part;
        }
        Money setAgainst = line.agreement().credit();
        Money paid = setAgainst == null ? none : setAgainst;
        return new Amendment.Unused(part.lineItemId(), part.period(), part.amount().min(paid));
    }
}
