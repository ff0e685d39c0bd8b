package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of one subscription were charged, or are about to be; each invoice is looked
 * through once for all of them.
 */
final class LineCharges {
    private static final Set<InvoiceView.Status> OPEN =
            EnumSet.of(InvoiceView.Status.DRAFT, InvoiceView.Status.COMPUTED);

    private static final Set<BillingReason> CLOSING =
            EnumSet.of(
                    BillingReason.SUBSCRIPTION_CYCLE,
                    BillingReason.SUBSCRIPTION_PAUSE,
                    BillingReason.SUBSCRIPTION_CANCEL);

    private final SubscriptionId id;
    private final SubscriptionTerms terms;
    private final boolean over;
    private final Map<LineItemId, LineItem> lines;
    private final Map<LineItemId, List<Charge>> made = new HashMap<>();
    private final Map<LineItemId, List<Due>> due = new HashMap<>();
    private final List<Instant> closed = new ArrayList<>();

    /** A line of an invoice that is not open. */
    private record Charge(
            InvoiceView.Status status, InvoiceLine line, @Nullable LineSum settled, Money noted) {}

    /** What an open invoice is to charge a line for. */
    private record Due(InvoiceId invoice, Instant start) {}

    LineCharges(UnusedWorth.Charged charged) {
        this.id = charged.id();
        this.terms = charged.terms();
        this.over = charged.over();
        this.lines = terms.lineItemsById();
        charged.invoices().stream()
                .filter(invoice -> !OPEN.contains(invoice.status()))
                .forEach(this::keep);
        charged.parts().forEach(this::foresee);
    }

    private void keep(InvoiceView invoice) {
        Map<InvoiceLineId, LineSum> settled =
                invoice.status() == InvoiceView.Status.FINALIZED
                        ? LineSum.settled(invoice)
                        : Map.of();
        Map<InvoiceLineId, Money> noted = invoice.money().creditedByLine();
        Money nothing = Money.zero(terms.currency());
        for (InvoiceLine line : invoice.lines()) {
            LineItemId item = line.input().lineItemId();
            if (item != null && lines.containsKey(item)) {
                made.computeIfAbsent(item, _ -> new ArrayList<>())
                        .add(
                                new Charge(
                                        invoice.status(),
                                        line,
                                        settled.get(line.input().id()),
                                        noted.getOrDefault(line.input().id(), nothing)));
            }
        }
    }

    private void foresee(InvoiceView part) {
        InvoiceOpening opening = part.opening();
        if (CLOSING.contains(opening.reason())) {
            closed.add(opening.period().end());
        }
        if (OPEN.contains(part.status()) && opening.followsTerms()) {
            for (BillableLines.Line line : BillableLines.of(terms, opening)) {
                due.computeIfAbsent(line.item().id(), _ -> new ArrayList<>())
                        .add(new Due(part.id(), line.servicePeriod().start()));
            }
        }
    }

    SubscriptionId id() {
        return id;
    }

    SubscriptionTerms terms() {
        return terms;
    }

    /** Errors: IllegalArgumentException if the subscription does not have it. */
    LineItem line(LineItemId line) {
        return Optional.ofNullable(lines.get(line))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "subscription " + id + " has no line " + line));
    }

    /** What is to be final before it is known how a period of a line was charged. */
    Optional<? extends EntityId> open(LineItem line, BillingPeriod own) {
        Optional<InvoiceId> draft =
                due.getOrDefault(line.id(), List.of()).stream()
                        .filter(one -> own.contains(one.start()))
                        .map(Due::invoice)
                        .findFirst();
        return draft.isPresent() ? draft : isToCome(line, own) ? Optional.of(id) : Optional.empty();
    }

    // What was agreed within a period and is settled when that is closed.
    private boolean isToCome(LineItem line, BillingPeriod own) {
        Instant agreed = line.agreedAt();
        return !over
                && agreed != null
                && isSettledLater(line, own)
                && charges(line, own).isEmpty()
                && closed.stream().noneMatch(end -> end.isAfter(agreed));
    }

    /** Whether a period of a line is charged by the invoice that closes the period. */
    boolean isSettledLater(LineItem line, BillingPeriod own) {
        return line.agreement().settling() == Settling.NEXT_INVOICE
                && new LinePeriods(terms, line).isLate(own);
    }

    /**
     * How a period of a line was charged.
     *
     * @param charged before discounts, less the credit
     * @param credit what of other lines was set against it
     * @param paid after discounts; nothing where the invoice does not hold
     * @param noted what credit notes took off that
     */
    record Bill(Money charged, Money credit, Money paid, Money noted) {
        private Bill and(Charge charge) {
            Money nothing = Money.zero(charged.currency());
            Optional<LineSum> settled = Optional.ofNullable(charge.settled());
            Money own = charge.line().input().credit();
            return new Bill(
                    charged.plus(charge.line().amount()),
                    credit.plus(own == null ? nothing : own),
                    paid.plus(settled.map(LineSum::net).orElse(nothing)),
                    noted.plus(
                            settled.map(sum -> sum.partOf(charge.noted()).amount())
                                    .orElse(nothing)));
        }
    }

    Bill bill(LineItem line, BillingPeriod own) {
        Money nothing = Money.zero(terms.currency());
        List<Charge> charges = charges(line, own);
        if (charges.isEmpty()) {
            // What was forgiven before it was invoiced: only what was set against it was paid.
            Money credit = line.agreement().credit();
            boolean first = own.contains(begin(line));
            return new Bill(nothing, first && credit != null ? credit : nothing, nothing, nothing);
        }
        // Another invoice stands for a void one; where none does, nothing was paid.
        boolean holds = charges.stream().anyMatch(LineCharges::holds);
        Bill bill = new Bill(nothing, nothing, nothing, nothing);
        for (Charge charge : charges) {
            if (!holds || holds(charge)) {
                bill = bill.and(charge);
            }
        }
        return bill;
    }

    private static boolean holds(Charge charge) {
        return charge.status() != InvoiceView.Status.VOIDED;
    }

    private List<Charge> charges(LineItem line, BillingPeriod own) {
        return made.getOrDefault(line.id(), List.of()).stream()
                .filter(one -> own.contains(one.line().input().servicePeriod().start()))
                .toList();
    }

    private Instant begin(LineItem line) {
        Instant charged = LinePeriods.chargedFrom(terms);
        Instant start = line.startDate();
        return start == null || start.isBefore(charged) ? charged : start;
    }
}
