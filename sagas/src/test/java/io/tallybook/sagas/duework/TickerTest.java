package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.subscription;
import static io.tallybook.sagas.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.Eventually;
import io.tallybook.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at(DECEMBER);
    private final Engine engine = new Engine(database.dataSource(), views, machine);
    private final Ticker ticker =
            new Ticker(
                    views.gateway(),
                    engine.performer(),
                    engine.dueWork(),
                    engine.metrics(),
                    machine,
                    Duration.ofMillis(20));

    @AfterEach
    void stop() {
        ticker.stop();
        engine.close();
        database.close();
    }

    private Scope environment(String name, EnvironmentMode mode, Instant now) {
        Scope scope = Samples.scope(name);
        views.environment(
                new EnvironmentView(
                        scope.environment(),
                        scope,
                        name,
                        mode,
                        now,
                        Stamp.first(START, "test", 0)));
        var id = subscription(name);
        var terms = terms(null, fixed("20.00", InvoiceCadence.ARREAR));
        views.subscription(id, scope, terms);
        engine.send(new SubscriptionCommand.Create(id, scope, START, terms));
        return scope;
    }

    private Duty next(Scope scope) {
        return engine.dueWork().next(scope, JANUARY, JANUARY, 1).getFirst().duty();
    }

    @Test
    void aLiveEnvironmentFollowsTheMachineAndASandboxItsOwnClock() {
        Scope live = environment("live", EnvironmentMode.LIVE, START);
        Scope ahead = environment("ahead", EnvironmentMode.SANDBOX, DECEMBER);
        Scope behind = environment("behind", EnvironmentMode.SANDBOX, START);

        ticker.start();

        Eventually.within(LONG, () -> assertThat(next(live).kind()).isEqualTo(DueKind.FINALIZE));
        Eventually.within(LONG, () -> assertThat(next(ahead).kind()).isEqualTo(DueKind.FINALIZE));
        assertThat(next(behind)).isEqualTo(new Duty.Renew(subscription("behind"), 0));
        assertThat(ticker.isRunning()).isTrue();
    }

    @Test
    void anEnvironmentWhoseWorkFailsDoesNotHoldUpOthers() {
        engine.beforeEachCommand(
                command -> {
                    if (command instanceof SubscriptionCommand.Renew renew
                            && renew.subscriptionId().equals(subscription("broken"))) {
                        throw new IllegalStateException("this one always fails");
                    }
                });
        Scope broken = environment("broken", EnvironmentMode.LIVE, START);
        Scope sound = environment("sound", EnvironmentMode.LIVE, START);

        ticker.start();

        Eventually.within(LONG, () -> assertThat(next(sound).kind()).isEqualTo(DueKind.FINALIZE));
        Eventually.within(
                LONG,
                () ->
                        assertThat(
                                        engine.meters()
                                                .counter(
                                                        "tallybook.due.work.failed",
                                                        "kind",
                                                        "renew")
                                                .count())
                                .isEqualTo(1));
        assertThat(engine.dueWork().open(broken, DECEMBER)).isEqualTo(1);
    }

    @Test
    void itStopsAndStartsAgain() {
        ticker.start();
        ticker.stop();
        Scope live = environment("live", EnvironmentMode.LIVE, START);
        assertThat(ticker.isRunning()).isFalse();

        ticker.start();

        Eventually.within(LONG, () -> assertThat(next(live).kind()).isEqualTo(DueKind.FINALIZE));
    }
}
