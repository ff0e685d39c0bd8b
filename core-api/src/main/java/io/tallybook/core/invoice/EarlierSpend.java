package io.tallybook.core.invoice;

import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.Money;
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
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What earlier invoices of a subscription have put towards its promises, as they were computed: a
 * correction that came later, or usage that came too late, changes nothing about it.
 *
 * @param invoices those of the subscription that may count, in any order
 */
public record EarlierSpend(List<InvoiceView> invoices) {
    public static final EarlierSpend NONE = new EarlierSpend(List.of());

    private static final Set<InvoiceView.Status> BINDING =
            EnumSet.of(InvoiceView.Status.COMPUTED, InvoiceView.Status.FINALIZED);
    private static final Set<InvoiceView.Status> OPEN = EnumSet.of(InvoiceView.Status.DRAFT);

    public EarlierSpend {
        invoices = List.copyOf(invoices);
    }

    /**
     * Those of one subscription, of invoices that may charge others too.
     *
     * @param found its own, and those of all with which it was invoiced together
     */
    public static EarlierSpend of(
            SubscriptionId id, SubscriptionTerms terms, Collection<InvoiceView> found) {
        return new EarlierSpend(
                found.stream()
                        .flatMap(invoice -> InvoiceParts.of(invoice, id, terms).stream())
                        .toList());
    }

    /** On whose invoices a subscription is charged, or was. */
    public static List<SubscriptionId> invoicedBy(SubscriptionId id, SubscriptionTerms terms) {
        return Stream.concat(
                        Stream.of(id),
                        terms.related().groups().stream().map(GroupMembership::parentId))
                .distinct()
                .toList();
    }

    /** How many invoices are asked for at once. */
    public static final int AT_ONCE = 1_000;

    /**
     * Which invoices are to be asked for.
     *
     * @param since the earliest moment from which on they count
     * @param after the last one that is known already; absent for none
     */
    public static SearchSpec search(
            Collection<SubscriptionId> subscriptions, Instant since, @Nullable InvoiceId after) {
        return new SearchSpec(
                List.of(
                        new Criterion(
                                "subscription_id",
                                Operator.IN,
                                subscriptions.stream().map(SubscriptionId::value).toList()),
                        new Criterion("period_end", Operator.GT, List.of(since.toString()))),
                List.of(),
                List.of(new Order("id", Direction.ASC)),
                AT_ONCE,
                0,
                after == null ? null : after.value());
    }

    // What the lines of a promise came to, before an invoice.
    private Money spent(
            InvoiceOpening before, BiPredicate<InvoiceOpening, InvoiceLineInput> counts) {
        Money sum = Money.zero(before.currency());
        for (InvoiceView invoice : invoices) {
            if (BINDING.contains(invoice.status())
                    && invoice.opening().reason() != BillingReason.AUTO_INVOICE_THRESHOLD
                    && isBefore(invoice.opening(), before)) {
                for (InvoiceLine line : invoice.lines()) {
                    if (line.input().promise() != null
                            && counts.test(invoice.opening(), line.input())) {
                        sum = sum.plus(KeptPromise.spentBy(line, before.currency()));
                    }
                }
            }
        }
        return sum;
    }

    private static boolean isBefore(InvoiceOpening one, InvoiceOpening other) {
        int order = one.period().start().compareTo(other.period().start());
        return order < 0 || (order == 0 && rank(one) < rank(other));
    }

    // What is left open of a period comes after all that charges the period itself, and what an
    // end leaves open after what a pause did.
    private static int rank(InvoiceOpening opening) {
        if (!opening.chargesRest()) {
            return 0;
        }
        return opening.reason() == BillingReason.SUBSCRIPTION_PAUSE ? 1 : 2;
    }

    /** Since when was served what earlier invoices have closed, whatever they have charged. */
    List<Instant> served(InvoiceOpening before) {
        return closing(before).map(one -> one.period().start()).distinct().toList();
    }

    private Stream<InvoiceOpening> closing(InvoiceOpening before) {
        return invoices.stream()
                .filter(invoice -> !OPEN.contains(invoice.status()))
                .map(InvoiceView::opening)
                .filter(
                        one ->
                                one.reason() == BillingReason.SUBSCRIPTION_CYCLE
                                        || one.reason() == BillingReason.SUBSCRIPTION_PAUSE)
                .filter(one -> isBefore(one, before));
    }

    /** Whether an invoice before this one has charged the end of a term, or its rest. */
    boolean wasClosed(BillingPeriod term, InvoiceOpening before) {
        return isOver(term, before)
                || billed(before)
                        .filter(EarlierSpend::isTrueUp)
                        .anyMatch(line -> term.contains(line.servicePeriod().start()));
    }

    // What an invoice has found to be kept is not looked at again by those after it.
    private boolean isOver(BillingPeriod term, InvoiceOpening before) {
        return closing(before).anyMatch(one -> !one.period().end().isBefore(term.end()));
    }

