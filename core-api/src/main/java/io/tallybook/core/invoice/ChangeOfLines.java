package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.Proration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change of lines within a period costs and gives back.
 *
 * <pre>
 *  open period   ├───────────────┬───────────────┤
 *  line that ends   charged, paid │    unused ────┼──► credit
 *  line that begins               │╞═════ rest ═══│    charge, less the credit
 *                                change
 * </pre>
 *
 * <p>Only what is paid in advance is settled: usage and what is paid in arrear is counted, or
 * shared by seconds, for as long as it holds. Charges and credits are rounded each, once. What the
 * charges cannot take of the credit is excess and goes to the customer's wallet, so that nothing
 * that was paid is lost.
 *
 * <p>A preview and the decision both ask here, so that they agree to the cent. Source: reference
 * 3.5 of Flexprice's rules.
 */
public final class ChangeOfLines {
    private ChangeOfLines() {}

    /**
     * What a change comes to.
     *
     * @param index of the open period, which contains the moment of the change
     */
    public static LinesChanged of(
            SubscriptionTerms terms, int index, BillingPeriod open, ChangeLines change) {
        BillingPeriod rest = new BillingPeriod(change.at(), open.end());
        Map<LineItemId, LineItem> lines = terms.lineItemsById();
        List<LineItem> added = change.added().stream().map(line -> begun(line, change)).toList();
        List<LineEnd> ended =
                change.ended().stream()
                        .map(
                                end ->
                                        new LineEnd(
                                                end.lineItemId(),
                                                end.endDate(),
                                                agreed(lines.get(end.lineItemId()), change.at())))
                        .toList();
        Amendment bare = amendment(terms, index, rest, change);
        LinesChanged unsettled = new LinesChanged(change.subscriptionId(), added, ended, bare);
        return change.settling() == Settling.NONE ? unsettled : settled(terms, unsettled, bare);
    }

    /** What lines cost in a whole period of their own, usage left out. */
    public static Money recurring(SubscriptionTerms terms, List<LineItem> lines) {
        BillingPeriod any = new BillingPeriod(terms.startDate(), terms.startDate().plusSeconds(1));
        List<BillableLines.Line> whole =
                lines.stream()
                        .filter(line -> line.price().type() == PriceDocument.Type.FIXED)
                        .filter(line -> line.price().billingPeriod() != null)
                        .map(line -> new BillableLines.Line(line, any, null, null, null))
                        .toList();
        InvoiceId nowhere = InvoiceId.of(Ulid.derived(Instant.EPOCH, "recurring"));
        return amounts(terms, whole, nowhere).stream()
                .reduce(Money.zero(terms.currency()), Money::plus);
    }

    /** The invoice that settles a change at once; empty if it has nothing to charge. */
    public static Optional<InvoiceOpening> opening(
            CustomerId customer, CurrencyCode currency, LinesChanged change) {
        Amendment amendment = change.amendment();
        return amendment == null
                        || amendment.settling() != Settling.AT_ONCE
                        || amendment.charged().isZero()
                ? Optional.empty()
                : Optional.of(opening(customer, currency, change, amendment));
    }

    private static InvoiceOpening opening(
            CustomerId customer, CurrencyCode currency, LinesChanged change, Amendment amendment) {
        return new InvoiceOpening(
                change.subscriptionId(),
                customer,
                currency,
                BillingReason.SUBSCRIPTION_UPDATE,
                amendment.periodIndex(),
                amendment.rest(),
                amendment.at(),
                amendment.changeId());
    }

    // A line that came after a change was agreed ends by it all the same, but its own charge was
    // made without knowing of that.
    private static Instant agreed(@Nullable LineItem line, Instant at) {
        Instant agreed = line == null ? null : line.agreedAt();
        return agreed != null && agreed.isAfter(at) ? agreed : at;
    }

    private static LineItem begun(LineItem line, ChangeLines change) {
        Instant start = line.startDate() == null ? change.at() : line.startDate();
        return line.holding(start, line.endDate())
                .agreedAt(change.at())
                .under(line.agreement().by(change.changeId(), change.settling()));
    }

