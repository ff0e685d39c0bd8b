package io.tallybook.api.flexprice.task;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.ImportAccounts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The tables of tasks and of their files. */
final class TaskStore {
    private static final Duration HELD = Duration.ofSeconds(30);

    private final DatabaseClient database;

    TaskStore(DatabaseClient database) {
        this.database = database;
    }

    /** A task that nobody works on yet. */
    Mono<Void> add(Task task) {
        return database.sql(
                        """
                        insert into task (id, tenant, environment, file_type, file_name, file_url,
                            metadata, task_status, created_at, created_by, updated_at, updated_by)
                        values (:id, :tenant, :environment, :type, :name, :url,
                            :metadata, 'PENDING', :at, :by, :at, :by)
                        on conflict (id) do nothing
                        """)
                .bind("id", task.id().value())
                .bind("tenant", task.scope().tenant().value())
                .bind("environment", task.scope().environment().value())
                .bind("type", task.fileType().name())
                .bind("name", text(task.fileName()))
                .bind("url", text(task.fileUrl()))
                .bind("metadata", task.metadata())
                .bind("at", time(task.times().createdAt()))
                .bind("by", task.times().createdBy())
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Task> find(Scope scope, String id) {
        return database.sql(
                        "select * from task where id = :id and tenant = :tenant and environment ="
                                + " :environment")
                .bind("id", id)
                .bind("tenant", scope.tenant().value())
                .bind("environment", scope.environment().value())
                .map(TaskStore::task)
                .one();
    }

    /** A page, newest first, and how many there are in all. */
    Mono<List<Task>> list(Scope scope, TaskFilter filter) {
        var statement =
                database.sql(
                        "select * from task where "
                                + filter.condition()
                                + filter.behind()
                                + " order by created_at "
                                + filter.direction()
                                + ", id "
                                + filter.direction()
                                + " limit :limit offset :offset");
        return filter.bindPage(statement, scope).map(TaskStore::task).all().collectList();
    }

    Mono<Long> count(Scope scope, TaskFilter filter) {
        var statement = database.sql("select count(*) as n from task where " + filter.condition());
        return filter.bind(statement, scope)
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one();
    }

    /** What was dealt with and neither taken in nor set aside. */
    Mono<ImportAccounts.Unexplained> unexplained() {
        return database.sql(
                        """
                        select coalesce(sum(abs(processed_records - successful_records
                            - failed_records)), 0)::bigint as records, coalesce(min(id), '') as first
                        from task where processed_records <> successful_records + failed_records
                        """)
                .map(
                        row ->
                                new ImportAccounts.Unexplained(
                                        number(row, "records"), there(row, "first")))
                .one();
    }

    /** Takes the oldest task that nobody works on; empty if there is none. */
    Mono<Task> claim(String runner) {
        return database.sql(
                        """
                        update task set runner = :runner, task_status = 'PROCESSING',
                            held_until = now() + :held * interval '1 second'
                        where id = (select id from task
                            where task_status in ('PENDING', 'PROCESSING')
                                and (file_complete or file_url is not null)
                                and (held_until is null or held_until < now())
                            order by created_at, id limit 1 for update skip locked)
                        returning *
                        """)
                .bind("runner", runner)
                .bind("held", HELD.toSeconds())
                .map(TaskStore::task)
                .one();
    }

    /** Says that its runner is alive; false if the task is not its any more. */
    Mono<Boolean> hold(TaskId id, String runner, Instant at) {
        return database.sql(
                        """
                        update task set held_until = now() + :held * interval '1 second',
                            started_at = coalesce(started_at, :at)
                        where id = :id and runner = :runner and task_status = 'PROCESSING'
                        """)
                .bind("held", HELD.toSeconds())
                .bind("at", time(at))
                .bind("id", id.value())
                .bind("runner", runner)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Notes how far it is; false if the task is not this runner's any more. */
    Mono<Boolean> note(TaskId id, String runner, Task.Progress progress, Instant at) {
        return database.sql(
                        """
                        update task set processed_records = :processed,
                            successful_records = :successful, failed_records = :failed,
                            updated_at = :at, held_until = now() + :held * interval '1 second'
                        where id = :id and runner = :runner and task_status = 'PROCESSING'
                        """)
                .bind("processed", progress.processed())
                .bind("successful", progress.successful())
                .bind("failed", progress.failed())
                .bind("at", time(at))
                .bind("held", HELD.toSeconds())
                .bind("id", id.value())
                .bind("runner", runner)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Ends it. The file of a completed one goes; that of a failed one stays for another try. */
    Mono<Void> end(
            TaskId id, String runner, Task.Status how, @Nullable String summary, Instant at) {
        Mono<Long> ended =
                database.sql(
                                """
                                update task set task_status = :status, error_summary = :summary,
                                    updated_at = :at, runner = null, held_until = null,
                                    completed_at = case when :status = 'COMPLETED' then :at end,
                                    failed_at = case when :status = 'FAILED' then :at end
                                where id = :id and runner = :runner
                                    and task_status = 'PROCESSING'
                                """)
                        .bind("status", how.name())
                        .bind("summary", text(summary))
                        .bind("at", time(at))
                        .bind("id", id.value())
                        .bind("runner", runner)
                        .fetch()
                        .rowsUpdated();
        return how == Task.Status.COMPLETED
                ? ended.flatMap(rows -> rows == 1 ? forgetFile(id) : Mono.empty())
                : ended.then();
    }

    /** Stops one that is open, or has one that failed tried again; false if it is neither. */
    Mono<Boolean> change(Task task, Task.Status to, String by, Instant at) {
        String from = to == Task.Status.FAILED ? "'PENDING', 'PROCESSING'" : "'FAILED'";
        return database.sql(
                        """
                        update task set task_status = :status, runner = null, held_until = null,
                            updated_at = :at, updated_by = :by, error_summary = :summary,
                            failed_at = case when :status = 'FAILED' then :at end
                        where id = :id and task_status in (%s)
                        """
                                .formatted(from))
                .bind("status", to.name())
                .bind("at", time(at))
                .bind("by", by)
                .bind("summary", text(to == Task.Status.FAILED ? "stopped by " + by : null))
                .bind("id", task.id().value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> addPart(TaskId id, int part, byte[] bytes) {
        return database.sql(
                        """
                        insert into task_file (task, part, bytes) values (:task, :part, :bytes)
                        on conflict (task, part) do update set bytes = excluded.bytes
                        """)
                .bind("task", id.value())
                .bind("part", part)
                .bind("bytes", ByteBuffer.wrap(bytes))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The whole file is here. */
    Mono<Void> complete(TaskId id, int parts, long records) {
        return database.sql("delete from task_file where task = :task and part >= :parts")
                .bind("task", id.value())
                .bind("parts", parts)
                .fetch()
                .rowsUpdated()
                .then(
                        database.sql(
                                        """
                                        update task set file_complete = true, total_records = :total
                                        where id = :id
                                        """)
                                .bind("total", records)
                                .bind("id", id.value())
                                .fetch()
                                .rowsUpdated())
                .then();
    }

    /** A part of its file; empty behind the last. */
    Mono<byte[]> part(TaskId id, int part) {
        return database.sql("select bytes from task_file where task = :task and part = :part")
                .bind("task", id.value())
                .bind("part", part)
                .map(
                        row -> {
                            ByteBuffer bytes =
                                    Objects.requireNonNull(row.get("bytes", ByteBuffer.class));
                            byte[] copy = new byte[bytes.remaining()];
                            bytes.get(copy);
                            return copy;
                        })
                .one();
    }

    /** Forgets a task whose file did not come in whole. */
    Mono<Void> forget(TaskId id) {
        return forgetFile(id)
                .then(
                        database.sql("delete from task where id = :id")
                                .bind("id", id.value())
                                .fetch()
                                .rowsUpdated())
                .then();
    }

    private Mono<Void> forgetFile(TaskId id) {
        return database.sql("delete from task_file where task = :task")
                .bind("task", id.value())
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static Task task(Readable row) {
        return new Task(
                new TaskId(there(row, "id")),
                new Scope(
                        new TenantId(there(row, "tenant")),
                        new EnvironmentId(there(row, "environment"))),
                Task.FileType.valueOf(there(row, "file_type")),
                row.get("file_name", String.class),
                row.get("file_url", String.class),
                there(row, "metadata"),
                Task.Status.valueOf(there(row, "task_status")),
                new Task.Times(
                        Objects.requireNonNull(instant(row, "created_at")),
                        there(row, "created_by"),
                        Objects.requireNonNull(instant(row, "updated_at")),
                        there(row, "updated_by"),
                        instant(row, "started_at"),
                        instant(row, "completed_at"),
                        instant(row, "failed_at")),
                row.get("total_records", Long.class),
                new Task.Progress(
                        number(row, "processed_records"),
                        number(row, "successful_records"),
                        number(row, "failed_records")),
                row.get("error_summary", String.class),
                Boolean.TRUE.equals(row.get("file_complete", Boolean.class)));
    }

    private static String there(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    private static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Parameter text(@Nullable String value) {
        return Parameters.in(R2dbcType.VARCHAR, value);
    }
}
