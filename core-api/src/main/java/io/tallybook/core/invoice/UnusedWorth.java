package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.LineAgreement.AgreedEnd;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was really paid of what was charged in advance and is not used.
 *
 * <pre>
 *  charged   ├──── 31.00, less 20 %: 24.80 ────┤
 *  unused                └────── 21.00 ────────┘   by its price
 *  paid                  └────── 16.80 ────────┘   × 24.80 / 31.00
 * </pre>
 *
 * <p>What coupons took off was not paid, nor was what a void invoice charged; of what credit notes
 * took off a line no more goes back than is left. What of other lines was set against a charge
 * counts as much as was paid of that, however often it went on so. Taxes are left out: credits pay
 * before taxes. Rounding: each part once, half away from zero. Source: both peers limit what goes
 * back to what was paid.
 */
public final class UnusedWorth {
    private static final Set<InvoiceView.Status> OPEN =
            EnumSet.of(InvoiceView.Status.DRAFT, InvoiceView.Status.COMPUTED);

    private static final Set<BillingReason> CLOSING =
            EnumSet.of(
                    BillingReason.SUBSCRIPTION_CYCLE,
                    BillingReason.SUBSCRIPTION_PAUSE,
                    BillingReason.SUBSCRIPTION_CANCEL);

    private final Map<SubscriptionId, Charged> all = new HashMap<>();
    private @Nullable EntityId awaited;

    /**
     * A subscription, and the invoices that may charge it.
     *
     * @param invoices its own, and those of all with which it was invoiced together; others beside
     *     them count for nothing
     * @param over whether no further invoice will charge it
     */
    public record Charged(
            SubscriptionId id,
            SubscriptionTerms terms,
            Collection<InvoiceView> invoices,
            boolean over) {
        private Stream<InvoiceView> parts() {
            List<SubscriptionId> invoicedBy = EarlierSpend.invoicedBy(id, terms);
            return invoices.stream()
                    .filter(invoice -> invoicedBy.contains(invoice.opening().subscriptionId()))
                    .flatMap(invoice -> InvoiceParts.of(invoice, id, terms).stream());
        }
    }

    private UnusedWorth(Collection<Charged> lineage) {
        lineage.forEach(one -> all.put(one.id(), one));
    }

    /**
     * What of an amount was paid.
     *
     * @param lineage the subscription and all that it follows
     * @param parts what is not used, by its price
     * @param amount what of it goes back, by its price: the sum of the parts, or less
     */
    public static PaidUnused of(
            SubscriptionId id,
            Collection<Charged> lineage,
            List<Amendment.Unused> parts,
            Money amount) {
        UnusedWorth worth = new UnusedWorth(lineage);
        List<Part> paid = worth.parts(worth.charged(id), parts);
        return new PaidUnused(
                paid.stream()
                        .map(
                                part ->
                                        new Amendment.Unused(
                                                part.unused().lineItemId(),
                                                part.unused().period(),
                                                part.paid()))
                        .toList(),
                share(paid).orElse(Ratio.ZERO).of(amount, Rounding.HALF_UP),
                worth.awaited);
    }

    /**
     * What is not used of a charge, and what of that was paid.
     *
     * @param charged whether it ever was, or was to be
     */
    private record Part(Amendment.Unused unused, Money paid, boolean charged) {}

    /** What of the sum of some parts was paid; empty where nothing was charged. */
    private static Optional<Ratio> share(List<Part> parts) {
        long price = parts.stream().mapToLong(part -> part.unused().amount().minor()).sum();
        long paid = parts.stream().mapToLong(part -> part.paid().minor()).sum();
        return price == 0 ? Optional.empty() : Optional.of(Ratio.of(paid, price));
    }

    private Charged charged(SubscriptionId id) {
        return Optional.ofNullable(all.get(id))
                .orElseThrow(
                        () -> new IllegalArgumentException("subscription " + id + " is not given"));
    }

