package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.PausedSchedule;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingBasis.Told;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.Trial;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The periods of one line item of a subscription, and what of each is charged.
 *
 * <pre>
 *  own period     ├──────────────────────────────┤
 *  line holds            ╞═══════════════════ ...
 *  trial                 ╞══════╡
 *  charged                      ╞════════════════╡   share = charged / own period
 * </pre>
 *
 * <p>A FIXED price is charged the share of the period for which it holds, by seconds, so that the
 * versions of a price that follow each other sum to the whole. What a cancellation or the end of
 * the subscription cuts off is no such share: a period that was begun is owed. Usage is counted
 * where the price holds and needs no share.
 */
record LinePeriods(SubscriptionTerms terms, LineItem item) {

    /**
     * What is charged of one period, or of one piece of it.
     *
     * @param own the period by the line's own cadence, cut by the end of the subscription
     * @param whole the same, not cut
     * @param piece the part of {@code own} that no pause breaks, or all of it
     * @param period what of it is charged
     */
    record Charged(
            BillingPeriod own,
            BillingPeriod whole,
            BillingPeriod piece,
            BillingPeriod period,
            InvoiceLineInput.@Nullable Share share) {}

    /** What shares and windows of usage are taken of, in a period of the line. */
    static ReadingBasis basis(SubscriptionTerms terms, LineItem item, BillingPeriod whole) {
        return new ReadingBasis(
                whole,
                terms.timezone(),
                terms.billingAnchor(),
                item.dependsOnTheHour() ? Told.VALUE_AND_TIME : Told.VALUE);
    }

    boolean isAdvance() {
        return item.price().type() == PriceDocument.Type.FIXED
                && item.price().invoiceCadence() == InvoiceCadence.ADVANCE;
    }

    /**
     * Whether a period had begun, and its advance invoice was out, before the line was agreed. A
     * line that somebody asks for at the very start of a period comes late to it: its invoice may
     * be out by then.
     */
    boolean isLate(Charged charged) {
        return isLate(charged.own());
    }

    /** The same of a period of its own. */
    boolean isLate(BillingPeriod own) {
        Instant agreed = item.agreedAt();
        return agreed != null
                && (item.agreement().changeId() == null
                        ? own.start().isBefore(agreed)
                        : !own.start().isAfter(agreed));
    }

    /**
     * Whether the rest of a period that had begun is charged by this settlement. What is owed once
     * has no rest.
     */
    boolean isSettled(Settling how) {
        return item.price().billingPeriod() == null
                ? how == atLeast(item.agreement().settling())
                : how == item.agreement().settling();
    }

    private static Settling atLeast(Settling agreed) {
        return agreed == Settling.NONE ? Settling.NEXT_INVOICE : agreed;
    }

    /** When a period that is paid in advance falls due. */
    private Instant due(Instant begun) {
        Instant agreed = item.agreedAt();
        return agreed == null ? begun : later(begun, agreed);
    }

    /**
     * What was charged in advance by a moment and lies behind it; none for what is paid in arrear,
     * for what is owed once, and where the rest of a period was agreed not to be charged. What lies
     * behind the end of the line was settled when that was agreed.
     *
     * @param before of the periods of its own, those that began before it were paid for
     */
    List<BillableLines.Line> paidBeyond(Instant from, Instant before) {
        PeriodUnit unit = item.price().billingPeriod();
        if (unit == null || !isAdvance()) {
            return List.of();
        }
        List<BillableLines.Line> all = new ArrayList<>();
        PausedSchedule schedule = schedule(unit, terms.endDate());
        Instant first = later(from, SubscriptionPeriods.of(terms).chargedFrom());
        int n = schedule.indexAt(first);
        while (schedule.has(n) && schedule.period(n).start().isBefore(before)) {
            int index = n;
            BillingPeriod own = schedule.period(n);
            if (!isLate(own) || item.agreement().settling() != Settling.NONE) {
                charged(schedule, n, own, own)
                        .flatMap(paid -> behind(paid.period(), from))
                        .map(
                                part ->
                                        new BillableLines.Line(
                                                item,
                                                part,
                                                share(schedule, index, part),
                                                null,
                                                null))
                        .ifPresent(all::add);
            }
            n++;
        }
        return List.copyOf(all);
    }

