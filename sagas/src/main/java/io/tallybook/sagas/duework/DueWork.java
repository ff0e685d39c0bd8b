package io.tallybook.sagas.duework;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of due work. */
public final class DueWork {
    private static final int ERROR_LENGTH_MAX = 2000;

    private final JdbcClient jdbc;
    private final DueNotices notices;

    public DueWork(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.notices = new DueNotices(dataSource, this);
    }

    /** What of it is to be told of before it comes. */
    DueNotices notices() {
        return notices;
    }

    /** Leaves an item alone until a moment, or until somebody frees it. */
    void postpone(DueItem item, Instant until, EntityId waitsFor) {
        jdbc.sql(
                        """
                        update due_work set due_at = ?, waits_for = ?, rank = ?, next_attempt_at = null
                        where kind = ? and subject = ? and period_index = ?
                        """)
                .params(
                        time(until),
                        waitsFor.value(),
                        item.duty().kind().rankPutOff(),
                        item.duty().kind().name(),
                        item.duty().subject().value(),
                        item.duty().index())
                .update();
    }

    /** Removes items of which nothing is left to be done. */
    void letGo(List<DueItem> items) {
        apply(
                items.stream()
                        .map(DueItem::duty)
                        .<DueChange>map(
                                duty ->
                                        new DueChange.Settle(
                                                duty.kind(), duty.subject(), duty.index()))
                        .toList());
    }

    /** Lets what was put off be looked at at once. */
    void lookAgain(DueKind kind, Scope scope, Instant at) {
        jdbc.sql(
                        """
                        update due_work set due_at = :at, next_attempt_at = null
                        where kind = :kind and tenant = :tenant and environment = :environment
                          and due_at > :at and waits_for is not null
                        """)
                .param("at", time(at))
                .param("kind", kind.name())
                .param("tenant", scope.tenant().value())
                .param("environment", scope.environment().value())
                .update();
    }

    /** Removes all of a kind. */
    void forget(DueKind kind, Scope scope) {
        jdbc.sql("delete from due_work where kind = ? and tenant = ? and environment = ?")
                .params(kind.name(), scope.tenant().value(), scope.environment().value())
                .update();
    }

    /** All of a kind, whenever it is due. */
    List<DueItem> ofKind(DueKind kind, Scope scope) {
        return jdbc.sql(
                        """
                        select * from due_work where tenant = ? and environment = ? and kind = ?
                        """)
                .params(scope.tenant().value(), scope.environment().value(), kind.name())
                .query((row, _) -> DueRow.item(row))
                .list();
    }

    /** Each in its turn; those of one kind that follow each other in one statement. */
    void apply(List<DueChange> changes) {
        DueRun run = new DueRun(this::write);
        for (DueChange change : changes) {
            switch (change) {
                case DueChange.Owe owe -> run.add(owe);
                case DueChange.Settle settle -> run.add(settle);
                case DueChange.Reschedule(DueKind kind, EntityId subject, Instant dueAt) -> {
                    run.end();
                    jdbc.sql(
                                    """
                                    update due_work set due_at = ?, next_attempt_at = null
                                    where kind = ? and subject = ?
                                    """)
                            .params(time(dueAt), kind.name(), subject.value())
                            .update();
                }
                case DueChange.Free free -> run.add(free);
                case DueChange.SettleFrom(DueKind kind, EntityId subject, int from) -> {
                    run.end();
                    jdbc.sql(
                                    """
                                    delete from due_work
                                    where kind = ? and subject = ? and period_index >= ?
                                    """)
                            .params(kind.name(), subject.value(), from)
                            .update();
                }
            }
        }
        run.end();
    }

    private void write(
            List<DueChange.Settle> settled, List<DueChange.Owe> owed, List<DueChange.Free> freed) {
        if (!settled.isEmpty()) {
            jdbc.sql(
                            """
                            delete from due_work w
                            using unnest(?::text[], ?::text[], ?::int[]) as k (kind, subject, period_index)
                            where w.kind = k.kind and w.subject = k.subject and w.period_index = k.period_index
                            """)
                    .param(strings(settled, settle -> settle.kind().name()))
                    .param(strings(settled, settle -> settle.subject().value()))
                    .param(settled.stream().map(DueChange.Settle::index).toArray(Integer[]::new))
                    .update();
        }
        if (!owed.isEmpty()) {
            jdbc.sql(
                            """
                            insert into due_work (tenant, environment, due_at, rank, kind, subject, period_index, payload)
                            select * from unnest(?::text[], ?::text[], ?::timestamptz[], ?::smallint[], ?::text[],
                                ?::text[], ?::int[], ?::text[])
                            on conflict (kind, subject, period_index)
                            do update set due_at = excluded.due_at, payload = excluded.payload, next_attempt_at = null
                            """)
                    .param(strings(owed, owe -> owe.scope().tenant().value()))
                    .param(strings(owed, owe -> owe.scope().environment().value()))
                    .param(strings(owed, owe -> time(owe.dueAt()).toString()))
                    .param(
                            owed.stream()
                                    .map(owe -> owe.duty().kind().rank())
                                    .toArray(Integer[]::new))
                    .param(strings(owed, owe -> owe.duty().kind().name()))
                    .param(strings(owed, owe -> owe.duty().subject().value()))
                    .param(owed.stream().map(owe -> owe.duty().index()).toArray(Integer[]::new))
                    .param(strings(owed, owe -> DueRow.payload(owe.duty())))
                    .update();
        }
        if (!freed.isEmpty()) {
            jdbc.sql(
                            """
                            update due_work w set due_at = k.due_at, waits_for = null, next_attempt_at = null
                            from unnest(?::text[], ?::timestamptz[]) as k (waited_for, due_at)
                            where w.waits_for is not null and w.waits_for = k.waited_for
                            """)
                    .param(strings(freed, free -> free.waitedFor().value()))
                    .param(strings(freed, free -> time(free.dueAt()).toString()))
                    .update();
        }
    }

