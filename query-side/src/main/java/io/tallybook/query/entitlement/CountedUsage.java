package io.tallybook.query.entitlement;

import io.tallybook.core.Scope;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.core.entitlement.LimitReadings;
import io.tallybook.core.entitlement.LimitReadings.Answer;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.UsageQuery;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** What is counted against limits at a moment, from memory. */
final class CountedUsage {
    private CountedUsage() {}

    /** Asks for all of them. */
    static CompletableFuture<Answer> of(
            QueryGateway queries,
            Scope scope,
            List<LimitReading> wanted,
            Instant at,
            UsageQuery.Freshness freshness) {
        LimitReadings readings = new LimitReadings(wanted);
        return inWindows(queries, readings.inWindows(scope, freshness))
                .thenCombine(fromUse(queries, readings.fromUse(scope, at, freshness)), Answer::and);
    }

    private static CompletableFuture<Answer> inWindows(
            QueryGateway queries, UsageQuery.Live query) {
        return query.requests().isEmpty()
                ? CompletableFuture.completedFuture(Answer.NONE)
                : queries.query(query, ResponseTypes.instanceOf(UsageQuery.LiveReadings.class))
                        .thenApply(live -> LimitReadings.answer(query, live));
    }

    private static CompletableFuture<Answer> fromUse(
            QueryGateway queries, OpeningQuery.Live query) {
        return query.requests().isEmpty()
                ? CompletableFuture.completedFuture(Answer.NONE)
                : queries.query(query, ResponseTypes.instanceOf(OpeningQuery.OpenWindows.class))
                        .thenApply(live -> LimitReadings.answer(query, live));
    }
}
