package io.tallybook.api.flexprice.task;

import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec.Direction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * Which tasks to list.
 *
 * @param conditions by the name of its parameter, each condition with the value of that parameter
 */
record TaskFilter(Map<String, Condition> conditions, ListRequest request) {
    private static final Choice<Task.Status> STATES = Choice.of(Task.Status.class);
    private static final Choice<String> KINDS = Choice.words("IMPORT", "EXPORT");
    private static final Choice<String> ENTITIES =
            Choice.words("EVENTS", "PRICES", "CUSTOMERS", "FEATURES");
    private static final Choice<String> STATUS = Choice.words("published", "archived", "deleted");
    private static final int SHORT = 255;

    /** SQL with a parameter in it. */
    record Condition(String sql, Object value) {}

    TaskFilter {
        conditions = new LinkedHashMap<>(conditions);
    }

    /** Errors: ProblemException (400) naming the fields. */
    static TaskFilter of(Fields in) {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        Task.Status state = in.optional("task_status").choice(STATES);
        add(conditions, "state", "task_status = :state", state == null ? null : state.name());
        add(conditions, "by", "created_by = :by", in.optional("created_by").text(SHORT));
        Instant from = in.optional("start_time").instant();
        add(
                conditions,
                "from",
                "created_at >= :from",
                from == null ? null : from.atOffset(ZoneOffset.UTC));
        Instant to = in.optional("end_time").instant();
        add(
                conditions,
                "until",
                "created_at <= :until",
                to == null ? null : to.atOffset(ZoneOffset.UTC));
        // All tasks are imports of events; none is scheduled, archived or deleted.
        add(conditions, "kind", "'IMPORT' = :kind", in.optional("task_type").choice(KINDS));
        add(
                conditions,
                "entity",
                "'EVENTS' = :entity",
                in.optional("entity_type").choice(ENTITIES));
        add(
                conditions,
                "standing",
                "'published' = :standing",
                in.optional("status").choice(STATUS));
        add(
                conditions,
                "scheduled",
                "'' = :scheduled",
                in.optional("scheduled_task_id").text(SHORT));
        return new TaskFilter(
                conditions, ListRequest.ofAnyStatus(in, new Searchable(), new Criteria(in)));
    }

    private static void add(
            Map<String, Condition> conditions, String name, String sql, @Nullable Object value) {
        if (value != null) {
            conditions.put(name, new Condition(sql, value));
        }
    }

    /** In the order of their making, which is that of their ids too. */
    String direction() {
        return request.spec().order().getFirst().direction() == Direction.ASC ? "asc" : "desc";
    }

    /** The condition of a page that begins behind a row, if it does. */
    String behind() {
        return request.spec().after() == null
                ? ""
                : " and (created_at, id) %s (select created_at, id from task where id = :after)"
                        .formatted(direction().equals("asc") ? ">" : "<");
    }

    GenericExecuteSpec bindPage(GenericExecuteSpec statement, Scope scope) {
        String after = request.spec().after();
        GenericExecuteSpec bound =
                bind(statement, scope)
                        .bind("limit", request.spec().limit())
                        .bind("offset", request.spec().offset());
        return after == null ? bound : bound.bind("after", after);
    }

    String condition() {
        return Stream.concat(
                        Stream.of("tenant = :tenant", "environment = :environment"),
                        conditions.values().stream().map(Condition::sql))
                .collect(Collectors.joining(" and "));
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement, Scope scope) {
        GenericExecuteSpec bound =
                statement
                        .bind("tenant", scope.tenant().value())
                        .bind("environment", scope.environment().value());
        for (Map.Entry<String, Condition> each : conditions.entrySet()) {
            bound = bound.bind(each.getKey(), each.getValue().value());
        }
        return bound;
    }
}
