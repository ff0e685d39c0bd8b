package io.tallybook.sagas.model;

import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One subscription, lived through hour by hour.
 *
 * <p>It has a clock of its own, which stands still in a pause whose rest comes later: by that clock
 * periods simply follow each other, and shares are hours of it. What is on an invoice is decided
 * when it falls due; usage is counted when it is finalized.
 */
final class SlowSubscription {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int DELAY = 2;

    final Agreed.Beginning agreed;
    private final SlowBiller biller;
    private final SlowCalendar calendar;
    private final SlowLines lines;
    private final SlowPromises promises;

    private long open;
    private Stretch before;
    private boolean ended;
    private long pausedAt = NEVER;
    private long resumesAt = NEVER;
    private Course.Rest rest = Course.Rest.LATER;
    private long brokenPeriodEnd;
    private long pausesAt = NEVER;
    private long pauseEnds = NEVER;
    private Course.Rest pauseRest = Course.Rest.LATER;
    private Agreed.@Nullable NextPlan next;
    private final List<Share> shared = new ArrayList<>();
    private long endsAt = NEVER;
    private boolean givesBack;

    /**
     * @param unspent what was paid for the one that it follows and is not used
     */
    SlowSubscription(
            Agreed.Beginning agreed, SlowBiller biller, long now, List<SlowCharge.Unused> unspent) {
        this.agreed = agreed;
        this.biller = biller;
        long charged = agreed.start() + trial(agreed);
        this.calendar = new SlowCalendar(ZoneId.of(agreed.zone()), agreed.cycle(), charged);
        this.lines = new SlowLines(agreed, calendar);
        this.promises = new SlowPromises(calendar, lines, agreed.pledge());
        open = agreed.start();
        before = served(open);
        if (charged == agreed.start()) {
            SlowLines.Settled begun = lines.begin(charged, unspent);
            biller.draft(this, "SUBSCRIPTION_CREATE", now, begun.charges());
            biller.giveBack(begun.unused(), begun.excess());
        }
        for (long hour = agreed.start() + 1; hour <= now; hour++) {
            live(hour);
            biller.finalizeDue(hour);
        }
    }

    /** Service without an interruption, also by its own clock. */
    private record Stretch(long from, long to, long ownFrom, long ownTo) {}

    private static long trial(Agreed.Beginning agreed) {
        ZoneId zone = ZoneId.of(agreed.zone());
        return World.hour(
                        World.instant(agreed.start())
                                .atZone(zone)
                                .plusDays(agreed.trialDays())
                                .toInstant())
                - agreed.start();
    }

    SlowPromises promises() {
        return promises;
    }

    /** Lines that hold until further notice. */
    List<Agreed.Line> current() {
        return lines.current();
    }

    boolean isOver() {
        return ended;
    }

    /** Whether one of its periods begins with an hour. */
    boolean beginsAt(long hour) {
        return open == hour;
    }

    boolean isPausedSince(long hour) {
        return pausedAt == hour;
    }

    boolean isPaused() {
        return pausedAt != NEVER;
    }

    /** The next hour with which a period ends, or a pause or the whole. */
    long nextEnd(long now) {
        long end = isPaused() ? resumesAt : calendar.end(1, Math.max(own(now), calendar.charged()));
        long wall = isPaused() ? end : end + lines.behind();
        if (now < calendar.charged()) {
            wall = calendar.charged();
        }
        return Math.min(Math.min(wall, endsAt), pausesAt);
    }

    // By its own clock.
    private long own(long hour) {
        return isPaused() && rest == Course.Rest.LATER
                ? pausedAt - lines.behind()
                : hour - lines.behind();
    }

