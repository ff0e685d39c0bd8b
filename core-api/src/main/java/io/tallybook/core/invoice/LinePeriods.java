package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionTerms;
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
     * What is charged of one period.
     *
     * @param own the period by the line's own cadence, cut by the end of the subscription
     * @param whole the same, not cut
     */
    record Charged(
            BillingPeriod own,
            BillingPeriod whole,
            BillingPeriod period,
            InvoiceLineInput.@Nullable Share share) {}

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

    private boolean isLate(BillingPeriod own) {
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
    private Instant due(BillingPeriod own) {
        Instant agreed = item.agreedAt();
        return agreed == null ? own.start() : later(own.start(), agreed);
    }

    /**
     * What was charged in advance by a moment and lies behind it; none for what is paid in arrear,
     * for what is owed once, and where the rest of a period was agreed not to be charged.
     */
    List<Charged> paidBeyond(Instant from, Instant agreed) {
        PeriodUnit unit = item.price().billingPeriod();
        if (unit == null || !isAdvance()) {
            return List.of();
        }
        List<Charged> all = new ArrayList<>();
        BillingSchedule schedule =
                schedule(terms, unit, item.price().billingPeriodCount(), terms.endDate());
        BillingSchedule uncut = schedule(terms, unit, item.price().billingPeriodCount(), null);
        Instant first = from.isBefore(terms.startDate()) ? terms.startDate() : from;
        int n = schedule.indexAt(first);
        while (schedule.hasPeriod(n) && !schedule.period(n).start().isAfter(agreed)) {
            BillingPeriod own = schedule.period(n);
            BillingPeriod whole = uncut.period(n);
            if (!isLate(own) || item.agreement().settling() != Settling.NONE) {
                charged(own, whole)
                        .flatMap(paid -> behind(paid.period(), from))
                        .map(part -> new Charged(own, whole, part, share(part, whole)))
                        .ifPresent(all::add);
            }
            n++;
        }
        return List.copyOf(all);
    }

    private static Optional<BillingPeriod> behind(BillingPeriod paid, Instant from) {
        return between(later(paid.start(), from), paid.end());
    }

    /**
     * What is charged of the line's own periods that share an instant with an invoice's period.
     *
     * @param end where the subscription ends, or is cut
     */
    List<Charged> around(BillingPeriod period, @Nullable Instant end) {
        List<Charged> all = new ArrayList<>();
        PeriodUnit unit = item.price().billingPeriod();
        if (unit == null) {
            once(period).ifPresent(all::add);
            return all;
        }
        BillingSchedule schedule = schedule(terms, unit, item.price().billingPeriodCount(), end);
        BillingSchedule uncut = schedule(terms, unit, item.price().billingPeriodCount(), null);
        int n = schedule.indexAt(period.start());
        while (schedule.hasPeriod(n) && schedule.period(n).overlaps(period)) {
            charged(schedule.period(n), uncut.period(n)).ifPresent(all::add);
            n++;
        }
        return all;
    }

    private Optional<Charged> once(BillingPeriod period) {
        return period.contains(from())
                ? Optional.of(new Charged(period, period, period, null))
                : Optional.empty();
    }

    private Optional<Charged> charged(BillingPeriod own, BillingPeriod whole) {
        Optional<BillingPeriod> held = held(whole);
        return held.flatMap(part -> overlap(part, own))
                .map(part -> new Charged(own, whole, part, share(held.get(), whole)));
    }

    private InvoiceLineInput.@Nullable Share share(BillingPeriod part, BillingPeriod whole) {
        return item.price().type() == PriceDocument.Type.USAGE || part.equals(whole)
                ? null
                : new InvoiceLineInput.Share(seconds(part), seconds(whole));
    }

    // What is paid in advance is charged by what was known when it fell due.
    private Optional<BillingPeriod> held(BillingPeriod period) {
        Instant until = isAdvance() ? item.endKnownAt(due(period)) : item.endDate();
        Instant start = later(period.start(), from());
        Instant end = until == null || until.isAfter(period.end()) ? period.end() : until;
        return between(start, end);
    }

    private Instant from() {
        Instant start = item.startDate();
        Instant begun = start == null ? terms.startDate() : later(start, terms.startDate());
        Integer trialDays = item.price().conditions().trialDays();
        return trialDays == null
                ? begun
                : Trial.ofDays(begun, ZoneId.of(terms.timezone()), trialDays)
                        .map(trial -> trial.period().end())
                        .orElse(begun);
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

    private static BigDecimal seconds(BillingPeriod period) {
        Duration length = period.length();
        return BigDecimal.valueOf(length.getSeconds())
                .add(BigDecimal.valueOf(length.getNano(), 9))
                .stripTrailingZeros();
    }

    static BillingSchedule schedule(
            SubscriptionTerms terms, PeriodUnit unit, int count, @Nullable Instant end) {
        ZoneId zone = ZoneId.of(terms.timezone());
        Cadence cadence = new Cadence(unit, count);
        return new BillingSchedule(
                terms.startDate(), anchor(terms, cadence, zone), zone, cadence, end);
    }

    // A price with a cadence of its own begins with the subscription, or with its own calendar unit
    // where the subscription follows the calendar.
    private static Instant anchor(SubscriptionTerms terms, Cadence own, ZoneId zone) {
        if (own.equals(new Cadence(terms.billingPeriod(), terms.billingPeriodCount()))
                || terms.billingCycle() == BillingCycle.ANNIVERSARY) {
            return terms.billingAnchor();
        }
        return BillingSchedule.calendarAnchor(terms.startDate(), zone, own.unit());
    }
}
