package io.tallybook.core.subscription;

import io.tallybook.core.subscription.Course.Pause;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that stands still during pauses.
 *
 * <pre>
 *  schedule   ├─────── n ───────┼──────── n+1 ───────┤
 *  pause            ╞═══╡
 *  LATER      ├─────        ───────────┼──────── n+1 ───────┤
 *  KEPT       ├─────     ───────┼──────── n+1 ───────┤
 * </pre>
 *
 * <p>Guarantee: periods tile; their pieces and the pauses tile as well.
 *
 * @param schedule without an end
 * @param end cuts what there is; absent for never
 */
public record PausedSchedule(BillingSchedule schedule, List<Pause> pauses, @Nullable Instant end) {
    public PausedSchedule {
        pauses = List.copyOf(pauses);
    }

    /**
     * The {@code n}th period with the pauses in it. Errors: IndexOutOfBoundsException if there is
     * none.
     */
    public BillingPeriod period(int n) {
        if (!has(n)) {
            throw new IndexOutOfBoundsException(
                    "period " + n + " of a schedule would not begin before its end " + end);
        }
        BillingPeriod planned = schedule.period(n);
        Instant last = delayed(planned.end());
        return new BillingPeriod(
                delayed(planned.start()), end != null && end.isBefore(last) ? end : last);
    }

    /** Whether the {@code n}th period begins before the end. */
    public boolean has(int n) {
        return n >= 0 && (end == null || delayed(schedule.period(n).start()).isBefore(end));
    }

    /** The number of the period that contains a moment. Errors: as {@link BillingSchedule}. */
    public int indexAt(Instant moment) {
        return schedule.indexAt(undelayed(moment));
    }

    /** How much service the whole {@code n}th period has, whatever cuts it. */
    public BillingPeriod planned(int n) {
        return schedule.period(n);
    }

    /** The parts of a period that lie in no pause, in order. */
    public List<BillingPeriod> pieces(BillingPeriod period) {
        List<BillingPeriod> pieces = new ArrayList<>();
        Instant from = period.start();
        for (Pause pause : pauses) {
            if (pause.start().isBefore(period.end())) {
                if (from.isBefore(pause.start())) {
                    pieces.add(new BillingPeriod(from, pause.start()));
                }
                Instant until = pause.end() == null ? period.end() : pause.end();
                from = until.isAfter(from) ? until : from;
            }
        }
        if (from.isBefore(period.end())) {
            pieces.add(new BillingPeriod(from, period.end()));
        }
        return List.copyOf(pieces);
    }

    private Instant delayed(Instant planned) {
        Duration delay = Duration.ZERO;
        for (Pause pause : pauses) {
            if (pause.start().isBefore(planned.plus(delay))) {
                delay = delay.plus(pause.delay());
            }
        }
        return planned.plus(delay);
    }

    private Instant undelayed(Instant moment) {
        Duration delay = Duration.ZERO;
        for (Pause pause : pauses) {
            if (pause.start().isBefore(moment)) {
                Instant reached = pause.start().plus(pause.delay());
                Instant within = moment.isBefore(reached) ? moment : reached;
                delay = delay.plus(Duration.between(pause.start(), within));
            }
        }
        return moment.minus(delay);
    }
}