    /** Since when lines were served of whose promise earlier invoices have left the rest. */
    List<Instant> leftForLater(InvoiceOpening before, Set<LineItemId> lines) {
        return billed(before)
                .filter(line -> line.lineItemId() != null && lines.contains(line.lineItemId()))
                .filter(line -> asks(line, LinePromise.Rest.LATER))
                .map(line -> line.servicePeriod().start())
                .distinct()
                .toList();
    }

    /**
     * Whether the rest of a promise of some lines was asked for before, or was found to be kept.
     *
     * @param root the line that the promise was made for first
     */
    boolean wasAsked(
            BillingPeriod term, InvoiceOpening before, LineItemId root, Set<LineItemId> lines) {
        return isOver(term, before)
                || billed(before)
                        .filter(
                                line ->
                                        line.lineItemId() == null
                                                ? isRestOf(line, root)
                                                : lines.contains(line.lineItemId()))
                        .filter(line -> term.contains(line.servicePeriod().start()))
                        .anyMatch(line -> asks(line, LinePromise.Rest.DUE));
    }

    // What was asked for is not asked for again where that invoice is void.
    private Stream<InvoiceLineInput> billed(InvoiceOpening before) {
        return invoices.stream()
                .filter(invoice -> !OPEN.contains(invoice.status()))
                .filter(invoice -> isBefore(invoice.opening(), before))
                .flatMap(invoice -> invoice.lines().stream())
                .map(InvoiceLine::input);
    }

    private static boolean asks(InvoiceLineInput line, LinePromise.Rest rest) {
        return line.promise() != null
                && line.promise().agreed().span() == LineCommitment.Span.TERM
                && line.promise().rest() == rest;
    }

    private static boolean isRestOf(InvoiceLineInput line, LineItemId root) {
        return line.plain() != null
                && line.promise() != null
                && line.promise().promiser() == LinePromise.Promiser.LINE
                && root.equals(line.promise().agreed().since());
    }

    /**
     * What was asked for since the promise of the subscription was not kept, by invoices before
     * this one: what comes of the same term afterwards is paid with it as far as it goes.
     */
    BilledWithin asked(BillingPeriod term, InvoiceOpening before) {
        Money sum = Money.zero(before.currency());
        List<InvoiceId> by = new ArrayList<>();
        for (InvoiceView invoice : invoices) {
            if (BINDING.contains(invoice.status()) && isBefore(invoice.opening(), before)) {
                for (InvoiceLine line : invoice.lines()) {
                    if (isTrueUp(line.input())
                            && term.contains(line.input().servicePeriod().start())) {
                        sum = sum.plus(line.amount());
                        by.add(invoice.id());
                    }
                }
            }
        }
        return new BilledWithin(sum, by);
    }

    private static boolean isTrueUp(InvoiceLineInput line) {
        return line.plain() != null && isOfSubscription(line) && asks(line, LinePromise.Rest.DUE);
    }

    /**
     * What lines without a promise of their own came to on the invoices of a term, before one: an
     * invoice belongs to the term in which its period begins.
     */
    Money within(BillingPeriod term, InvoiceOpening before) {
        return spent(
                before,
                (opening, line) ->
                        isOfSubscription(line) && term.contains(opening.period().start()));
    }

    private static boolean isOfSubscription(InvoiceLineInput line) {
        return line.promise() != null
                && line.promise().promiser() == LinePromise.Promiser.SUBSCRIPTION;
    }

    /** What lines of one promise came to within its term, before an invoice. */
    Money within(BillingPeriod term, InvoiceOpening before, Set<LineItemId> lines) {
        return spent(
                before,
                (_, line) ->
                        line.lineItemId() != null
                                && lines.contains(line.lineItemId())
                                && term.contains(line.servicePeriod().start()));
    }

    /**
     * Whether every period from a moment on that was over before an invoice is closed here, so that
     * what it came to is known for good.
     */
    public boolean isComplete(SubscriptionTerms terms, InvoiceOpening opening, Instant since) {
        SubscriptionPeriods periods = SubscriptionPeriods.of(terms);
        Instant from = since.isBefore(periods.chargedFrom()) ? periods.chargedFrom() : since;
        for (int n = periods.indexAt(from); n < opening.periodIndex(); n++) {
            int index = n;
            if (!isPausedAtItsEnd(terms, periods.period(index), index)
                    && !isClosed(one -> one.periodIndex() == index && endsPeriod(one))) {
                return false;
            }
        }
        return terms.coursed().pauses().stream()
                .filter(pause -> !pause.start().isBefore(from))
                .filter(pause -> isBefore(pause, opening))
                .allMatch(pause -> isClosed(terms, pause));
    }

    // No invoice closes what ends while it is paused, but that of the pause.
    private static boolean isPausedAtItsEnd(
            SubscriptionTerms terms, BillingPeriod period, int index) {
        return terms.coursed().pauses().stream()
                .filter(pause -> pause.openIndex() <= index)
                .filter(pause -> !pause.start().isAfter(period.end()))
                .anyMatch(pause -> pause.end() == null || !period.end().isAfter(pause.end()));
    }

