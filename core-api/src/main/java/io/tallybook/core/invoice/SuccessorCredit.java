package io.tallybook.core.invoice;

import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SettledTerms;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.Proration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was paid for a subscription and is not used when it ends, set against what its successor
 * begins with.
 *
 * <p>It is taken off the fixed charges of the successor's first invoice in their order, each down
 * to nothing; what they cannot take is excess and goes to the customer's wallet, so that nothing
 * that was paid is lost. The same rule as for a change of lines: see {@link ChangeOfLines}.
 *
 * @param successor with the credit of each of its lines
 * @param unspent with what of it goes to the wallet
 */
public record SuccessorCredit(Successor successor, Unspent unspent) {

    public static SuccessorCredit of(Successor successor, Unspent unspent) {
        SubscriptionTerms terms = successor.terms();
        SubscriptionTerms settled = SettledTerms.of(terms);
        Optional<InvoiceOpening> first = FirstInvoice.of(successor.id(), settled);
        List<BillableLines.Line> lines =
                first.map(opening -> eachOnce(BillableLines.of(settled, opening)))
                        .orElse(List.of());
        List<Money> charges =
                first.map(InvoiceId::derived)
                        .map(invoice -> ChangeOfLines.amounts(settled, lines, invoice))
                        .orElse(List.of());
        Proration.Offset offset = Proration.offset(charges, unspent.amount());
        Map<LineItemId, Money> credits = new HashMap<>();
        for (int i = 0; i < charges.size(); i++) {
            Money taken = charges.get(i).minus(offset.adjusted().get(i));
            if (taken.isPositive()) {
                credits.put(lines.get(i).item().id(), taken);
            }
        }
        return new SuccessorCredit(
                new Successor(
                        successor.id(),
                        terms.with(
                                terms.lineItems().stream()
                                        .map(line -> less(line, credits))
                                        .toList())),
                new Unspent(unspent.parts(), unspent.amount(), offset.excess()));
    }

    // What is given back is taken off the first charge of a line alone.
    private static List<BillableLines.Line> eachOnce(List<BillableLines.Line> lines) {
        Set<LineItemId> seen = new HashSet<>();
        return lines.stream().filter(line -> seen.add(line.item().id())).toList();
    }

    private static LineItem less(LineItem line, Map<LineItemId, Money> credits) {
        Money credit = credits.get(line.id());
        return credit == null ? line : line.under(line.agreement().less(credit));
    }
}
