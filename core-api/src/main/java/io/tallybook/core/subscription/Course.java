package io.tallybook.core.subscription;

import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the periods of a subscription from simply repeating from its start.
 *
 * @param trialEnd until when nothing is charged: the trial is the first period, and the others are
 *     counted from its end; absent without a trial
 * @param pauses in order of time; only the last may last still
 * @param crossings of the stretch of service that is open, in their order; absent for none
 */
public record Course(
        @Nullable Instant trialEnd, List<Pause> pauses, @Nullable List<Crossing> crossings) {
    /** Neither trial nor pause. */
    public static final Course STRAIGHT = new Course(null, List.of());

    public Course {
        pauses = List.copyOf(pauses);
        crossings = crossings == null || crossings.isEmpty() ? null : List.copyOf(crossings);
    }

    /** One in which no usage has come to so much that it was invoiced at once. */
    public Course(@Nullable Instant trialEnd, List<Pause> pauses) {
        this(trialEnd, pauses, null);
    }

    /** How many invoices a stretch of service has had within it. */
    public int crossings(int periodIndex, BillingPeriod stretch) {
        return (int)
                (crossings == null ? List.<Crossing>of() : crossings)
                        .stream()
                                .filter(one -> one.periodIndex() == periodIndex)
                                .filter(one -> one.period().start().equals(stretch.start()))
                                .count();
    }

    /** The same, with one more; those of a stretch that is over are forgotten. */
    public Course crossed(Crossing crossing) {
        List<Crossing> all = new ArrayList<>();
        if (crossings != null) {
            crossings.stream()
                    .filter(one -> one.periodIndex() == crossing.periodIndex())
                    .filter(one -> one.period().start().equals(crossing.period().start()))
                    .forEach(all::add);
        }
        all.add(crossing);
        return new Course(trialEnd, pauses, all);
    }

    /** The same, with a trial that ends at another moment. */
    public Course trialUntil(Instant end) {
        return new Course(end, pauses, crossings);
    }

    /** What becomes of the period that a pause breaks off. */
    public enum Rest {
        /** Its rest comes after the pause, and all that follows is as much later. */
        LATER,
        /** It goes on towards the end that it had. */
        KEPT
    }

    /**
     * A time that is neither served nor charged.
     *
     * @param end absent while it lasts
     * @param openIndex the number of the last period that had begun
     */
    public record Pause(Instant start, @Nullable Instant end, int openIndex, Rest rest) {
        /** By how much it moves what comes after it. */
        public Duration delay() {
            return rest == Rest.KEPT || end == null ? Duration.ZERO : Duration.between(start, end);
        }
    }

    /** The same, paused. */
    public Course paused(Pause pause) {
        List<Pause> all = new ArrayList<>(pauses);
        all.add(pause);
        return new Course(trialEnd, all, crossings);
    }

    /** The same, with the last pause ended. */
    public Course resumed(Instant at) {
        List<Pause> all = new ArrayList<>(pauses);
        Pause last = all.removeLast();
        all.add(new Pause(last.start(), at, last.openIndex(), last.rest()));
        return new Course(trialEnd, all, crossings);
    }
}
