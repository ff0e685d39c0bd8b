package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.InvoiceLineInput.Plain;
import io.tallybook.core.invoice.LinePromise.Promiser;
import io.tallybook.core.invoice.LinePromise.Rest;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a subscription has promised to spend, on one of its invoices.
 *
 * <pre>
 *            ├── term of the promise, a year ─────────────── ... ──┤
 *  invoices  ├─ 1 ─┼─ 2 ─┼─ 3 ─┼                             ┼─ 12 ┤
 *  spent     0     1     1+2   1+2+3                          1..11
 *  rest                                                       due
 * </pre>
 *
 * <p>Only invoices that charge usage keep a promise: those of a period that ended, was cancelled or
 * was broken off by a pause. Each line counts what was spent before it, on the same invoice and on
 * those before, in whole minor units, so that what is charged under a promise that is trued up is
 * exactly what was promised. A preview and a final invoice both ask here. Source:
 * docs/pricing.md#commitments
 */
public record Promises(SubscriptionTerms terms, InvoiceOpening opening) {

    /** The promise that one line counts towards, and its lines. */
    private record Term(LineItemId root, BillingPeriod period) {}

    /** From when on earlier invoices count towards the promises of this one; empty if none does. */
    public Optional<Instant> since() {
        if (!keeps()) {
            return Optional.empty();
        }
        List<Instant> starts = new ArrayList<>();
        ofSubscription().ifPresent(promised -> starts.add(term(promised, servedLast()).start()));
        for (LineItem item : terms.lineItems()) {
            LineCommitment promised = item.agreement().commitment();
            if (promised != null
                    && promised.span() == LineCommitment.Span.TERM
                    && item.price().type() == PriceDocument.Type.USAGE) {
                starts.add(term(item, promised, servedLast()).start());
            }
        }
        return starts.stream()
                .min(Comparator.naturalOrder())
                .filter(
                        start ->
                                start.isBefore(opening.period().start())
                                        || (opening.chargesRest()
                                                && start.equals(opening.period().start())));
    }

    /** Whether something may be owed when the subscription ends, whatever was served last. */
    public boolean asksAtTheEnd() {
        return ofSubscription().filter(one -> one.shortfall() == Shortfall.CHARGED).isPresent()
                || terms.lineItems().stream().anyMatch(Promises::asksAtTheEnd);
    }

    private static boolean asksAtTheEnd(LineItem item) {
        LineCommitment promised = item.agreement().commitment();
        return promised != null
                && promised.span() == LineCommitment.Span.TERM
                && promised.shortfall() == Shortfall.CHARGED
                && item.price().type() == PriceDocument.Type.USAGE;
    }

    /**
     * The lines of the invoice under their promises, with a line for what the whole subscription
     * has promised and not spent.
     *
     * @param until up to when windows without usage are held against a promise: the moment of the
     *     computation
     */
    public List<InvoiceLineInput> on(
            InvoiceId invoice, List<InvoiceLineInput> lines, EarlierSpend earlier, Instant until) {
        if (!keeps()) {
            return lines;
        }
        List<InvoiceLineInput> promised = new ArrayList<>(ofLines(lines, earlier, until));
        promised.addAll(restsOfLines(invoice, lines, earlier));
        return ofSubscription()
                .map(promise -> under(promise, invoice, promised, earlier))
                .orElse(promised);
    }

    // What a pause broke off before is due after it.
    private Instant servedLast() {
        Instant moment = opening.period().start();
        Optional<Instant> before = Optional.of(moment);
        while (before.isPresent()) {
            moment = before.get();
            Instant begun = moment;
            before =
                    terms.coursed().pauses().stream()
                            .filter(pause -> pause.start().isBefore(begun))
                            .filter(pause -> pause.end() == null || !pause.end().isBefore(begun))
                            .map(Course.Pause::start)
                            .findFirst();
        }
        Instant charged = LinePeriods.chargedFrom(terms);
        return moment.equals(opening.period().start()) || !moment.isAfter(charged)
                ? moment
                : moment.minusNanos(1);
    }

    // Before charging begins nothing is spent, and so nothing is kept.
    private boolean keeps() {
        return switch (opening.reason()) {
            case SUBSCRIPTION_CYCLE,
                    SUBSCRIPTION_CANCEL,
                    SUBSCRIPTION_PAUSE,
                    AUTO_INVOICE_THRESHOLD ->
                    !opening.period().start().isBefore(LinePeriods.chargedFrom(terms));
            case SUBSCRIPTION_CREATE,
                    SUBSCRIPTION_TRIAL_START,
                    SUBSCRIPTION_TRIAL_END,
                    SUBSCRIPTION_UPDATE,
                    SUBSCRIPTION_RESUME,
                    PRORATION,
                    MANUAL,
                    WALLET_AUTO_TOPUP,
                    CORRECTION ->
                    false;
        };
    }

