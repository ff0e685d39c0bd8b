package io.tallybook.api.flexprice.plan;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.catalogue.PlanId;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Lets one synchronisation of a plan run at a time, over all instances: an advisory lock that lives
 * as long as its session, so that a crash lets go of it.
 */
final class SyncLock {
    private final ConnectionFactory connections;

    SyncLock(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** Errors: ProblemException (409) if another one runs. */
    <T> Mono<T> alone(PlanId plan, Supplier<Mono<T>> work) {
        return Mono.usingWhen(
                connections.create(),
                session ->
                        asked(session, "select pg_try_advisory_lock(hashtextextended($1, 0))", plan)
                                .flatMap(mine -> mine ? work.get() : Mono.error(running(plan))),
                session ->
                        asked(session, "select pg_advisory_unlock(hashtextextended($1, 0))", plan)
                                .then(Mono.from(session.close())));
    }

    private static Mono<Boolean> asked(Connection session, String statement, PlanId plan) {
        return Mono.from(
                        session.createStatement(statement)
                                .bind(0, "tallybook.plan_sync:" + plan.value())
                                .execute())
                .flatMap(
                        result ->
                                Mono.from(
                                        result.map(
                                                (row, _) ->
                                                        Boolean.TRUE.equals(
                                                                row.get(0, Boolean.class)))));
    }

    private static RuntimeException running(PlanId plan) {
        return Problem.of(
                        ProblemCode.VERSION_CONFLICT,
                        "a synchronisation of plan '%s' is running".formatted(plan))
                .asException();
    }
}
