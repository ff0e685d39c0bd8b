package io.tallybook.query.plansync;

import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncQuery;
import io.tallybook.core.plansync.PlanSyncView;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Answers what is asked about synchronisations.
 *
 * <p>What became of the subscriptions is read from the events themselves: there may be a hundred
 * thousand of them, and nobody looks at them twice.
 */
public final class PlanSyncQueries {
    private final ViewReads<PlanSyncView> reads;
    private final EventStore store;
    private final Scheduler blocking;

    /**
     * @param blocking where the store may be waited for
     */
    public PlanSyncQueries(ReadTables tables, EventStore store, Scheduler blocking) {
        this.reads = new ViewReads<>(tables, PlanSyncProjector.TABLE);
        this.store = store;
        this.blocking = blocking;
    }

    @QueryHandler
    public CompletableFuture<Optional<PlanSyncView>> handle(PlanSyncQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<PlanSyncQuery.Page> handle(PlanSyncQuery.Search query) {
        return reads.search(query.scope(), query.spec(), PlanSyncQuery.Page::new);
    }

    @QueryHandler
    public CompletableFuture<PlanSyncQuery.Results> handle(PlanSyncQuery.ResultsOf query) {
        return Answer.of(Mono.fromCallable(() -> results(query)).subscribeOn(blocking));
    }

    private PlanSyncQuery.Results results(PlanSyncQuery.ResultsOf query) {
        List<Object> events =
                store.readEvents(query.id().value(), 0)
                        .asStream()
                        .<Object>map(message -> message.getPayload())
                        .toList();
        boolean seen =
                !events.isEmpty()
                        && events.getFirst() instanceof PlanSyncEvent.Begun begun
                        && begun.scope().equals(query.scope());
        List<SyncResult> some =
                seen
                        ? events.stream()
                                .filter(PlanSyncEvent.StepFinished.class::isInstance)
                                .map(PlanSyncEvent.StepFinished.class::cast)
                                .flatMap(step -> step.results().stream())
                                .skip(query.offset())
                                .limit(query.limit())
                                .toList()
                        : List.of();
        return new PlanSyncQuery.Results(some);
    }
}
