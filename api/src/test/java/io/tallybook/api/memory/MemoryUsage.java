package io.tallybook.api.memory;

import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentRefused;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.LogPosition;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageAmendments;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageExport;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.core.usage.UsageRefusals;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Usage kept in memory: the first of an identity wins. Amendments are kept, and change nothing of
 * what is read here.
 */
public final class MemoryUsage implements UsageIntake, UsageRefusals, UsageAmendments, UsageExport {

    private final Map<String, UsageEvent> events = new LinkedHashMap<>();
    private final Map<String, AmendmentView> amendments = new LinkedHashMap<>();
    private final List<RefusedUsage> refused = new ArrayList<>();
    private boolean down;

    /** Makes the way in fail, as it does when no broker answers. */
    public synchronized void goDown() {
        down = true;
    }

    public synchronized void comeBack() {
        down = false;
    }

    public synchronized List<UsageEvent> all() {
        return List.copyOf(events.values());
    }

    @Override
    public synchronized CompletableFuture<Void> accept(List<UsageEvent> some) {
        if (down) {
            return CompletableFuture.failedFuture(
                    new UsageNotDurable("no broker answers", new java.io.IOException("down")));
        }
        some.forEach(event -> events.putIfAbsent(event.scope() + "/" + event.eventId(), event));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> refuse(List<RefusedUsage> some) {
        refused.addAll(some);
        return CompletableFuture.completedFuture(null);
    }

    @QueryHandler
    synchronized UsageQuery.Refusals answer(UsageQuery.RefusalsOf q) {
        return new UsageQuery.Refusals(
                refused.stream()
                        .filter(one -> one.event().scope().equals(q.scope()))
                        .filter(one -> one.event().eventId().equals(q.eventId()))
                        .map(
                                one ->
                                        new UsageQuery.Refusal(
                                                one.event(),
                                                one.reason(),
                                                one.event().receivedAt(),
                                                null))
                        .toList());
    }

    /** Not Parquet, but the ids of what would be in it. */
    @Override
    public synchronized InputStream parquet(Scope scope, Instant from, Instant to) {
        if (down) {
            throw new ReadingIncomplete("the store does not answer");
        }
        String ids =
                events.values().stream()
                        .filter(event -> event.scope().equals(scope))
                        .filter(event -> !event.timestamp().isBefore(from))
                        .filter(event -> event.timestamp().isBefore(to))
                        .map(UsageEvent::eventId)
                        .collect(Collectors.joining(","));
        return new ByteArrayInputStream(ids.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized CompletableFuture<AmendmentView> draft(AmendmentDraft draft) {
        for (String id : draft.deprecate()) {
            if (!events.containsKey(draft.scope() + "/" + id)) {
                return CompletableFuture.failedFuture(
                        new AmendmentRefused(Rejection.notFound("event", id)));
            }
        }
        return CompletableFuture.completedFuture(
                amendments.computeIfAbsent(
                        draft.scope() + "/" + draft.id(),
                        _ ->
                                new AmendmentView(
                                        draft.id(),
                                        draft.scope(),
                                        List.of(
                                                new AmendmentView.Mark(
                                                        AmendmentView.Step.DRAFTED,
                                                        draft.at(),
                                                        draft.actor(),
                                                        draft.reason(),
                                                        new LogPosition(0, 1))),
                                        Map.of(),
                                        List.of())));
    }

    @Override
    public synchronized CompletableFuture<AmendmentView> add(
            Scope scope, AmendmentId id, List<UsageEvent> added) {
        return existing(scope, id);
    }

    @Override
    public synchronized CompletableFuture<AmendmentView> mark(
            Scope scope,
            AmendmentId id,
            AmendmentView.Step step,
            Instant at,
            String actor,
            String reason) {
        return existing(scope, id)
                .thenApply(
                        view -> {
                            List<AmendmentView.Mark> steps = new ArrayList<>(view.steps());
                            steps.add(
                                    new AmendmentView.Mark(
                                            step, at, actor, reason, new LogPosition(0, 2)));
                            var marked =
                                    new AmendmentView(
                                            id, scope, steps, view.counts(), view.touched());
                            amendments.put(scope + "/" + id, marked);
                            return marked;
                        });
    }

    private CompletableFuture<AmendmentView> existing(Scope scope, AmendmentId id) {
        AmendmentView known = amendments.get(scope + "/" + id);
        return known == null
                ? CompletableFuture.failedFuture(
                        new AmendmentRefused(Rejection.notFound("amendment", id.value())))
                : CompletableFuture.completedFuture(known);
    }

    @QueryHandler
    synchronized Optional<AmendmentView> answer(UsageQuery.AmendmentOf q) {
        return Optional.ofNullable(amendments.get(q.scope() + "/" + q.id()));
    }

    @QueryHandler
    synchronized UsageQuery.Amendments answer(UsageQuery.AmendmentsOf q) {
        List<AmendmentView> all =
                amendments.values().stream().filter(a -> a.scope().equals(q.scope())).toList();
        return new UsageQuery.Amendments(all, all.size(), false);
    }

    @QueryHandler
    UsageQuery.AmendedEvents answer(UsageQuery.AmendedEventsOf q) {
        return new UsageQuery.AmendedEvents(List.of(), false);
    }

    @QueryHandler
    synchronized Optional<UsageReceipt> answer(UsageQuery.ReceiptOf q) {
        return Optional.ofNullable(events.get(q.scope() + "/" + q.eventId()))
                .map(event -> new UsageReceipt(event, new LogPosition(0, 0), List.of(), 0));
    }

    @QueryHandler
    synchronized UsageAccounts answer(UsageQuery.AccountsOf q) {
        long count =
                events.values().stream()
                        .filter(e -> e.scope().equals(q.scope()))
                        .filter(
                                e ->
                                        !e.receivedAt().isBefore(q.from())
                                                && e.receivedAt().isBefore(q.to()))
                        .count();
        return new UsageAccounts(
                count == 0
                        ? List.of()
                        : List.of(new UsageAccounts.Line(q.from(), null, count, count, 0, 0)),
                0,
                0,
                "0:" + count);
    }

    @QueryHandler
    synchronized UsageQuery.Events answer(UsageQuery.Find q) {
        List<UsageEvent> found =
                events.values().stream()
                        .filter(e -> e.scope().equals(q.scope()))
                        .filter(
                                e ->
                                        !e.timestamp().isBefore(q.from())
                                                && e.timestamp().isBefore(q.to()))
                        .filter(e -> q.eventName() == null || e.eventName().equals(q.eventName()))
                        .toList();
        return new UsageQuery.Events(
                found.stream().skip(q.offset()).limit(q.limit()).toList(),
                found.size() > q.offset() + q.limit(),
                found.size(),
                List.of());
    }

    @QueryHandler
    synchronized UsageQuery.Windows answer(UsageQuery.ByMeter q) {
        long count =
                events.values().stream()
                        .filter(e -> e.scope().equals(q.scope()))
                        .filter(e -> e.eventName().equals(q.meter().eventName()))
                        .filter(e -> q.period().contains(e.timestamp()))
                        .count();
        return new UsageQuery.Windows(
                BigDecimal.valueOf(count),
                count,
                List.of(
                        new UsageQuery.Window(
                                q.period().start(), BigDecimal.valueOf(count), count)),
                List.of());
    }

    @QueryHandler
    synchronized UsageQuery.Groups answer(UsageQuery.ByGroup q) {
        UsageQuery.Windows all =
                answer(
                        new UsageQuery.ByMeter(
                                q.scope(), q.meter(), null, q.period(), q.window(), q.zone()));
        return new UsageQuery.Groups(
                all.value(),
                all.eventCount(),
                List.of(),
                List.of(
                        new UsageQuery.Group(
                                q.by().stream().map(_ -> "x").toList(),
                                all.value(),
                                all.eventCount(),
                                q.window() == null ? List.of() : all.windows())),
                List.of());
    }

    @QueryHandler
    synchronized UsageQuery.Tailed answer(UsageQuery.Tail q) {
        return new UsageQuery.Tailed(List.of(), "0:" + events.size(), false);
    }

    @QueryHandler
    UsageQuery.Lag answer(UsageQuery.LagOf q) {
        return new UsageQuery.Lag(new TreeMap<>(Map.of(0, 0L)));
    }

    @QueryHandler
    synchronized long answer(UsageQuery.CountAll q) {
        return events.values().stream().filter(e -> e.scope().equals(q.scope())).count();
    }
}