    // What lies behind an end that was agreed before was settled then.
    private Optional<BillingPeriod> behind(BillingPeriod paid, Instant from) {
        Instant known = item.endDate();
        return between(
                later(paid.start(), from),
                known == null || paid.end().isBefore(known) ? paid.end() : known);
    }

    /**
     * What is charged of the line's own periods that share an instant with an invoice's period.
     *
     * @param end where the subscription ends, or is cut
     */
    List<Charged> around(BillingPeriod period, @Nullable Instant end) {
        return around(period, end, (_, own) -> List.of(own));
    }

    /** The same, piece by piece where pauses break a period. */
    List<Charged> pieces(BillingPeriod period, @Nullable Instant end) {
        return around(
                period,
                end,
                (schedule, own) ->
                        schedule.pieces(own).stream()
                                .filter(piece -> piece.overlaps(period))
                                .toList());
    }

    private List<Charged> around(
            BillingPeriod period,
            @Nullable Instant end,
            BiFunction<PausedSchedule, BillingPeriod, List<BillingPeriod>> split) {
        List<Charged> all = new ArrayList<>();
        PeriodUnit unit = item.price().billingPeriod();
        if (unit == null) {
            once(period).ifPresent(all::add);
            return all;
        }
        if (period.start().isBefore(SubscriptionPeriods.of(terms).chargedFrom())) {
            return all;
        }
        PausedSchedule schedule = schedule(unit, end);
        int n = schedule.indexAt(period.start());
        while (schedule.has(n) && schedule.period(n).overlaps(period)) {
            BillingPeriod own = schedule.period(n);
            for (BillingPeriod piece : split.apply(schedule, own)) {
                charged(schedule, n, own, piece).ifPresent(all::add);
            }
            n++;
        }
        return all;
    }

    private Optional<Charged> once(BillingPeriod period) {
        return period.contains(from())
                ? Optional.of(new Charged(period, period, period, period, null))
                : Optional.empty();
    }

    private Optional<Charged> charged(
            PausedSchedule schedule, int n, BillingPeriod own, BillingPeriod piece) {
        // What the subscription's end cuts off is owed; what lies in a pause is not.
        BillingPeriod owed =
                piece.end().equals(own.end())
                        ? new BillingPeriod(piece.start(), uncut(schedule, n).end())
                        : piece;
        Optional<BillingPeriod> held = held(own.start(), owed);
        return held.flatMap(part -> overlap(part, piece))
                .map(
                        part ->
                                new Charged(
                                        own,
                                        uncut(schedule, n),
                                        piece,
                                        part,
                                        share(schedule, n, held.get())));
    }

    private static BillingPeriod uncut(PausedSchedule schedule, int n) {
        return new PausedSchedule(schedule.schedule(), schedule.pauses(), null).period(n);
    }

    private InvoiceLineInput.@Nullable Share share(
            PausedSchedule schedule, int n, BillingPeriod held) {
        BigDecimal whole = seconds(wholeLength(schedule, n));
        BigDecimal part = seconds(held.length().minus(delayIn(schedule, held)));
        return item.price().type() == PriceDocument.Type.USAGE || part.compareTo(whole) == 0
                ? null
                : new InvoiceLineInput.Share(part, whole);
    }

    // A first period that is shorter than the others is charged its share where that was agreed.
    private Duration wholeLength(PausedSchedule schedule, int n) {
        boolean prorated =
                n == 0
                        && terms.arranged().prorationBehavior()
                                == ProrationBehavior.CREATE_PRORATIONS;
        return (prorated ? schedule.schedule().fullPeriod(n) : schedule.schedule().period(n))
                .length();
    }