    /** One hour of its life. */
    void live(long hour) {
        if (ended) {
            return;
        }
        if (hour == endsAt) {
            end(hour, OpenUsage.INVOICED);
        } else if (hour == pausesAt) {
            beginPause(hour, pauseRest, pauseEnds, hour - 1);
        } else if (isPaused()) {
            if (hour == resumesAt) {
                resume(hour);
            }
        } else if (hour == calendar.charged()) {
            goOver(hour);
            biller.draft(this, "SUBSCRIPTION_TRIAL_END", hour, lines.ahead(hour));
            stop(hour);
            open = hour;
        } else if (hour > calendar.charged() && calendar.begins(1, own(hour))) {
            goOver(hour);
            List<SlowBiller.Charge> charges =
                    new ArrayList<>(lines.arrears(hour, SlowLines.Closing.PERIOD));
            charges.addAll(lines.ahead(hour));
            charges.add(rests(hour, false));
            biller.draft(this, "SUBSCRIPTION_CYCLE", hour + DELAY, charges);
            lines.billedAt(hour);
            stop(hour);
            open = hour;
        }
    }

    // What closes with an hour; where nothing of it was served, the stretch before.
    private SlowBiller.Charge rests(long hour, boolean over) {
        boolean behind = open >= hour;
        Stretch stretch = behind ? before : served(hour);
        return new SlowBiller.Charge.Rests(
                stretch.from, stretch.to, stretch.ownFrom, stretch.ownTo, behind, over);
    }

    private Stretch served(long until) {
        return new Stretch(open, until, open - lines.behind(), until - lines.behind());
    }

    private void stop(long hour) {
        before = open < hour ? served(hour) : before;
    }

    // To another plan that was agreed, when the period ends.
    private void goOver(long hour) {
        Agreed.NextPlan plan = next;
        if (plan != null) {
            next = null;
            swapped(
                    new Agreed.Swap(
                            plan.serial(),
                            plan.at(),
                            hour,
                            plan.settling(),
                            lines.current(),
                            plan.begun()));
        }
    }

    /** Whether the state allows it; then it is done. */
    boolean swap(Agreed.Swap swap) {
        boolean closed = swap.from() < open || lines.endsBeforeItBegins(swap);
        if (ended || isPaused() || closed) {
            return false;
        }
        swapped(swap);
        return true;
    }

    private void swapped(Agreed.Swap swap) {
        SlowLines.Settled settled = lines.swap(swap);
        biller.draft(this, "SUBSCRIPTION_UPDATE", swap.at(), settled.charges());
        biller.giveBack(settled.unused(), settled.excess());
    }

    boolean pause(long now, Course.Rest how, long until) {
        if (!mayPause() || now < calendar.charged()) {
            return false;
        }
        beginPause(now, how, until, now);
        return true;
    }

    private boolean mayPause() {
        return !ended && !isPaused() && endsAt == NEVER && pausesAt == NEVER && next == null;
    }

    boolean pauseLater(long now, Act.PauseLater how) {
        long begin = how.hoursAhead() == 0 ? periodEnd(now) : now + how.hoursAhead();
        if (!mayPause() || begin < calendar.charged()) {
            return false;
        }
        pausesAt = begin;
        pauseRest = how.rest();
        pauseEnds = how.days() == 0 ? NEVER : begin + how.days() * 24L;
        return true;
    }

    // The end of the open period, on the wall.
    private long periodEnd(long now) {
        return now < calendar.charged()
                ? calendar.charged()
                : calendar.end(1, now - lines.behind()) + lines.behind();
    }

    boolean agree(Agreed.NextPlan plan) {
        if (ended || isPaused() || next != null || pausesAt != NEVER) {
            return false;
        }
        if (endsAt <= periodEnd(plan.at())) {
            return false;
        }
        next = plan;
        return true;
    }

    /**
     * @param within an hour of the period that it breaks off
     */
    private void beginPause(long now, Course.Rest how, long until, long within) {
        brokenPeriodEnd = periodEnd(within) - lines.behind();
        List<SlowBiller.Charge> charges =
                new ArrayList<>(lines.arrears(now, SlowLines.Closing.PAUSE));
        charges.add(rests(now, false));
        biller.draft(this, "SUBSCRIPTION_PAUSE", now + DELAY, charges);
        lines.stop();
        stop(now);
        pausedAt = now;
        rest = how;
        resumesAt = until;
        pausesAt = NEVER;
    }