    private Optional<SpendCommitment> ofSubscription() {
        return Optional.ofNullable(terms.arranged().commitment());
    }

    private List<InvoiceLineInput> ofLines(
            List<InvoiceLineInput> lines, EarlierSpend earlier, Instant until) {
        if (terms.lineItems().stream().allMatch(item -> item.agreement().commitment() == null)) {
            return lines;
        }
        Map<LineItemId, LineItem> items =
                terms.lineItems().stream().collect(Collectors.toMap(LineItem::id, item -> item));
        Map<Term, Money> spent = new HashMap<>();
        Map<InvoiceLineId, InvoiceLineInput> promised = new HashMap<>();
        List<InvoiceLineInput> inOrder =
                lines.stream()
                        .sorted(Comparator.comparing(line -> line.servicePeriod().start()))
                        .toList();
        Map<Term, InvoiceLineId> last = new HashMap<>();
        for (InvoiceLineInput line : inOrder) {
            LineItem item = items.get(line.lineItemId());
            if (item != null) {
                key(line, item).ifPresent(key -> last.put(key, line.id()));
            }
        }
        inOrder.forEach(
                line -> {
                    LineItem item = items.get(line.lineItemId());
                    if (item != null && item.agreement().commitment() != null) {
                        promised.put(line.id(), ofLine(line, item, earlier, spent, last, until));
                    }
                });
        return lines.stream().map(line -> promised.getOrDefault(line.id(), line)).toList();
    }

    private InvoiceLineInput ofLine(
            InvoiceLineInput line,
            LineItem item,
            EarlierSpend earlier,
            Map<Term, Money> spent,
            Map<Term, InvoiceLineId> last,
            Instant until) {
        LineCommitment agreed = Objects.requireNonNull(item.agreement().commitment());
        if (line.reading() == null) {
            return line;
        }
        if (agreed.span() == LineCommitment.Span.WINDOW) {
            LineCommitment held = isWithin() ? agreed.forgiving() : agreed;
            var empty =
                    EmptyWindows.of(
                            terms,
                            item,
                            held,
                            line.servicePeriod(),
                            line.reading().windows(),
                            until);
            return line.under(
                    new LinePromise(
                            Promiser.LINE,
                            held,
                            BigDecimal.ZERO,
                            Rest.DUE,
                            empty.count(),
                            empty.at()));
        }
        Term key = key(line, item).orElseThrow();
        BillingPeriod term = key.period();
        boolean due = line.id().equals(last.get(key)) && isLast(line, item, term);
        Money before =
                spent.computeIfAbsent(key, _ -> earlier.within(term, opening, linesOf(root(item))));
        InvoiceLineInput under =
                line.under(
                        new LinePromise(
                                Promiser.LINE,
                                agreed,
                                before.toDecimal(),
                                due ? Rest.DUE : Rest.LATER,
                                0));
        spent.put(key, before.plus(spentBy(under)));
        return under;
    }

    // Of lines that count towards one promise the last asks for the rest.
    private Optional<Term> key(InvoiceLineInput line, LineItem item) {
        LineCommitment agreed = item.agreement().commitment();
        return agreed == null || agreed.span() == LineCommitment.Span.WINDOW
                ? Optional.empty()
                : Optional.of(
                        new Term(root(item), term(item, agreed, line.servicePeriod().start())));
    }

