package io.tallybook.query.subscription;

import io.tallybook.core.subscription.ScheduleView;
import io.tallybook.core.subscription.SubscriptionLine;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about subscriptions. */
public final class SubscriptionQueries {
    private final ViewReads<SubscriptionView> reads;
    private final ViewReads<SubscriptionLine> lines;
    private final ViewReads<ScheduleView> schedules;

    public SubscriptionQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, SubscriptionProjector.TABLE);
        this.lines = new ViewReads<>(tables, LineItems.TABLE);
        this.schedules = new ViewReads<>(tables, ScheduleRows.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<SubscriptionView>> handle(SubscriptionQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<SubscriptionQuery.Page> handle(SubscriptionQuery.ByIds query) {
        return reads.byIds(query.scope(), query.ids())
                .thenApply(found -> new SubscriptionQuery.Page(found, found.size()));
    }

    @QueryHandler
    public CompletableFuture<SubscriptionQuery.Page> handle(SubscriptionQuery.Search query) {
        return reads.search(
                query.scope(), query.spec(), query.lines(), SubscriptionQuery.Page::new);
    }

    @QueryHandler
    public CompletableFuture<Optional<SubscriptionLine>> handle(SubscriptionQuery.LineById query) {
        return lines.by(query.scope(), "id", query.id().value());
    }

    @QueryHandler
    public CompletableFuture<SubscriptionQuery.LinePage> handle(
            SubscriptionQuery.SearchLines query) {
        return lines.search(query.scope(), query.spec(), SubscriptionQuery.LinePage::new);
    }

    @QueryHandler
    public CompletableFuture<Optional<ScheduleView>> handle(SubscriptionQuery.ScheduleById query) {
        return schedules.by(query.scope(), "id", query.id().value());
    }

    @QueryHandler
    public CompletableFuture<SubscriptionQuery.SchedulePage> handle(
            SubscriptionQuery.SearchSchedules query) {
        return schedules.search(query.scope(), query.spec(), SubscriptionQuery.SchedulePage::new);
    }
}