    boolean resume(long now) {
        if (ended || !isPaused()) {
            boolean givenUp = !ended && pausesAt != NEVER;
            pausesAt = NEVER;
            return givenUp;
        }
        if (rest == Course.Rest.LATER) {
            lines.standStill(now, now - pausedAt);
        }
        pausedAt = NEVER;
        resumesAt = NEVER;
        long own = now - lines.behind();
        if (own >= brokenPeriodEnd) {
            biller.draft(
                    this, "SUBSCRIPTION_RESUME", now, lines.begunMeanwhile(now, brokenPeriodEnd));
        }
        lines.servedFrom(now);
        open = now;
        return true;
    }

    /** Somebody uses with its customer for a while. */
    private static final class Share {
        final int member;
        final long from;
        long until = NEVER;

        Share(int member, long from) {
            this.member = member;
            this.from = from;
        }
    }

    boolean join(int member, long now) {
        boolean shares = shares(member).anyMatch(share -> share.until == NEVER);
        if (ended || isPaused() || shares) {
            return false;
        }
        shared.add(new Share(member, now));
        return true;
    }

    boolean leave(int member, long now) {
        if (ended || isPaused() || shares(member).findAny().isEmpty()) {
            return false;
        }
        shares(member).forEach(share -> share.until = Math.min(share.until, now));
        return true;
    }

    boolean isShared(int member, long hour) {
        return shares(member).anyMatch(share -> share.from <= hour && hour < share.until);
    }

    private Stream<Share> shares(int member) {
        return shared.stream().filter(share -> share.member == member);
    }

    boolean cancel(long now, Act.Cancel how) {
        boolean atPeriodEnd = how.type() == CancellationType.END_OF_PERIOD;
        if (ended || (atPeriodEnd && (isPaused() || pausesAt < periodEnd(now)))) {
            return false;
        }
        givesBack = how.unspent() == ProrationBehavior.CREATE_PRORATIONS;
        switch (how.type()) {
            case IMMEDIATE -> end(now, how.openUsage());
            case SCHEDULED_DATE -> endsAt = now + how.hoursAhead();
            case END_OF_PERIOD -> endsAt = periodEnd(now);
            case MIN_PERIOD_END, MAX_PERIOD_END ->
                    throw new IllegalArgumentException("not in any script: " + how);
        }
        return true;
    }

    /** Whether something is charged already. */
    boolean isCharged(long now) {
        return now >= calendar.charged();
    }

    /** Whether another may begin in its place. */
    boolean mayBeFollowed() {
        boolean isShared = shared.stream().anyMatch(share -> share.until == NEVER);
        return mayPause() && !isShared;
    }

    /** It ends in favour of another; answers what was paid and is not used. */
    List<SlowCharge.Unused> makeRoom(long now) {
        givesBack = false;
        end(now, OpenUsage.INVOICED);
        return lines.unspent(own(now));
    }

    boolean withdrawCancellation() {
        endsAt = NEVER;
        return !ended;
    }

    private void end(long hour, OpenUsage openUsage) {
        boolean paused = isPaused();
        if (openUsage == OpenUsage.INVOICED) {
            List<SlowBiller.Charge> charges = new ArrayList<>();
            if (!paused) {
                charges.addAll(lines.arrears(hour, SlowLines.Closing.END));
            }
            charges.add(rests(paused ? pausedAt : hour, true));
            biller.draft(this, "SUBSCRIPTION_CANCEL", hour + DELAY, charges);
        }
        lines.drop();
        if (givesBack) {
            List<SlowCharge.Unused> unspent = lines.unspent(own(hour));
            biller.giveBack(unspent, SlowCharge.Unused.sum(unspent));
        }
        ended = true;
    }
}
