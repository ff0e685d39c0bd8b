package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.invoice.LinePeriods.Charged;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.PausedSchedule;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which line items of a subscription belong on an invoice, and for which stretch of service.
 *
 * <p>A preview and a final invoice both ask here, so that they cannot differ.
 *
 * <pre>
 *                    ──── period n ────┬──── period n+1 ────
 *  SUBSCRIPTION_CREATE  (n begins)     │
 *     advance fixed  ══════════════════│
 *  SUBSCRIPTION_CYCLE   (n has ended)  │
 *     arrear, usage  ══════════════════│
 *     advance fixed                    │════════════════════
 *  SUBSCRIPTION_CANCEL  (n was cut)
 *     arrear, usage  ═════════╡ cancelled
 *  AUTO_INVOICE_THRESHOLD (usage of n has come to so much)
 *     usage          ═════════╡ seen
 *  SUBSCRIPTION_UPDATE  (changed within n)
 *     advance fixed           ╞════════│
 *  SUBSCRIPTION_TRIAL_END (n begins after the trial)
 *     advance fixed  ══════════════════│
 *  SUBSCRIPTION_PAUSE  (n is broken off)
 *     arrear, usage  ═════════╡ paused
 *  SUBSCRIPTION_RESUME (n had not begun before the pause)
 *     advance fixed     resumed ╞══════│
 * </pre>
 *
 * <p>One of {@link InvoiceOpening.Extent#REST} charges what such invoices left open: a cancellation
 * or a pause in the moment in which a period begins cuts what runs on through it.
 *
 * <p>A price with a cadence of its own is due when its own period begins (advance) or ends (arrear)
 * within the invoice's, so that a quarterly price is on every third invoice of a monthly
 * subscription. What is cut short by a cancellation ends with it.
 *
 * <p>A fixed arrear price is owed in full for a period that was begun, also when a cancellation
 * cuts it: just as a fixed advance price, paid when the period began, is not handed back. Sharing
 * either by days is proration, which has to be agreed; the terms have no such agreement yet. Usage
 * needs no sharing: it is counted up to the cancellation. A line that itself begins or ends within
 * a period is charged its share of it. Source: reference 3.5 and 3.6 of Flexprice's rules.
 */
public final class BillableLines {
    private BillableLines() {}

    /**
     * One thing to charge.
     *
     * @param servicePeriod what is charged for, which for advance lies behind the invoice's own
     *     period
     * @param share the part of a period that is charged; absent for the whole
     * @param reading the usage to be read; there if and only if the price is of type USAGE
     * @param credit what of other lines was paid and not used, taken off it; absent for none
     */
    public record Line(
            LineItem item,
            BillingPeriod servicePeriod,
            InvoiceLineInput.@Nullable Share share,
            @Nullable ReadingRequest reading,
            @Nullable Money credit) {

        /** Whether its quantity comes from usage. */
        public boolean needsReading() {
            return reading != null;
        }

        /**
         * The input that a computation takes; its id follows from the invoice, the line item and
         * the service period.
         *
         * <p>Errors: IllegalArgumentException naming the line if usage is needed and none is given,
         * or the other way round.
         */
        public InvoiceLineInput input(InvoiceId invoice, @Nullable UsageReading usage) {
            if ((usage == null) == needsReading()) {
                throw new IllegalArgumentException(
                        "line item "
                                + item.id()
                                + " of invoice "
                                + invoice
                                + ": price of type "
                                + item.price().type()
                                + " with reading "
                                + usage);
            }
            return new InvoiceLineInput(
                            lineId(invoice),
                            item.id(),
                            item.priceId(),
                            item.price(),
                            item.displayName(),
                            item.planName(),
                            servicePeriod,
                            usage == null ? item.quantity() : usage.quantity(),
                            usage,
                            share)
                    .less(credit);
        }

        /** Follows from the invoice, the line item and the service period. */
        public InvoiceLineId lineId(InvoiceId invoice) {
            return InvoiceLineId.of(
                    Ulid.derived(
                            servicePeriod.start(),
                            "invoice_line",
                            invoice.value(),
                            item.id().value(),
                            servicePeriod.start().toString()));
        }
    }

    /**
     * The lines of an invoice, in the order of the subscription's line items, arrear before
     * advance.
     *
     * <p>Shapes: none when nothing is due. Guarantee: over the life of a subscription each service
     * period of each line item that is due is on exactly one invoice.
     */
    public static List<Line> of(SubscriptionTerms terms, InvoiceOpening opening) {
        return switch (opening.reason()) {
            case SUBSCRIPTION_CREATE -> begun(advance(terms, opening.period()));
            case SUBSCRIPTION_TRIAL_START, SUBSCRIPTION_TRIAL_END ->
                    advance(terms, opening.period());
            case SUBSCRIPTION_CYCLE -> {
                List<Line> lines = new ArrayList<>(ended(terms, opening.period()));
                next(terms, opening.periodIndex())
                        .ifPresent(period -> lines.addAll(advance(terms, period)));
                yield List.copyOf(lines);
            }
            case SUBSCRIPTION_CANCEL -> {
                List<Line> lines =
                        arrear(
                                terms,
                                opening.period(),
                                opening.period().end(),
                                endIncluded(opening.period()));
                yield opening.chargesRest() ? left(terms, opening.period(), lines) : lines;
            }
            case SUBSCRIPTION_PAUSE -> {
                List<Line> lines = paused(terms, opening.period());
                yield opening.chargesRest()
                        ? without(ended(terms, opening.period()), lines)
                        : lines;
            }
            case SUBSCRIPTION_RESUME -> begunByResuming(terms, opening.period());
            case SUBSCRIPTION_UPDATE -> late(terms, opening.period(), opening.changeId());
            case AUTO_INVOICE_THRESHOLD ->
                    arrear(terms, opening.period(), opening.period().end(), opening.period())
                            .stream()
                            .filter(Line::needsReading)
                            .toList();
            case PRORATION, MANUAL, WALLET_AUTO_TOPUP, CORRECTION ->
                    throw new IllegalArgumentException(
                            "the lines of an invoice of reason "
                                    + opening.reason()
                                    + " do not follow from terms: they are given with it");
        };
    }

    /** What of the periods that had begun is charged for the lines that came with a change. */
    public static List<Line> late(
            SubscriptionTerms terms, BillingPeriod rest, @Nullable String changeId) {
        List<Line> lines = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            LinePeriods periods = new LinePeriods(terms, item);
            if (changeId != null
                    && changeId.equals(item.agreement().changeId())
                    && periods.isAdvance()
                    && !periods.isSettled(Settling.NONE)) {
                for (Charged charged : periods.around(since(item, rest), terms.endDate())) {
                    if (periods.isLate(charged)) {
                        lines.add(line(item, charged, lines));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    // A line that is dated back begins before the rest of the period.
    private static BillingPeriod since(LineItem item, BillingPeriod rest) {
        Instant start = item.startDate();
        return start != null && start.isBefore(rest.start())
                ? new BillingPeriod(start, rest.end())
                : rest;
    }

    // What is given back of other lines is taken off the first charge alone; the charges of one
    // line follow each other.
    private static Line line(LineItem item, Charged charged, List<Line> before) {
        return line(item, charged.period(), charged.share(), before);
    }

    private static Line line(
            LineItem item,
            BillingPeriod served,
            InvoiceLineInput.@Nullable Share share,
            List<Line> before) {
        Money credit = item.agreement().credit();
        boolean first = before.isEmpty() || !before.getLast().item().id().equals(item.id());
        return new Line(item, served, share, null, first ? credit : null);
    }

    /**
     * The line's own period that contains a moment, for a price that is paid when its period
     * begins; empty for every other price.
     */
    public static Optional<BillingPeriod> paidInAdvance(
            SubscriptionTerms terms, LineItem item, Instant moment) {
        PeriodUnit unit = item.price().billingPeriod();
        if (unit == null || !new LinePeriods(terms, item).isAdvance()) {
            return Optional.empty();
        }
        if (moment.isBefore(SubscriptionPeriods.of(terms).chargedFrom())
                && SubscriptionPeriods.of(terms).trial().isPresent()) {
            return Optional.empty();
        }
        PausedSchedule own = new LinePeriods(terms, item).schedule(unit, null);
        Instant within = moment.isBefore(terms.startDate()) ? terms.startDate() : moment;
        return Optional.of(own.period(own.indexAt(within)));
    }

    /**
     * When the own periods end that are open at a moment, of all lines that recur and hold then;
     * that of the subscription itself if there are none.
     */
    public static List<Instant> openPeriodEnds(SubscriptionTerms terms, Instant moment) {
        SubscriptionPeriods periods = SubscriptionPeriods.of(terms);
        List<Instant> ends = new ArrayList<>();
        Instant charged = later(moment, periods.chargedFrom());
        for (LineItem item : terms.lineItems()) {
            PeriodUnit unit = item.price().billingPeriod();
            boolean holds = item.endDate() == null || moment.isBefore(item.endDate());
            if (unit != null && holds) {
                PausedSchedule own = new LinePeriods(terms, item).schedule(unit, terms.endDate());
                ends.add(own.period(own.indexAt(charged)).end());
            }
        }
        return ends.isEmpty()
                ? List.of(periods.period(periods.indexAt(moment)).end())
                : List.copyOf(ends);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Optional<BillingPeriod> next(SubscriptionTerms terms, int index) {
        SubscriptionPeriods periods = SubscriptionPeriods.of(terms);
        return periods.has(index + 1) ? Optional.of(periods.period(index + 1)) : Optional.empty();
    }

    private static List<Line> advance(SubscriptionTerms terms, BillingPeriod period) {
        List<Line> lines = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            LinePeriods periods = new LinePeriods(terms, item);
            if (periods.isAdvance()) {
                for (Charged charged : periods.around(period, terms.endDate())) {
                    if (period.contains(charged.own().start()) && !periods.isLate(charged)) {
                        lines.add(new Line(item, charged.period(), charged.share(), null, null));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    // Less what was paid for the subscription in whose place this one begins.
    private static List<Line> begun(List<Line> lines) {
        List<Line> less = new ArrayList<>();
        for (Line line : lines) {
            boolean isOfChange = line.item().agreement().changeId() != null;
            less.add(
                    isOfChange
                            ? line
                            : line(line.item(), line.servicePeriod(), line.share(), less));
        }
        return List.copyOf(less);
    }

    // What a pause breaks off as the period ends is on the invoice of the pause.
    private static List<Line> ended(SubscriptionTerms terms, BillingPeriod period) {
        Course course = terms.coursed();
        var before =
                new Course(
                        course.trialEnd(),
                        course.pauses().stream()
                                .filter(pause -> pause.start().isBefore(period.end()))
                                .toList(),
                        course.crossings());
        return arrear(terms.with(before), period, terms.endDate(), period);
    }

    private static List<Line> paused(SubscriptionTerms terms, BillingPeriod period) {
        return arrear(
                terms,
                period,
                terms.endDate(),
                lasts(terms, period.end()) ? endIncluded(period) : period);
    }

    // What ran on when its period had ended; a pause before the end has invoiced that too.
    private static List<Line> left(
            SubscriptionTerms terms, BillingPeriod period, List<Line> lines) {
        return without(
                lasts(terms, period.end()) ? paused(terms, period) : List.of(),
                without(ended(terms, period), lines));
    }

    private static List<Line> without(List<Line> others, List<Line> lines) {
        Set<Served> known = others.stream().map(Served::of).collect(Collectors.toSet());
        return lines.stream().filter(line -> !known.contains(Served.of(line))).toList();
    }

    private record Served(LineItemId item, Instant start) {
        static Served of(Line line) {
            return new Served(line.item().id(), line.servicePeriod().start());
        }
    }

    // What had begun before the pause is paid for already.
    private static List<Line> begunByResuming(SubscriptionTerms terms, BillingPeriod period) {
        Course.Pause pause =
                terms.coursed().pauses().stream()
                        .filter(one -> period.start().equals(one.end()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no pause ends at " + period.start()));
        Instant begun = SubscriptionPeriods.endless(terms).period(pause.openIndex()).end();
        List<Line> lines = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            LinePeriods periods = new LinePeriods(terms, item);
            if (periods.isAdvance() && item.price().billingPeriod() != null) {
                for (Charged charged : periods.pieces(period, terms.endDate())) {
                    boolean starts = charged.own().contains(period.start());
                    if (starts && !charged.own().start().isBefore(begun)) {
                        lines.add(new Line(item, charged.period(), charged.share(), null, null));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    // What is agreed in the moment in which service stops is on no later invoice.
    private static BillingPeriod endIncluded(BillingPeriod period) {
        return new BillingPeriod(period.start(), period.end().plusNanos(1));
    }

    // A pause that is over as it begins leaves what is agreed then to the period that goes on.
    private static boolean lasts(SubscriptionTerms terms, Instant pause) {
        return terms.coursed().pauses().stream()
                .anyMatch(one -> one.start().equals(pause) && !pause.equals(one.end()));
    }

    private static List<Line> arrear(
            SubscriptionTerms terms,
            BillingPeriod period,
            @Nullable Instant end,
            BillingPeriod agreed) {
        List<Line> lines = new ArrayList<>();
        NarrowestPrice narrowest = NarrowestPrice.among(terms.lineItems());
        for (LineItem item : terms.lineItems()) {
            LinePeriods periods = new LinePeriods(terms, item);
            for (Charged charged :
                    periods.isAdvance()
                            ? periods.around(period, terms.endDate())
                            : periods.pieces(period, end)) {
                if (!periods.isAdvance()) {
                    if (!charged.piece().end().isAfter(period.end())) {
                        lines.add(
                                new Line(
                                        item,
                                        charged.period(),
                                        charged.share(),
                                        request(terms, narrowest, item, charged),
                                        null));
                    }
                } else if (periods.isLate(charged)
                        && agreedIn(item, agreed)
                        && periods.isSettled(Settling.NEXT_INVOICE)) {
                    lines.add(line(item, charged, lines));
                }
            }
        }
        return List.copyOf(lines);
    }

    // What was to be paid in advance and agreed only afterwards comes with the next invoice.
    private static boolean agreedIn(LineItem item, BillingPeriod period) {
        return item.agreedAt() != null && period.contains(item.agreedAt());
    }

    private static @Nullable ReadingRequest request(
            SubscriptionTerms terms, NarrowestPrice narrowest, LineItem item, Charged charged) {
        return switch (item.price().type()) {
            case FIXED -> null;
            case USAGE -> {
                MeterDefinition meter =
                        Objects.requireNonNull(item.meter(), "meter of a USAGE line item");
                yield new ReadingRequest(
                        meter,
                        terms.externalCustomerId(),
                        charged.period(),
                        narrowest.selection(item),
                        meter.needsBasis() ? LinePeriods.basis(terms, item, charged.whole()) : null,
                        terms.sharers());
            }
        };
    }
}
