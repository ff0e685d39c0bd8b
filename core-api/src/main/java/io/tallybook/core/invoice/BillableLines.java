package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.LinePeriods.Charged;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.PausedSchedule;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 *  SUBSCRIPTION_TRIAL_END (n was the trial)
 *     advance fixed                    │════════════════════
 *  SUBSCRIPTION_PAUSE  (n is broken off)
 *     arrear, usage  ═════════╡ paused
 *  SUBSCRIPTION_RESUME (n had not begun before the pause)
 *     advance fixed     resumed ╞══════│
 * </pre>
 *
 * <p>A price with a cadence of its own is due when its own period begins (advance) or ends (arrear)
 * within the invoice's, so that a quarterly price is on every third invoice of a monthly
 * subscription. What is cut short by a cancellation ends with it.
 *
 * <p>A fixed arrear price is owed in full for a period that was begun, also when a cancellation
 * cuts it: just as a fixed advance price, paid when the period began, is not handed back unless
 * proration was agreed. Usage needs no sharing: it is counted up to the cancellation. A line that
 * itself begins or ends within a period is charged its share of it, and a period that a pause
 * breaks is charged piece by piece. Nothing is charged of a trial. Source: reference 3.5 and 3.6 of
 * Flexprice's rules.
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
     */
    public record Line(
            LineItem item,
            BillingPeriod servicePeriod,
            InvoiceLineInput.@Nullable Share share,
            @Nullable ReadingRequest reading) {

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
                    share);
        }

        private InvoiceLineId lineId(InvoiceId invoice) {
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
            case SUBSCRIPTION_CREATE -> advance(terms, opening.period());
            case SUBSCRIPTION_CYCLE, SUBSCRIPTION_TRIAL_END -> {
                List<Line> lines =
                        new ArrayList<>(arrear(terms, opening.period(), terms.endDate()));
                next(terms, opening.periodIndex())
                        .ifPresent(period -> lines.addAll(advance(terms, period)));
                yield List.copyOf(lines);
            }
            case SUBSCRIPTION_CANCEL -> arrear(terms, opening.period(), opening.period().end());
            case SUBSCRIPTION_PAUSE -> arrear(terms, opening.period(), terms.endDate());
            case SUBSCRIPTION_RESUME -> begunByResuming(terms, opening.period());
        };
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
        SubscriptionPeriods periods = SubscriptionPeriods.endless(terms);
        if (moment.isBefore(periods.chargedFrom()) && periods.trial().isPresent()) {
            return Optional.empty();
        }
        PausedSchedule own = new LinePeriods(terms, item).schedule(unit, null);
        Instant within = moment.isBefore(terms.startDate()) ? terms.startDate() : moment;
        return Optional.of(own.period(own.indexAt(within)));
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
                        lines.add(new Line(item, charged.period(), charged.share(), null));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    // What had begun before the pause is paid for already.
    private static List<Line> begunByResuming(SubscriptionTerms terms, BillingPeriod period) {
        Course course = Objects.requireNonNull(terms.course(), "course of a resumed subscription");
        Course.Pause pause = course.pauses().getLast();
        Instant begun = SubscriptionPeriods.endless(terms).period(pause.openIndex()).end();
        List<Line> lines = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            LinePeriods periods = new LinePeriods(terms, item);
            if (periods.isAdvance() && item.price().billingPeriod() != null) {
                for (Charged charged : periods.pieces(period, terms.endDate())) {
                    boolean starts = charged.whole().contains(period.start());
                    if (starts && !charged.whole().start().isBefore(begun)) {
                        lines.add(new Line(item, charged.period(), charged.share(), null));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    private static List<Line> arrear(
            SubscriptionTerms terms, BillingPeriod period, @Nullable Instant end) {
        List<Line> lines = new ArrayList<>();
        for (LineItem item : terms.lineItems()) {
            LinePeriods periods = new LinePeriods(terms, item);
            for (Charged charged :
                    periods.isAdvance()
                            ? periods.around(period, end)
                            : periods.pieces(period, end)) {
                if (periods.isAdvance()
                        ? periods.isLate(charged) && agreedIn(item, period)
                        : !charged.own().end().isAfter(period.end())) {
                    lines.add(
                            new Line(
                                    item,
                                    charged.period(),
                                    charged.share(),
                                    request(terms, item, charged.period())));
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
            SubscriptionTerms terms, LineItem item, BillingPeriod service) {
        return switch (item.price().type()) {
            case FIXED -> null;
            case USAGE ->
                    new ReadingRequest(
                            Objects.requireNonNull(item.meter(), "meter of a USAGE line item"),
                            terms.externalCustomerId(),
                            service,
                            NarrowestPrice.selection(terms.lineItems(), item));
        };
    }
}