    private static Amendment amendment(
            SubscriptionTerms terms, int index, BillingPeriod rest, ChangeLines change) {
        Money none = Money.zero(terms.currency());
        return new Amendment(
                change.changeId(),
                change.at(),
                change.settling(),
                index,
                rest,
                none,
                List.of(),
                none,
                change.planId(),
                change.addons(),
                terms.addons().stream()
                        .flatMap(
                                addon ->
                                        change.addonsEnded().stream()
                                                .filter(end -> end.id().equals(addon.id()))
                                                .map(
                                                        end ->
                                                                addon.ended(
                                                                        end.endDate(),
                                                                        change.at(),
                                                                        end.reason())))
                        .toList());
    }

    private static LinesChanged settled(
            SubscriptionTerms terms, LinesChanged change, Amendment bare) {
        InvoiceId invoice =
                InvoiceId.derived(opening(terms.payer(), terms.currency(), change, bare));
        List<Amendment.Unused> unused = unused(terms, change, bare, invoice);
        List<BillableLines.Line> late =
                BillableLines.late(terms.after(change), bare.rest(), bare.changeId());
        List<Money> charges = amounts(terms, late, invoice);
        Money none = Money.zero(terms.currency());
        Proration.Offset offset =
                Proration.offset(
                        charges,
                        unused.stream().map(Amendment.Unused::amount).reduce(none, Money::plus));
        Map<LineItem, Money> credits = new LinkedHashMap<>();
        for (int i = 0; i < charges.size(); i++) {
            Money taken = charges.get(i).minus(offset.adjusted().get(i));
            if (taken.isPositive()) {
                credits.put(late.get(i).item(), taken);
            }
        }
        return new LinesChanged(
                change.subscriptionId(),
                change.added().stream().map(line -> credited(line, credits)).toList(),
                change.ended(),
                new Amendment(
                        bare.changeId(),
                        bare.at(),
                        bare.settling(),
                        bare.periodIndex(),
                        bare.rest(),
                        charges.stream().reduce(none, Money::plus),
                        unused,
                        offset.excess(),
                        bare.planId(),
                        bare.addons(),
                        bare.addonsEnded()));
    }

    private static LineItem credited(LineItem line, Map<LineItem, Money> credits) {
        Money credit = credits.get(line);
        return credit == null ? line : line.under(line.agreement().less(credit));
    }

    private static List<Amendment.Unused> unused(
            SubscriptionTerms terms, LinesChanged change, Amendment bare, InvoiceId invoice) {
        Map<LineItemId, LineItem> lines = terms.lineItemsById();
        List<BillableLines.Line> parts = new ArrayList<>();
        for (LineEnd end : change.ended()) {
            LineItem line = lines.get(end.lineItemId());
            if (line != null) {
                parts.addAll(
                        new LinePeriods(terms, line).paidBeyond(end.endDate(), bare.rest().end()));
            }
        }
        return unused(terms, parts, invoice);
    }

    /** What parts of lines are worth that were paid and are not used. */
    static List<Amendment.Unused> unused(SubscriptionTerms terms, List<BillableLines.Line> parts) {
        return unused(terms, parts, InvoiceId.of(Ulid.derived(Instant.EPOCH, "unused")));
    }

    private static List<Amendment.Unused> unused(
            SubscriptionTerms terms, List<BillableLines.Line> parts, InvoiceId invoice) {
        List<Money> amounts = amounts(terms, parts, invoice);
        List<Amendment.Unused> unused = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (amounts.get(i).isPositive()) {
                unused.add(
                        new Amendment.Unused(
                                parts.get(i).item().id(),
                                parts.get(i).servicePeriod(),
                                amounts.get(i)));
            }
        }
        return unused;
    }

    /** What lines of fixed prices come to, before everything that is taken off. */
    static List<Money> amounts(
            SubscriptionTerms terms, List<BillableLines.Line> lines, InvoiceId invoice) {
        List<InvoiceLineInput> inputs =
                lines.stream().map(line -> line.input(invoice, null)).toList();
        return InvoiceComputation.compute(
                        InvoiceDocuments.inputs(terms.currency(), terms.conventions(), inputs))
                .lines()
                .stream()
                .map(DraftLine::amount)
                .toList();
    }
}
