package io.tallybook.query.history;

import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import io.tallybook.core.audit.AuditQuery;
import io.tallybook.core.audit.AuditQuery.Entry;
import io.tallybook.core.audit.AuditQuery.History;
import io.tallybook.core.audit.AuditQuery.Moment;
import io.tallybook.core.wire.Concealed;
import io.tallybook.core.wire.EventNames;
import io.tallybook.core.wire.Wire;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers what happened to an entity, and what it was at a moment, from its events.
 *
 * <p>An entity of another scope or of another kind is answered like one that does not exist.
 */
public final class HistoryQueries {
    private static final JsonMapper WIRE = Wire.mapper();

    private final EventStore store;
    private final Scheduler blocking;

    /**
     * @param blocking where the store may be waited for
     */
    public HistoryQueries(EventStore store, Scheduler blocking) {
        this.store = store;
        this.blocking = blocking;
    }

    @QueryHandler
    public CompletableFuture<Optional<History>> handle(AuditQuery.HistoryOf query) {
        return answered(() -> historyOf(query));
    }

    @QueryHandler
    public CompletableFuture<Optional<Moment>> handle(AuditQuery.AsOf query) {
        return answered(() -> asOf(query));
    }

    private <T> CompletableFuture<Optional<T>> answered(Callable<Optional<T>> reading) {
        return Answer.of(Mono.fromCallable(reading).subscribeOn(blocking));
    }

    private Optional<History> historyOf(AuditQuery.HistoryOf query) {
        if (!isOf(query.scope(), query.kind(), query.id())) {
            return Optional.empty();
        }
        DomainEventStream events = store.readEvents(query.id(), query.offset());
        List<Entry> page = new ArrayList<>();
        while (page.size() < query.limit() && events.hasNext()) {
            page.add(entry(events.next()));
        }
        long total = store.lastSequenceNumberFor(query.id()).map(last -> last + 1).orElse(0L);
        return Optional.of(new History(page, total));
    }

    private boolean isOf(Scope scope, ViewKind kind, String id) {
        // From 0, because otherwise the store would begin with a snapshot if there is one.
        DomainEventStream events = store.readEvents(id, 0);
        if (!events.hasNext()) {
            return false;
        }
        DomainEventMessage<?> creation = events.next();
        KindFold<?, ?>.Run run = KindFold.of(kind).begin();
        if (!run.take(creation.getPayload(), Recorded.of(creation))) {
            return false;
        }
        View view = run.view();
        return view != null && view.scope().equals(scope);
    }

    private Optional<Moment> asOf(AuditQuery.AsOf query) {
        DomainEventStream events = store.readEvents(query.id(), 0);
        KindFold<?, ?>.Run run = KindFold.of(query.kind()).begin();
        long sequence = -1;
        while (events.hasNext()) {
            DomainEventMessage<?> event = events.next();
            Recorded info = Recorded.of(event);
            if (!info.effectiveAt().isAfter(query.asOf())) {
                if (!run.take(event.getPayload(), info)) {
                    return Optional.empty();
                }
                sequence = info.sequence();
            } else if (info.sequence() == 0) {
                return Optional.empty();
            }
        }
        View view = run.view();
        return view == null || !view.scope().equals(query.scope())
                ? Optional.empty()
                : Optional.of(new Moment(query.asOf(), sequence, view));
    }

    private static Entry entry(DomainEventMessage<?> event) {
        Object payload = event.getPayload();
        EventNames.Name name =
                EventNames.of(payload.getClass())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "event without a name: " + payload.getClass()));
        Function<String, @Nullable String> meta =
                key -> {
                    Object value = event.getMetaData().get(key);
                    return value == null ? null : value.toString();
                };
        return new Entry(
                event.getSequenceNumber(),
                name.name(),
                name.version(),
                event.getTimestamp(),
                Recorded.of(event).effectiveAt(),
                meta.apply(Meta.ACTOR),
                meta.apply(Meta.REQUEST_ID),
                meta.apply(Meta.COMMAND),
                meta.apply(Meta.CAUSE),
                told(payload));
    }

    private static String told(Object payload) {
        if (!(payload instanceof Concealed concealed)) {
            return WIRE.writeValueAsString(payload);
        }
        ObjectNode shown = WIRE.valueToTree(payload);
        shown.remove(concealed.concealed());
        return WIRE.writeValueAsString(shown);
    }
}