    private List<Part> parts(Charged in, List<Amendment.Unused> unused) {
        Map<LineItemId, LineItem> lines = new HashMap<>();
        in.terms().lineItems().forEach(line -> lines.put(line.id(), line));
        List<Part> parts = new ArrayList<>();
        for (Amendment.Unused part : unused) {
            LineItem line = lines.get(part.lineItemId());
            if (line == null) {
                throw new IllegalArgumentException(
                        "subscription " + in.id() + " has no line " + part.lineItemId());
            }
            parts.add(part(in, line, part));
        }
        return parts;
    }

    private Part part(Charged in, LineItem line, Amendment.Unused part) {
        BillingPeriod own = new LinePeriods(in.terms(), line).ownPeriod(part.period().start());
        Optional<? extends EntityId> open = open(in, line, own);
        if (open.isPresent()) {
            awaited = open.get();
            return new Part(part, part.amount(), true);
        }
        Bill bill = bill(in, line, own);
        Money gross = bill.charged().plus(bill.credit());
        if (!gross.isPositive()) {
            return new Part(part, gross, isSettledLater(in, line, own));
        }
        Ratio credit =
                bill.credit().isPositive()
                        ? share(before(in, line)).orElse(Ratio.ONE).times(minor(bill.credit()))
                        : Ratio.ZERO;
        Ratio paid = minor(bill.paid()).plus(credit);
        Money most = Money.zero(gross.currency()).max(whole(paid, gross).minus(bill.noted()));
        return new Part(
                part,
                paid.dividedBy(minor(gross)).of(part.amount(), Rounding.HALF_UP).min(most),
                true);
    }

    private static Ratio minor(Money money) {
        return Ratio.of(money.minor(), 1);
    }

    private static Money whole(Ratio paid, Money gross) {
        return paid.dividedBy(minor(gross)).of(gross, Rounding.HALF_UP);
    }

    /** What is to be final before it is known how a period of a line was charged. */
    private static Optional<? extends EntityId> open(Charged in, LineItem line, BillingPeriod own) {
        Optional<InvoiceId> draft =
                in.parts()
                        .filter(invoice -> OPEN.contains(invoice.status()))
                        .filter(invoice -> charges(in, invoice.opening(), line, own))
                        .map(InvoiceView::id)
                        .findFirst();
        return draft.isPresent()
                ? draft
                : isToCome(in, line, own) ? Optional.of(in.id()) : Optional.empty();
    }

    // What was agreed within a period and is settled when that is closed.
    private static boolean isToCome(Charged in, LineItem line, BillingPeriod own) {
        Instant agreed = line.agreedAt();
        return !in.over()
                && agreed != null
                && isSettledLater(in, line, own)
                && charging(in, line, own).isEmpty()
                && in.parts()
                        .map(InvoiceView::opening)
                        .noneMatch(
                                opening ->
                                        CLOSING.contains(opening.reason())
                                                && opening.period().end().isAfter(agreed));
    }

    private static boolean isSettledLater(Charged in, LineItem line, BillingPeriod own) {
        return line.agreement().settling() == Settling.NEXT_INVOICE
                && new LinePeriods(in.terms(), line).isLate(own);
    }

    private static boolean charges(
            Charged in, InvoiceOpening opening, LineItem line, BillingPeriod own) {
        return opening.followsTerms()
                && BillableLines.of(in.terms(), opening).stream()
                        .anyMatch(
                                one ->
                                        one.item().id().equals(line.id())
                                                && own.contains(one.servicePeriod().start()));
    }

    /**
     * How a period of a line was charged.
     *
     * @param charged before discounts, less the credit
     * @param credit what of other lines was set against it
     * @param paid after discounts; nothing where the invoice does not hold
     * @param noted what credit notes took off that
     */
    private record Bill(Money charged, Money credit, Money paid, Money noted) {
        Bill and(InvoiceView invoice, InvoiceLine line) {
            Money nothing = Money.zero(charged.currency());
            Optional<LineSum> settled =
                    Optional.ofNullable(LineSum.settled(invoice).get(line.input().id()))
                            .filter(_ -> invoice.status() == InvoiceView.Status.FINALIZED);
            Money noted = invoice.money().creditedOf(line.input().id());
            Money own = line.input().credit();
            return new Bill(
                    charged.plus(line.amount()),
                    credit.plus(own == null ? nothing : own),
                    paid.plus(settled.map(LineSum::net).orElse(nothing)),
                    this.noted.plus(
                            settled.map(sum -> sum.partOf(noted).amount()).orElse(nothing)));
        }
    }

