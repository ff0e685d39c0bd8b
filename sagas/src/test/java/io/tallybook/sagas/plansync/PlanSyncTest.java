package io.tallybook.sagas.plansync;

import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Command;
import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.plansync.PlanSyncCommand;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.Eventually;
import io.tallybook.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan gets another price, which is brought to the subscriptions that run on it. */
class PlanSyncTest {
    private static final int SUBSCRIPTIONS = PlanSyncing.STEP + 20;
    private static final Instant LATER = Instant.parse("2023-11-10T00:00:00Z");
    private static final PlanId PLAN = PlanId.of(ulid("plan"));
    private static final PlanSyncId SYNC = PlanSyncId.of(ulid("sync"));

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final List<SubscriptionId> subscriptions = new ArrayList<>();
    private Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private void aPlanWithSubscriptions() {
        SubscriptionTerms terms = terms(null, fixed("20", InvoiceCadence.ARREAR));
        for (int number = 0; number < SUBSCRIPTIONS; number++) {
            SubscriptionId id = Samples.subscription("synced " + number);
            subscriptions.add(id);
            engine.send(new SubscriptionCommand.Create(id, SCOPE, START, terms));
            views.subscription(id, terms);
        }
        views.offer(
                new PlanView(
                        PLAN,
                        SCOPE,
                        new PlanDocument("Plan", "plan", null, null, Map.of()),
                        Stamp.first(START, "test", 0)),
                List.of(
                        price("base", fixed("20", InvoiceCadence.ARREAR)),
                        price("second", fixed("5", InvoiceCadence.ARREAR))));
    }

    private static PriceView price(String name, LineItem like) {
        return new PriceView(
                PriceId.of(ulid("price " + name)),
                SCOPE,
                like.price(),
                Stamp.first(START, "test", 0));
    }

    private Report perform() {
        return engine.commands().sendAndWait(new PerformUpTo(SCOPE, LATER));
    }

    private List<Object> history(String id) {
        return engine.events()
                .readEvents(id)
                .asStream()
                .<Object>map(EventMessage::getPayload)
                .toList();
    }

    private List<SyncResult> results() {
        return history(SYNC.value()).stream()
                .filter(PlanSyncEvent.StepFinished.class::isInstance)
                .map(PlanSyncEvent.StepFinished.class::cast)
                .flatMap(step -> step.results().stream())
                .toList();
    }

    private void everySubscriptionWasChangedOnce() {
        for (SubscriptionId id : subscriptions) {
            List<SubscriptionEvent.LinesChanged> changes =
                    history(id.value()).stream()
                            .filter(SubscriptionEvent.LinesChanged.class::isInstance)
                            .map(SubscriptionEvent.LinesChanged.class::cast)
                            .toList();
            assertThat(changes).as(id.value()).hasSize(1);
            assertThat(changes.getFirst().added())
                    .singleElement()
                    .satisfies(
                            line ->
                                    assertThat(line.priceId())
                                            .isEqualTo(PriceId.of(ulid("price second"))));
        }
        assertThat(results())
                .hasSize(SUBSCRIPTIONS)
                .allSatisfy(
                        result ->
                                assertThat(result.outcome()).isEqualTo(SyncResult.Outcome.CHANGED));
        assertThat(results().stream().map(result -> result.change().subscriptionId()))
                .containsExactlyInAnyOrderElementsOf(subscriptions);
    }

    @Test
    void everySubscriptionGetsItsResultStepByStep() {
        aPlanWithSubscriptions();
        engine.send(new PlanSyncCommand.Begin(SYNC, SCOPE, LATER, PLAN));

        assertThat(perform().open()).isZero();

        assertThat(history(SYNC.value()))
                .hasExactlyElementsOfTypes(
                        PlanSyncEvent.Begun.class,
                        PlanSyncEvent.StepPlanned.class,
                        PlanSyncEvent.StepFinished.class,
                        PlanSyncEvent.StepPlanned.class,
                        PlanSyncEvent.StepFinished.class,
                        PlanSyncEvent.Completed.class);
        everySubscriptionWasChangedOnce();
    }

    @Test
    void oneThatEndsMeanwhileIsToldAsFailedAndHoldsUpNoOther() {
        aPlanWithSubscriptions();
        SubscriptionId ending = subscriptions.getFirst();
        engine.beforeEachCommand(
                command -> {
                    if (command instanceof SubscriptionCommand.SyncLines sync
                            && sync.subscriptionId().equals(ending)) {
                        engine.send(
                                new SubscriptionCommand.Cancel(
                                        ending,
                                        SCOPE,
                                        LATER,
                                        CancellationType.IMMEDIATE,
                                        null,
                                        OpenUsage.FORGIVEN,
                                        null));
                    }
                });
        engine.send(new PlanSyncCommand.Begin(SYNC, SCOPE, LATER, PLAN));
        assertThat(perform().open()).isZero();
        assertThat(results())
                .filteredOn(result -> result.outcome() == SyncResult.Outcome.FAILED)
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.change().subscriptionId()).isEqualTo(ending);
                            assertThat(result.problem()).contains("was cancelled");
                        });
        assertThat(results()).hasSize(SUBSCRIPTIONS);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                PlanSyncCommand.PlanStep.class,
                SubscriptionCommand.SyncLines.class,
                PlanSyncCommand.FinishStep.class
            })
    void oneThatIsCutShortIsResumedAndChangesEachSubscriptionOnce(Class<? extends Command> victim) {
        aPlanWithSubscriptions();
        AtomicInteger passed = new AtomicInteger();
        int survive = victim == SubscriptionCommand.SyncLines.class ? SUBSCRIPTIONS / 2 : 0;
        engine.beforeEachCommand(
                command -> {
                    if (victim.isInstance(command) && passed.incrementAndGet() > survive) {
                        throw new IllegalStateException("the process is gone");
                    }
                });
        engine.send(new PlanSyncCommand.Begin(SYNC, SCOPE, LATER, PLAN));
        assertThat(perform().open()).isPositive();
        assertThat(history(SYNC.value())).noneMatch(PlanSyncEvent.Completed.class::isInstance);
        assertThatThrownBy(
                        () ->
                                engine.send(
                                        new PlanSyncCommand.Begin(
                                                PlanSyncId.of(ulid("other sync")),
                                                SCOPE,
                                                LATER,
                                                PLAN)))
                .hasMessageContaining("is running");

        engine.close();
        engine = new Engine(database.dataSource(), views, machine);

        Eventually.within(Duration.ofSeconds(60), () -> assertThat(perform().open()).isZero());
        everySubscriptionWasChangedOnce();
    }
}
