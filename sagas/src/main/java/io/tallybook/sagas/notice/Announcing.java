package io.tallybook.sagas.notice;

import io.tallybook.core.Scope;
import io.tallybook.core.notice.NoticeCommand;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.notice.NoticeQuery;
import io.tallybook.core.notice.NoticeView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/** Tells of a renewal or an end before it comes, if it still comes when that was expected. */
public final class Announcing implements Preparation {
    private final QueryGateway queries;

    public Announcing(QueryGateway queries) {
        this.queries = queries;
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        Map<SubscriptionId, SubscriptionView> views = new HashMap<>();
        List<SubscriptionId> ids =
                items.stream().map(item -> announced(item).subscription()).distinct().toList();
        Replies.of(
                        queries.query(
                                new SubscriptionQuery.ByIds(scope, ids),
                                ResponseTypes.instanceOf(SubscriptionQuery.Page.class)))
                .items()
                .forEach(view -> views.put(view.id(), view));
        return items.stream()
                .map(item -> prepared(item, views.get(announced(item).subscription())))
                .toList();
    }

    private static Duty.Announcement announced(DueItem item) {
        if (item.duty() instanceof Duty.Announce(var _, var announcement)) {
            return announcement;
        }
        throw new IllegalArgumentException("not an announcement: " + item);
    }

    private Prepared prepared(DueItem item, @Nullable SubscriptionView view) {
        if (view == null) {
            return new Prepared.Unready(item, "the view does not show the subscription yet");
        }
        Duty.Announcement ahead = announced(item);
        return comes(ahead, view) && !told(item)
                ? new Prepared.Ready(
                        item,
                        new NoticeCommand.Tell(
                                new NoticeId(item.duty().subject().value()),
                                item.scope(),
                                item.dueAt(),
                                notice(ahead, view)))
                : new Prepared.Moot(item);
    }

    // Where it was chosen anew when to tell, it may have been told before.
    private boolean told(DueItem item) {
        Optional<NoticeView> told =
                Replies.of(
                        queries.query(
                                new NoticeQuery.ById(
                                        item.scope(), new NoticeId(item.duty().subject().value())),
                                ResponseTypes.optionalInstanceOf(NoticeView.class)));
        return told.isPresent();
    }

    /** Whether it still comes, then. */
    static boolean comes(Duty.Announcement ahead, SubscriptionView view) {
        Instant end = end(view);
        return view.status().isRunning()
                && switch (ahead.occasion()) {
                    case RENEWAL ->
                            view.periodIndex() == ahead.index()
                                    && view.currentPeriod().end().equals(ahead.at())
                                    && (end == null || end.isAfter(ahead.at()))
                                    && !pausesBefore(ahead.at(), view);
                    case END -> ahead.at().equals(end);
                };
    }

    private static boolean pausesBefore(Instant at, SubscriptionView view) {
        return view.agenda()
                .plannedPause()
                .filter(pause -> pause.order().start().isBefore(at))
                .isPresent();
    }

    private static @Nullable Instant end(SubscriptionView view) {
        Instant agreed = view.terms().endDate();
        Instant asked = view.cancelAt();
        if (agreed == null || asked == null) {
            return agreed == null ? asked : agreed;
        }
        return agreed.isBefore(asked) ? agreed : asked;
    }

    private static NoticeDocument notice(Duty.Announcement ahead, SubscriptionView view) {
        return new NoticeDocument(
                switch (ahead.occasion()) {
                    case RENEWAL -> NoticeDocument.Type.RENEWAL_DUE;
                    case END -> NoticeDocument.Type.END_DUE;
                },
                view.terms().customerId(),
                view.id(),
                null,
                null,
                Map.of(
                        "due_at",
                        ahead.at().toString(),
                        "days_before",
                        Integer.toString(ahead.days())));
    }
}