    private static <T> @Nullable String[] strings(
            List<T> all, Function<T, @Nullable String> value) {
        return all.stream().map(value).toArray(String[]::new);
    }

    void clear() {
        jdbc.sql("delete from due_work").update();
    }

    /**
     * The work to be performed next: of all that is due up to a moment the earliest, and of that
     * only the first kind.
     *
     * @param now the machine's time, until when what has failed is left alone
     * @return all of one due time and kind, in a fixed order; empty when nothing is due
     */
    List<DueItem> next(Scope scope, Instant upTo, Instant now, int limit) {
        return jdbc.sql(
                        """
                        with first as (
                            select due_at, rank from due_work
                            where tenant = :tenant and environment = :environment and due_at <= :upTo
                              and (next_attempt_at is null or next_attempt_at <= :now)
                            order by due_at, rank limit 1)
                        select w.* from due_work w join first f on w.due_at = f.due_at and w.rank = f.rank
                        where w.tenant = :tenant and w.environment = :environment
                          and (w.next_attempt_at is null or w.next_attempt_at <= :now)
                        order by w.subject, w.period_index limit :limit
                        """)
                .param("tenant", scope.tenant().value())
                .param("environment", scope.environment().value())
                .param("upTo", time(upTo))
                .param("now", time(now))
                .param("limit", limit)
                .query((row, _) -> DueRow.item(row))
                .list();
    }

    /** Those of {@code items} whose promise has not been kept. */
    List<DueItem> stillOwed(List<DueItem> items) {
        Set<String> owed =
                new HashSet<>(
                        jdbc.sql(
                                        """
                                        select w.kind || ' ' || w.subject || ' ' || w.period_index from due_work w
                                        join unnest(?::text[], ?::text[], ?::int[]) as k (kind, subject, period_index)
                                          using (kind, subject, period_index)
                                        """)
                                .param(strings(items, item -> item.duty().kind().name()))
                                .param(strings(items, item -> item.duty().subject().value()))
                                .param(
                                        items.stream()
                                                .map(i -> i.duty().index())
                                                .toArray(Integer[]::new))
                                .query(String.class)
                                .list());
        return items.stream().filter(item -> owed.contains(key(item.duty()))).toList();
    }

    private static String key(Duty duty) {
        return duty.kind().name() + " " + duty.subject().value() + " " + duty.index();
    }

    /** Notes an attempt in vain; the next one is not made before {@code nextAttempt}. */
    void failed(DueItem item, String error, Instant nextAttempt) {
        jdbc.sql(
                        """
                        update due_work set attempts = attempts + 1, next_attempt_at = ?, last_error = ?
                        where kind = ? and subject = ? and period_index = ?
                        """)
                .params(
                        time(nextAttempt),
                        error.substring(0, Math.min(error.length(), ERROR_LENGTH_MAX)),
                        item.duty().kind().name(),
                        item.duty().subject().value(),
                        item.duty().index())
                .update();
    }

    /**
     * Lets everything that has failed be tried again at once, but for what is being settled or
     * moved at this moment.
     */
    void retryNow(Scope scope, Instant upTo) {
        jdbc.sql(
                        """
                        update due_work set next_attempt_at = null
                        where (kind, subject, period_index) in (
                            select kind, subject, period_index from due_work
                            where tenant = ? and environment = ? and due_at <= ? and next_attempt_at is not null
                            for update skip locked)
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .update();
    }

    /** When the first of what has failed may be tried again. */
    Optional<Instant> nextAttempt(Scope scope, Instant upTo) {
        return jdbc.sql(
                        """
                        select min(next_attempt_at) from due_work
                        where tenant = ? and environment = ? and due_at <= ?
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }

    /** How many pieces are still to be done up to a moment, what has failed included. */
    public int open(Scope scope, Instant upTo) {
        return jdbc.sql(
                        """
                        select count(*) from due_work
                        where tenant = ? and environment = ? and due_at <= ?
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .query(Integer.class)
                .single();
    }

    /** The first of them. */
    public Optional<DueItem> firstOpen(Scope scope, Instant upTo) {
        return jdbc.sql(
                        """
                        select * from due_work
                        where tenant = ? and environment = ? and due_at <= ?
                        order by due_at, rank, subject, period_index limit 1
                        """)
                .params(scope.tenant().value(), scope.environment().value(), time(upTo))
                .query((row, _) -> DueRow.item(row))
                .optional();
    }

    /** Why an item has failed the last time. */
    Optional<String> lastError(DueItem item) {
        return jdbc.sql(
                        """
                        select coalesce(last_error, '') from due_work
                        where kind = ? and subject = ? and period_index = ?
                        """)
                .params(
                        item.duty().kind().name(),
                        item.duty().subject().value(),
                        item.duty().index())
                .query(String.class)
                .optional()
                .filter(error -> !error.isEmpty());
    }

    // The table keeps microseconds. What is due is performed at its first whole microsecond, never
    // before.
    private static OffsetDateTime time(Instant instant) {
        Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
        Instant up = micros.equals(instant) ? micros : micros.plus(1, ChronoUnit.MICROS);
        return up.atOffset(ZoneOffset.UTC);
    }
}
