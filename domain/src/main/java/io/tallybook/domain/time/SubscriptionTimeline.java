package io.tallybook.domain.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The periods of a subscription whose schedule changed in the middle of its life.
 *
 * <p>Stretches follow each other without gap or overlap, and periods are numbered through. All but
 * the last stretch end.
 */
public record SubscriptionTimeline(List<Stretch> stretches) {

    /** A part of the timeline that follows one rule. */
    public sealed interface Stretch {
        Instant start();

        /** Periods of one schedule. */
        record Regular(BillingSchedule schedule) implements Stretch {
            @Override
            public Instant start() {
                return schedule.start();
            }
        }

        /** One period between two schedules, whose end follows neither. */
        record Bridge(BillingPeriod period) implements Stretch {
            @Override
            public Instant start() {
                return period.start();
            }
        }
    }

    public SubscriptionTimeline {
        stretches = List.copyOf(stretches);
    }

    public static SubscriptionTimeline of(BillingSchedule schedule) {
        return new SubscriptionTimeline(List.of(new Stretch.Regular(schedule)));
    }

    /**
     * Another schedule from {@code next.start()} on: the running period ends there.
     *
     * <p>Errors: IllegalArgumentException unless the change lies within the last stretch.
     */
    public SubscriptionTimeline changedTo(BillingSchedule next) {
        BillingSchedule last = lastSchedule(next.start());
        List<Stretch> changed = new ArrayList<>(stretches.subList(0, stretches.size() - 1));
        if (next.start().isAfter(last.start())) {
            changed.add(new Stretch.Regular(last.endingAt(next.start())));
        }
        changed.add(new Stretch.Regular(next));
        return new SubscriptionTimeline(changed);
    }

    /**
     * The customer moves to another time zone at {@code at}: the running period ends on the day and
     * clock time it would have ended on, read in the new zone, and later periods keep the anchor's
     * day and clock time there.
     *
     * <p>Where that end has passed already, which takes a move far to the east in the last hours of
     * a period, the period keeps its old end. The end of the subscription is an instant and moves
     * for no zone.
     */
    public SubscriptionTimeline movedTo(ZoneId newZone, Instant at) {
        BillingSchedule last = lastSchedule(at);
        BillingPeriod running = last.period(last.indexAt(at));
        if (running.end().equals(last.end())) {
            return this;
        }
        Instant end = movedEnd(last, running, newZone, at);
        List<Stretch> moved = new ArrayList<>(stretches.subList(0, stretches.size() - 1));
        if (running.start().isAfter(last.start())) {
            moved.add(new Stretch.Regular(last.endingAt(running.start())));
        }
        moved.add(new Stretch.Bridge(new BillingPeriod(running.start(), end)));
        if (!end.equals(last.end())) {
            Instant anchor = sameClock(last.anchor(), last.zone(), newZone);
            moved.add(
                    new Stretch.Regular(
                            new BillingSchedule(end, anchor, newZone, last.cadence(), last.end())));
        }
        return new SubscriptionTimeline(moved);
    }

    /** The periods from the start up to the one that contains {@code until}. */
    public List<BillingPeriod> periodsUntil(Instant until) {
        List<BillingPeriod> periods = new ArrayList<>();
        for (Stretch stretch : stretches) {
            switch (stretch) {
                case Stretch.Regular regular ->
                        periods.addAll(regular.schedule().periodsUntil(until));
                case Stretch.Bridge bridge -> {
                    if (!bridge.period().start().isAfter(until)) {
                        periods.add(bridge.period());
                    }
                }
            }
        }
        return periods;
    }

    private static Instant movedEnd(
            BillingSchedule last, BillingPeriod running, ZoneId newZone, Instant at) {
        Instant sameClock = sameClock(running.end(), last.zone(), newZone);
        Instant end = sameClock.isAfter(at) ? sameClock : running.end();
        return last.end() != null && last.end().isBefore(end) ? last.end() : end;
    }

    private BillingSchedule lastSchedule(Instant at) {
        if (stretches.getLast() instanceof Stretch.Regular regular
                && !at.isBefore(regular.start())) {
            return regular.schedule();
        }
        throw new IllegalArgumentException(
                "change at "
                        + at
                        + ": expected an instant not before "
                        + stretches.getLast().start());
    }

    private static Instant sameClock(Instant instant, ZoneId from, ZoneId to) {
        return ZonedDateTime.of(LocalDateTime.ofInstant(instant, from), to).toInstant();
    }
}