    private static Bill bill(Charged in, LineItem line, BillingPeriod own) {
        Money nothing = Money.zero(in.terms().currency());
        List<InvoiceView> charging = charging(in, line, own);
        if (charging.isEmpty()) {
            // What was forgiven before it was invoiced: only what was set against it was paid.
            Money credit = line.agreement().credit();
            boolean first = own.contains(begin(in.terms(), line));
            return new Bill(nothing, first && credit != null ? credit : nothing, nothing, nothing);
        }
        // Another invoice stands for a void one; where none does, nothing was paid.
        boolean holds =
                charging.stream().anyMatch(one -> one.status() != InvoiceView.Status.VOIDED);
        Bill bill = new Bill(nothing, nothing, nothing, nothing);
        for (InvoiceView invoice : charging) {
            if (!holds || invoice.status() != InvoiceView.Status.VOIDED) {
                for (InvoiceLine one : lines(invoice, line, own).toList()) {
                    bill = bill.and(invoice, one);
                }
            }
        }
        return bill;
    }

    private static List<InvoiceView> charging(Charged in, LineItem line, BillingPeriod own) {
        return in.invoices().stream()
                .filter(invoice -> !OPEN.contains(invoice.status()))
                .filter(invoice -> lines(invoice, line, own).findAny().isPresent())
                .toList();
    }

    private static Stream<InvoiceLine> lines(
            InvoiceView invoice, LineItem line, BillingPeriod own) {
        return invoice.lines().stream()
                .filter(one -> line.id().equals(one.input().lineItemId()))
                .filter(one -> own.contains(one.input().servicePeriod().start()));
    }

    private static Instant begin(SubscriptionTerms terms, LineItem line) {
        Instant charged = LinePeriods.chargedFrom(terms);
        Instant start = line.startDate();
        return start == null || start.isBefore(charged) ? charged : start;
    }

    /** What was set against the first charge of a line. */
    private List<Part> before(Charged in, LineItem line) {
        List<Part> parts =
                line.agreement().changeId() == null
                        ? in.terms().arranged().predecessors().stream()
                                .reduce((_, last) -> last)
                                .map(this::left)
                                .orElse(List.of())
                        : parts(in, endedBy(in.terms(), line));
        return parts.stream().filter(Part::charged).toList();
    }

    // With the period that begins as it ends, should that have been charged.
    private List<Part> left(Predecessor before) {
        Charged in = charged(before.id());
        int open = SubscriptionPeriods.endless(in.terms()).indexAt(before.end());
        return parts(in, UnspentAdvance.at(in.terms(), open, before.end(), null).parts());
    }

    // The lines that ended by the change with which one came, as they were before.
    private static List<Amendment.Unused> endedBy(SubscriptionTerms terms, LineItem line) {
        SubscriptionPeriods periods = SubscriptionPeriods.endless(terms);
        Instant agreed = line.agreedAt();
        String change = line.agreement().changeId();
        if (agreed == null || change == null) {
            return List.of();
        }
        Instant until = periods.period(periods.indexAt(agreed)).end();
        List<BillableLines.Line> parts = new ArrayList<>();
        for (LineItem ended : terms.lineItems()) {
            if (ended.id().equals(line.id())) {
                break;
            }
            List<AgreedEnd> ends = ended.agreement().ends();
            for (int i = 1; i < ends.size(); i++) {
                Instant end = ends.get(i).endDate();
                if (change.equals(ends.get(i).changeId()) && end != null) {
                    LineItem before =
                            ended.holding(ended.startDate(), ends.get(i - 1).endDate())
                                    .under(ended.agreement().with(ends.subList(0, i)));
                    parts.addAll(new LinePeriods(terms, before).paidBeyond(end, until));
                }
            }
        }
        return ChangeOfLines.unused(terms, parts);
    }
}