    private List<InvoiceLineInput> under(
            SpendCommitment promised,
            InvoiceId invoice,
            List<InvoiceLineInput> lines,
            EarlierSpend earlier) {
        BillingPeriod term = term(promised, opening.period().start());
        LineCommitment agreed = LineCommitment.of(promised);
        Money worth = Rounding.HALF_UP.toMoney(promised.amount(), terms.currency());
        Money spent = earlier.within(term, opening);
        BilledWithin asked = earlier.asked(term, opening);
        List<InvoiceLineInput> all = new ArrayList<>();
        for (InvoiceLineInput line : lines) {
            if (line.reading() == null || line.promise() != null) {
                all.add(line);
            } else {
                InvoiceLineInput under = line.under(promise(agreed, spent, Rest.LATER));
                // Nothing is promised twice: what was asked for before pays for what comes after.
                Money left = worth.minus(spent).max(Money.zero(terms.currency()));
                Money paid = spentBy(under).min(left).min(asked.amount());
                all.add(paid.isPositive() ? under.after(asked.of(paid)) : under);
                asked = asked.of(asked.amount().minus(paid));
                spent = spent.plus(spentBy(under));
            }
        }
        Money gap = worth.minus(spent);
        boolean due = !isWithin() && isDue(term);
        if (due && promised.shortfall() == Shortfall.CHARGED && gap.isPositive()) {
            all.add(
                    trueUp(invoice, opening.period().end(), opening.period(), gap)
                            .under(promise(agreed, spent, Rest.DUE)));
        }
        if (!isWithin() && promised.shortfall() == Shortfall.CHARGED) {
            all.addAll(restsOfTerms(promised, invoice, term, earlier));
        }
        return List.copyOf(all);
    }

    // Of terms before this one that no invoice has closed, since they ended in a pause.
    private List<InvoiceLineInput> restsOfTerms(
            SpendCommitment promised,
            InvoiceId invoice,
            BillingPeriod current,
            EarlierSpend earlier) {
        Money worth = Rounding.HALF_UP.toMoney(promised.amount(), terms.currency());
        List<InvoiceLineInput> rests = new ArrayList<>();
        for (BillingPeriod term :
                earlier.served(opening).stream()
                        .filter(served -> !served.isBefore(LinePeriods.chargedFrom(terms)))
                        .map(served -> term(promised, served))
                        .filter(term -> !term.end().isAfter(current.start()))
                        .distinct()
                        .toList()) {
            Money spent = earlier.within(term, opening);
            Money gap = worth.minus(spent);
            if (gap.isPositive() && !earlier.wasClosed(term, opening)) {
                rests.add(
                        trueUp(invoice, term.end(), term, gap)
                                .under(promise(LineCommitment.of(promised), spent, Rest.DUE)));
            }
        }
        return rests;
    }

    // What is left open of a period comes after the invoice that closed a term with it.
    private boolean isDue(BillingPeriod term) {
        boolean closed = !opening.period().end().isBefore(term.end());
        return opening.chargesRest() ? isOver() && !closed : isOver() || closed;
    }

    /**
     * What lines have promised and not spent, of terms that are over and have nothing on this
     * invoice, since a pause broke them off or their last line was ended behind its last invoice:
     * each a line of its own.
     */
    private List<InvoiceLineInput> restsOfLines(
            InvoiceId invoice, List<InvoiceLineInput> lines, EarlierSpend earlier) {
        if (isWithin()) {
            return List.of();
        }
        Map<LineItemId, LineItem> last = new LinkedHashMap<>();
        terms.lineItems().forEach(item -> last.put(root(item), item));
        List<InvoiceLineInput> rests = new ArrayList<>();
        for (LineItem item : last.values()) {
            LineCommitment agreed = item.agreement().commitment();
            if (agreed != null && asksAtTheEnd(item)) {
                LineItemId root = root(item);
                Set<LineItemId> all = linesOf(root);
                earlier.leftForLater(opening, all).stream()
                        .map(served -> term(item, agreed, served))
                        .distinct()
                        .filter(term -> isRestDue(root, term) && !isHere(term, lines, all))
                        .filter(term -> !earlier.wasAsked(term, opening, root, all))
                        .map(term -> rest(invoice, item, term, earlier.within(term, opening, all)))
                        .forEach(rest -> rest.ifPresent(rests::add));
            }
        }
        return rests;
    }

    private static boolean isHere(
            BillingPeriod term, List<InvoiceLineInput> lines, Set<LineItemId> ofPromise) {
        return lines.stream()
                .filter(line -> line.lineItemId() != null && ofPromise.contains(line.lineItemId()))
                .anyMatch(line -> term.contains(line.servicePeriod().start()));
    }

    // Once the term is over, or nothing that counts towards it is to come.
    private boolean isRestDue(LineItemId root, BillingPeriod term) {
        Instant end = opening.period().end();
        return isOver()
                || !term.end().isAfter(end)
                || terms.lineItems().stream()
                        .filter(item -> root(item).equals(root))
                        .allMatch(item -> isEndedBy(item, end));
    }

    // By what was known when the invoice fell due, as all that is charged.
    private boolean isEndedBy(LineItem item, Instant moment) {
        Instant end = item.endKnownAt(opening.finalizeAt());
        return end != null && !end.isAfter(moment);
    }