    private static Duration delayIn(PausedSchedule schedule, BillingPeriod held) {
        return schedule.pauses().stream()
                .filter(pause -> held.contains(pause.start()))
                .map(Course.Pause::delay)
                .reduce(Duration.ZERO, Duration::plus);
    }

    // What is paid in advance is charged by what was known when it fell due.
    private Optional<BillingPeriod> held(Instant begun, BillingPeriod period) {
        Instant until = isAdvance() ? item.endKnownAt(due(begun)) : item.endDate();
        Instant start = later(period.start(), from());
        Instant end = until == null || until.isAfter(period.end()) ? period.end() : until;
        return between(start, end);
    }

    private Instant from() {
        Instant start = item.startDate();
        Instant begun = start == null ? terms.startDate() : later(start, terms.startDate());
        Integer trialDays = item.price().conditions().trialDays();
        Instant ownTrial =
                trialDays == null
                        ? begun
                        : Trial.ofDays(begun, ZoneId.of(terms.timezone()), trialDays)
                                .map(trial -> trial.period().end())
                                .orElse(begun);
        return later(ownTrial, SubscriptionPeriods.of(terms).chargedFrom());
    }

    private static Optional<BillingPeriod> overlap(BillingPeriod one, BillingPeriod other) {
        return between(
                later(one.start(), other.start()),
                one.end().isBefore(other.end()) ? one.end() : other.end());
    }

    private static Optional<BillingPeriod> between(Instant start, Instant end) {
        return start.isBefore(end) ? Optional.of(new BillingPeriod(start, end)) : Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static BigDecimal seconds(Duration length) {
        return BigDecimal.valueOf(length.getSeconds())
                .add(BigDecimal.valueOf(length.getNano(), 9))
                .stripTrailingZeros();
    }

    /** When charging begins. */
    static Instant chargedFrom(SubscriptionTerms terms) {
        return SubscriptionPeriods.of(terms).chargedFrom();
    }

    /**
     * The stretch of time over which something is counted that contains a moment, counted from the
     * subscription's anchor.
     *
     * @param duration absent for the subscription's own periods
     */
    static BillingPeriod termOf(
            SubscriptionTerms terms, @Nullable PeriodUnit duration, Instant moment) {
        Cadence cadence =
                duration == null
                        ? new Cadence(terms.billingPeriod(), terms.billingPeriodCount())
                        : new Cadence(duration, 1);
        PausedSchedule schedule =
                SubscriptionPeriods.endless(terms).charged(cadence, terms.billingAnchor());
        return schedule.period(schedule.indexAt(moment));
    }

    /** The line's own period that contains a moment; of what has none, the subscription's. */
    BillingPeriod ownPeriod(Instant moment) {
        PeriodUnit unit = item.price().billingPeriod();
        if (unit == null) {
            return termOf(terms, null, moment);
        }
        PausedSchedule schedule = schedule(unit, null);
        return schedule.period(schedule.indexAt(moment));
    }

    PausedSchedule schedule(PeriodUnit unit, @Nullable Instant end) {
        Cadence cadence = new Cadence(unit, item.price().billingPeriodCount());
        return new SubscriptionPeriods(terms, end).charged(cadence, anchor(cadence));
    }

    // A price with a cadence of its own begins with the subscription, or with its own calendar unit
    // where the subscription follows the calendar.
    private Instant anchor(Cadence own) {
        if (own.equals(new Cadence(terms.billingPeriod(), terms.billingPeriodCount()))
                || terms.billingCycle() == BillingCycle.ANNIVERSARY) {
            return terms.billingAnchor();
        }
        return BillingSchedule.calendarAnchor(
                SubscriptionPeriods.of(terms).chargedFrom(),
                ZoneId.of(terms.timezone()),
                own.unit());
    }
}
