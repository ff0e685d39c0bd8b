package io.tallybook.sagas.plansync;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.plansync.PlanOffer;
import io.tallybook.core.plansync.PlanSyncCommand;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.core.plansync.SyncResult.Outcome;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Finds what subscriptions lack of their plan's prices, and gives it to them. What was found is
 * recorded before anything is done, and to give it again does nothing, so that a step that was cut
 * short and is repeated ends like one that was not.
 */
public final class PlanSyncing implements Preparation {
    private static final String NAME = "plan_sync";
    private static final String CAUSE = "due_work:SYNC_PLAN";
    private static final int IN_FLIGHT = 8;

    /** So many subscriptions are one step: that much is repeated after a crash. */
    static final int STEP = 100;

    private final ProcessCommands commands;
    private final Offers offers;

    public PlanSyncing(ProcessCommands commands, QueryGateway queries) {
        this.commands = commands;
        this.offers = new Offers(queries);
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        List<Prepared> prepared = new ArrayList<>();
        for (DueItem item : items) {
            prepared.add(
                    item.duty() instanceof Duty.SyncPlan duty
                            ? prepared(item, duty)
                            : new Prepared.Unready(item, "it is no synchronisation of a plan"));
        }
        return List.copyOf(prepared);
    }

    private Prepared prepared(DueItem item, Duty.SyncPlan duty) {
        try {
            List<PlannedChange> planned = duty.step().planned();
            return new Prepared.Ready(
                    item, planned == null ? found(item, duty) : given(item, duty, planned));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Prepared.Unready(item, "it was broken off");
        } catch (RuntimeException e) {
            return new Prepared.Unready(item, e.toString());
        }
    }

    private Command found(DueItem item, Duty.SyncPlan duty) {
        Scope scope = item.scope();
        PlanOffer offer = offers.of(scope, duty.step().planId(), item.dueAt());
        List<SubscriptionView> running =
                offers.running(scope, duty.step().planId(), duty.step().after(), STEP);
        SubscriptionId last = running.size() < STEP ? null : running.getLast().id();
        return new PlanSyncCommand.PlanStep(
                duty.subject(),
                scope,
                item.dueAt(),
                duty.number(),
                running.stream().map(offer::lackedBy).toList(),
                last);
    }

    private Command given(DueItem item, Duty.SyncPlan duty, List<PlannedChange> planned)
            throws InterruptedException {
        Scope scope = item.scope();
        PlanOffer offer = offers.of(scope, duty.step().planId(), item.dueAt());
        Map<SubscriptionId, SubscriptionView> views =
                offers.those(
                        scope,
                        planned.stream()
                                .filter(change -> !change.isInStep())
                                .map(PlannedChange::subscriptionId)
                                .toList());
        List<Future<SyncResult>> results = new ArrayList<>();
        Semaphore turns = new Semaphore(IN_FLIGHT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (PlannedChange change : planned) {
                SubscriptionView view = views.get(change.subscriptionId());
                turns.acquire();
                results.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return given(offer, change, view);
                                    } finally {
                                        turns.release();
                                    }
                                }));
            }
        }
        return new PlanSyncCommand.FinishStep(
                duty.subject(), scope, item.dueAt(), duty.number(), all(results));
    }

    private SyncResult given(
            PlanOffer offer, PlannedChange change, @Nullable SubscriptionView view) {
        if (change.isInStep()) {
            return new SyncResult(change, Outcome.IN_STEP, null);
        }
        if (view == null) {
            throw new IllegalStateException(
                    "the view does not show subscription " + change.subscriptionId());
        }
        return switch (commands.send(NAME, CAUSE, offer.order(view))) {
            case Answer.Accepted _ -> new SyncResult(change, Outcome.CHANGED, null);
            case Answer.Refused(var rejection) ->
                    new SyncResult(change, Outcome.FAILED, rejection.message());
        };
    }

    private static List<SyncResult> all(List<Future<SyncResult>> results)
            throws InterruptedException {
        List<SyncResult> all = new ArrayList<>();
        for (Future<SyncResult> result : results) {
            try {
                all.add(result.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "a subscription could not be brought in step", e.getCause());
            }
        }
        return all;
    }
}