    // Rests of an earlier term say which: it is their service period.
    private Optional<InvoiceLineInput> rest(
            InvoiceId invoice, LineItem item, BillingPeriod term, Money spent) {
        LineCommitment agreed = Objects.requireNonNull(item.agreement().commitment());
        Money worth =
                Rounding.HALF_UP.toMoney(
                        PromisedSpend.worth(
                                agreed, item.price(), terms.currency(), terms.conventions()),
                        terms.currency());
        Money gap = worth.minus(spent);
        if (!gap.isPositive()) {
            return Optional.empty();
        }
        boolean current = term.contains(opening.period().start());
        var id =
                InvoiceLineId.of(
                        Ulid.derived(
                                current ? opening.period().end() : term.end(),
                                "true_up",
                                invoice.value(),
                                root(item).value()));
        return Optional.of(
                trueUp(
                                id,
                                item.displayName(),
                                item.planName(),
                                current ? opening.period() : term,
                                gap)
                        .under(
                                new LinePromise(
                                        Promiser.LINE,
                                        agreed.continuing(root(item)),
                                        spent.toDecimal(),
                                        Rest.DUE,
                                        0)));
    }

    private static LinePromise promise(LineCommitment agreed, Money spent, Rest rest) {
        return new LinePromise(Promiser.SUBSCRIPTION, agreed, spent.toDecimal(), rest, 0);
    }

    private InvoiceLineInput trueUp(
            InvoiceId invoice, Instant until, BillingPeriod service, Money gap) {
        String plan =
                terms.lineItems().stream()
                        .filter(LineItem::comesWithPlan)
                        .findFirst()
                        .or(() -> terms.lineItems().stream().findFirst())
                        .map(LineItem::planName)
                        .orElse("");
        return trueUp(
                InvoiceLineId.of(Ulid.derived(until, "true_up", invoice.value())),
                plan,
                plan,
                service,
                gap);
    }

    private InvoiceLineInput trueUp(
            InvoiceLineId id, String of, String plan, BillingPeriod service, Money gap) {
        return InvoiceLineInput.plain(
                id,
                (of + " True Up").strip(),
                plan,
                service,
                BigDecimal.ONE,
                new Plain(gap, "plan", terms.planId().value(), Map.of()));
    }

    private Money spentBy(InvoiceLineInput line) {
        var draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                terms.currency(), terms.conventions(), List.of(line)));
        return KeptPromise.spentBy(
                InvoiceDocuments.lines(List.of(line), draft).getFirst(), terms.currency());
    }

    // What is promised and not spent is owed at the end of a period, and not before.
    private boolean isWithin() {
        return opening.reason() == BillingReason.AUTO_INVOICE_THRESHOLD;
    }

    /** Whether the subscription ends with this invoice. */
    private boolean isOver() {
        Instant end = terms.endDate();
        return opening.reason() == BillingReason.SUBSCRIPTION_CANCEL
                || (end != null && !end.isAfter(opening.period().end()));
    }

    private boolean isLast(InvoiceLineInput line, LineItem item, BillingPeriod term) {
        Instant served = line.servicePeriod().end();
        if (isWithin()) {
            return false;
        }
        if (!served.isBefore(term.end()) || isOver()) {
            return true;
        }
        return isEndedBy(item, served)
                && terms.lineItems().stream()
                        .filter(other -> root(other).equals(root(item)))
                        .noneMatch(other -> begins(other, served, term));
    }

    // One that takes its place, at once or later within the term.
    private static boolean begins(LineItem other, Instant end, BillingPeriod term) {
        Instant start = other.startDate();
        if (start == null || start.isBefore(end) || !start.isBefore(term.end())) {
            return false;
        }
        Instant until = other.endDate();
        return until == null || start.isBefore(until);
    }

    private static LineItemId root(LineItem item) {
        LineCommitment promised = item.agreement().commitment();
        LineItemId since = promised == null ? null : promised.since();
        return since == null ? item.id() : since;
    }

    private Set<LineItemId> linesOf(LineItemId root) {
        return terms.lineItems().stream()
                .filter(item -> root(item).equals(root))
                .map(LineItem::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private BillingPeriod term(SpendCommitment promised, Instant moment) {
        return LinePeriods.termOf(terms, promised.duration(), moment);
    }

    private BillingPeriod term(LineItem item, LineCommitment promised, Instant moment) {
        return promised.duration() == null
                ? new LinePeriods(terms, item).ownPeriod(moment)
                : LinePeriods.termOf(terms, promised.duration(), moment);
    }
}
