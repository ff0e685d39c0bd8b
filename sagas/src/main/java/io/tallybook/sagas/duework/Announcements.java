package io.tallybook.sagas.duework;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.duework.Duty.Occasion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What lies ahead of a subscription and may be told of before, from events alone. */
final class Announcements {
    private Announcements() {}

    /**
     * Something that comes.
     *
     * @param index of a renewal the period that ends by it; of an end 0
     * @param from since when it is known, or counts
     * @param at when it comes
     */
    record Ahead(
            Scope scope,
            SubscriptionId subscription,
            Occasion occasion,
            int index,
            Instant from,
            Instant at) {

        /** The duties to tell of it so many days before; none where that has passed. */
        List<DueChange.Owe> told(List<Integer> leads) {
            return leads.stream()
                    .filter(days -> moment(days).isAfter(from))
                    .map(days -> new DueChange.Owe(scope, moment(days), duty(days)))
                    .toList();
        }

        /** The same, and of what has passed the nearest at once, if it has not come yet. */
        List<DueChange.Owe> toldByNow(List<Integer> leads) {
            List<DueChange.Owe> all = new ArrayList<>(told(leads));
            leads.stream()
                    .filter(days -> from.isBefore(at) && !moment(days).isAfter(from))
                    .min(Integer::compare)
                    .ifPresent(days -> all.add(new DueChange.Owe(scope, from, duty(days))));
            return List.copyOf(all);
        }

        private Instant moment(int days) {
            return at.minus(Duration.ofDays(days));
        }

        private Duty.Announce duty(int days) {
            NoticeId id =
                    NoticeId.of(
                            Ulid.derived(
                                    at,
                                    "ahead",
                                    subscription.value(),
                                    occasion.name(),
                                    Integer.toString(index),
                                    Integer.toString(days)));
            return new Duty.Announce(
                    id, new Duty.Announcement(subscription, occasion, index, at, days));
        }
    }

    static List<Ahead> react(SubscriptionEvent event, Occurrence when) {
        SubscriptionId id = event.subscriptionId();
        Instant now = when.effectiveAt();
        return switch (event) {
            // What is inherited neither renews nor ends by itself.
            case SubscriptionEvent.Activated e
                    when e.terms().type() == SubscriptionType.INHERITED ->
                    List.of();
            case SubscriptionEvent.Activated e -> {
                List<Ahead> all = new ArrayList<>();
                all.add(renewal(when, id, 0, e.firstPeriod().end()));
                Instant end = e.terms().endDate();
                if (end != null) {
                    all.add(new Ahead(when.scope(), id, Occasion.END, 0, now, end));
                }
                yield List.copyOf(all);
            }
            case SubscriptionEvent.Renewed e ->
                    List.of(renewal(when, id, e.closedIndex() + 1, e.nextPeriod().end()));
            case SubscriptionEvent.TrialChanged e -> List.of(renewal(when, id, 0, e.trial().end()));
            case SubscriptionEvent.Resumed e ->
                    List.of(renewal(when, id, e.periodIndex(), e.openPeriod().end()));
            // What another begins in the place of goes on for whoever is told.
            case SubscriptionEvent.CancellationScheduled e when e.successor() != null -> List.of();
            case SubscriptionEvent.CancellationScheduled e ->
                    List.of(new Ahead(when.scope(), id, Occasion.END, 0, now, e.cancelAt()));
            case SubscriptionEvent.Drafted _,
                    SubscriptionEvent.TrialEnded _,
                    SubscriptionEvent.PaymentAwaited _,
                    SubscriptionEvent.PaymentArrived _,
                    SubscriptionEvent.PaymentMissed _,
                    SubscriptionEvent.LinesChanged _,
                    SubscriptionEvent.HeirsChanged _,
                    SubscriptionEvent.GroupChanged _,
                    SubscriptionEvent.GroupJoined _,
                    SubscriptionEvent.GroupLeft _,
                    SubscriptionEvent.ThresholdCrossed _,
                    SubscriptionEvent.Remetered _,
                    SubscriptionEvent.ChangeScheduled _,
                    SubscriptionEvent.ChangeWithdrawn _,
                    SubscriptionEvent.PauseScheduled _,
                    SubscriptionEvent.PauseWithdrawn _,
                    SubscriptionEvent.Paused _,
                    SubscriptionEvent.CancellationWithdrawn _,
                    SubscriptionEvent.Cancelled _ ->
                    List.of();
        };
    }

    private static Ahead renewal(Occurrence when, SubscriptionId id, int index, Instant end) {
        return new Ahead(when.scope(), id, Occasion.RENEWAL, index, when.effectiveAt(), end);
    }
}