    private static boolean isBefore(Course.Pause pause, InvoiceOpening opening) {
        boolean behind =
                opening.chargesRest() && opening.reason() != BillingReason.SUBSCRIPTION_PAUSE;
        return behind
                ? !pause.start().isAfter(opening.period().end())
                : pause.start().isBefore(opening.period().start());
    }

    // One in which a period begins may have left nothing open.
    private boolean isClosed(SubscriptionTerms terms, Course.Pause pause) {
        boolean breaks =
                terms.coursed().pauses().stream().noneMatch(p -> pause.start().equals(p.end()))
                        && !SubscriptionPeriods.endless(terms)
                                .period(pause.openIndex())
                                .start()
                                .equals(pause.start());
        List<InvoiceView> own =
                invoices.stream()
                        .filter(invoice -> breaksOff(invoice.opening(), pause.start()))
                        .toList();
        return own.isEmpty()
                ? !breaks
                : own.stream().anyMatch(invoice -> !OPEN.contains(invoice.status()));
    }

    /**
     * Whether every invoice that the stretch of service of this one had before it is closed here.
     */
    public boolean isCompleteWithin(InvoiceOpening opening) {
        for (int n = 1; n <= opening.invoicedWithin(); n++) {
            String key = Crossing.key(opening.period(), n);
            if (!isClosed(one -> isWithin(one, opening) && key.equals(one.changeId()))) {
                return false;
            }
        }
        return invoices.stream()
                .filter(invoice -> isWithin(invoice.opening(), opening))
                .noneMatch(invoice -> OPEN.contains(invoice.status()) || isReplacedUnseen(invoice));
    }

    // What stands for a void invoice is billed by that, also before its view shows it.
    private boolean isReplacedUnseen(InvoiceView invoice) {
        InvoiceId other = invoice.said().replacedBy();
        return other != null && invoices.stream().noneMatch(one -> one.id().equals(other));
    }

    /** The lines of an invoice, less what its stretch of service was billed before it. */
    public List<InvoiceLineInput> lessWithin(InvoiceOpening opening, List<InvoiceLineInput> lines) {
        if (opening.invoicedWithin() == 0) {
            return lines;
        }
        Map<Counted, BilledWithin> billed = within(opening);
        return lines.stream()
                .map(
                        line ->
                                Counted.of(line)
                                        .map(billed::get)
                                        .map(by -> after(line, by))
                                        .orElse(line))
                .toList();
    }

    private static InvoiceLineInput after(InvoiceLineInput line, BilledWithin billed) {
        BilledWithin already = line.before();
        return line.after(already == null ? billed : already.and(billed));
    }

    /** Usage that is billed step by step within a stretch of service. */
    private record Counted(LineItemId item, Instant start) {
        static Optional<Counted> of(InvoiceLineInput line) {
            LineItemId item = line.lineItemId();
            return item == null || line.reading() == null
                    ? Optional.empty()
                    : Optional.of(new Counted(item, line.servicePeriod().start()));
        }
    }

    private Map<Counted, BilledWithin> within(InvoiceOpening opening) {
        Map<Counted, BilledWithin> billed = new HashMap<>();
        for (InvoiceView invoice : invoices) {
            if (BINDING.contains(invoice.status()) && isWithin(invoice.opening(), opening)) {
                for (InvoiceLine line : invoice.lines()) {
                    Counted.of(line.input())
                            .ifPresent(
                                    of ->
                                            billed.merge(
                                                    of,
                                                    new BilledWithin(
                                                            line.amount(), List.of(invoice.id())),
                                                    BilledWithin::and));
                }
            }
        }
        return billed;
    }

    // Of two within the same stretch, the one of which less were before it came first: both may be
    // of the same moment.
    private static boolean isWithin(InvoiceOpening one, InvoiceOpening opening) {
        return one.reason() == BillingReason.AUTO_INVOICE_THRESHOLD
                && one.periodIndex() == opening.periodIndex()
                && one.period().start().equals(opening.period().start())
                && (opening.reason() != BillingReason.AUTO_INVOICE_THRESHOLD
                        || one.invoicedWithin() < opening.invoicedWithin());
    }

    private boolean isClosed(Predicate<InvoiceOpening> which) {
        return invoices.stream()
                .filter(invoice -> which.test(invoice.opening()))
                .anyMatch(invoice -> !OPEN.contains(invoice.status()));
    }

    // What follows a trial is of the period that begins with it.
    private static boolean endsPeriod(InvoiceOpening opening) {
        return opening.reason() == BillingReason.SUBSCRIPTION_CYCLE;
    }

    private static boolean breaksOff(InvoiceOpening opening, Instant pause) {
        return opening.reason() == BillingReason.SUBSCRIPTION_PAUSE
                && opening.period().end().equals(pause);
    }
}
