package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.LineAgreement.AgreedEnd;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<SubscriptionId, LineCharges> all = new HashMap<>();
    private final Map<Origin, Optional<Ratio>> shares = new HashMap<>();
    private @Nullable EntityId awaited;

    /**
     * Where what is set against charges comes from: another subscription, or other lines.
     *
     * @param changeId absent for what is had from the subscription before
     */
    private record Origin(SubscriptionId of, @Nullable String changeId) {}

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
        /** As its view shows it. */
        public static Charged of(SubscriptionView view, Collection<InvoiceView> invoices) {
            return new Charged(view.id(), view.terms(), invoices, view.status().isOver());
        }

        Stream<InvoiceView> parts() {
            List<SubscriptionId> invoicedBy = EarlierSpend.invoicedBy(id, terms);
            return invoices.stream()
                    .filter(invoice -> invoicedBy.contains(invoice.opening().subscriptionId()))
                    .flatMap(invoice -> InvoiceParts.of(invoice, id, terms).stream());
        }
    }

    private UnusedWorth(Collection<Charged> lineage) {
        lineage.forEach(one -> all.put(one.id(), new LineCharges(one)));
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

    private LineCharges charged(SubscriptionId id) {
        return Optional.ofNullable(all.get(id))
                .orElseThrow(
                        () -> new IllegalArgumentException("subscription " + id + " is not given"));
    }

    private List<Part> parts(LineCharges in, List<Amendment.Unused> unused) {
        return unused.stream().map(part -> part(in, in.line(part.lineItemId()), part)).toList();
    }

    private Part part(LineCharges in, LineItem line, Amendment.Unused part) {
        BillingPeriod own = new LinePeriods(in.terms(), line).ownPeriod(part.period().start());
        Optional<? extends EntityId> open = in.open(line, own);
        if (open.isPresent()) {
            awaited = open.get();
            return new Part(part, part.amount(), true);
        }
        LineCharges.Bill bill = in.bill(line, own);
        Money gross = bill.charged().plus(bill.credit());
        if (!gross.isPositive()) {
            return new Part(part, gross, in.isSettledLater(line, own));
        }
        Ratio credit =
                bill.credit().isPositive()
                        ? before(in, line).orElse(Ratio.ONE).times(minor(bill.credit()))
                        : Ratio.ZERO;
        Ratio paid = minor(bill.paid()).plus(credit).dividedBy(minor(gross));
        Money whole = paid.of(gross, Rounding.HALF_UP);
        Money most = Money.zero(gross.currency()).max(whole.minus(bill.noted()));
        return new Part(part, paid.of(part.amount(), Rounding.HALF_UP).min(most), true);
    }

    private static Ratio minor(Money money) {
        return Ratio.of(money.minor(), 1);
    }

    /** What was paid of that which was set against the first charge of a line. */
    private Optional<Ratio> before(LineCharges in, LineItem line) {
        Origin origin = new Origin(in.id(), line.agreement().changeId());
        Optional<Ratio> known = shares.get(origin);
        if (known == null) {
            known = share(setAgainst(in, line).stream().filter(Part::charged).toList());
            shares.put(origin, known);
        }
        return known;
    }

    private List<Part> setAgainst(LineCharges in, LineItem line) {
        return line.agreement().changeId() == null
                ? in.terms().arranged().predecessors().stream()
                        .reduce((_, last) -> last)
                        .map(this::left)
                        .orElse(List.of())
                : parts(in, endedBy(in.terms(), line));
    }

    // With the period that begins as it ends, should that have been charged.
    private List<Part> left(Predecessor before) {
        LineCharges in = charged(before.id());
        int open = SubscriptionPeriods.endless(in.terms()).indexAt(before.end());
        return parts(in, UnspentAdvance.at(in.terms(), open, before.end(), null).parts());
    }

    // The lines that ended by the change with which one came, as they were before: they are older
    // than all that came with it.
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
            if (change.equals(ended.agreement().changeId())) {
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
