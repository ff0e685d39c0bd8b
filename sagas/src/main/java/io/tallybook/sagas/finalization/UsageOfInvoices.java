package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.sagas.Replies;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/** Reads the complete usage of a batch of invoices. */
final class UsageOfInvoices {
    private final QueryGateway queries;

    UsageOfInvoices(QueryGateway queries) {
        this.queries = queries;
    }

    /**
     * The uses with which windows begin.
     *
     * @param state in which the quantities have to be read too, so that both are of the same events
     */
    record Opened(Map<OpeningRequest, List<Instant>> openings, @Nullable ReadingState state) {
        List<Instant> of(OpeningRequest request) {
            return openings.getOrDefault(request, List.of());
        }
    }

    /**
     * Which windows were opened, of all that have to be known. Errors: whatever the reading fails
     * with.
     */
    Opened opened(Scope scope, Collection<OpeningRequest> wanted, @Nullable AmendmentId assuming) {
        ReadingState state = assuming == null ? null : new ReadingState(assuming, null);
        if (wanted.isEmpty()) {
            return new Opened(Map.of(), state);
        }
        List<OpeningRequest> requests = List.copyOf(new LinkedHashSet<>(wanted));
        OpeningQuery.Openings answer =
                Replies.of(
                        queries.query(
                                new OpeningQuery.Find(
                                        scope, requests, UsageQuery.Freshness.COMPLETE, state),
                                ResponseTypes.instanceOf(OpeningQuery.Openings.class)));
        Map<OpeningRequest, List<Instant>> openings = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            openings.put(requests.get(i), answer.items().get(i));
        }
        return new Opened(openings, new ReadingState(assuming, answer.watermark()));
    }

    /** All readings at once. Errors: whatever the reading fails with. */
    Map<ReadingRequest, UsageReading> read(
            Scope scope, Collection<ReadingRequest> wanted, @Nullable ReadingState state) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<ReadingRequest> requests = List.copyOf(new LinkedHashSet<>(wanted));
        List<UsageReading> items =
                Replies.of(
                                queries.query(
                                        new UsageQuery.Read(
                                                scope,
                                                requests,
                                                UsageQuery.Freshness.COMPLETE,
                                                state),
                                        ResponseTypes.instanceOf(UsageQuery.Readings.class)))
                        .items();
        if (items.size() != requests.size()) {
            throw new IllegalStateException(
                    "asked for " + requests.size() + " readings, got " + items.size());
        }
        Map<ReadingRequest, UsageReading> readings = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            readings.put(requests.get(i), items.get(i));
        }
        return readings;
    }
}
