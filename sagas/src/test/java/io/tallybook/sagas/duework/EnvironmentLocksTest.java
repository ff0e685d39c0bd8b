package io.tallybook.sagas.duework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EnvironmentLocksTest {
    private static final EnvironmentId ONE = Samples.scope("one").environment();
    private static final EnvironmentId OTHER = Samples.scope("other").environment();
    private static final TestDatabase DATABASE = new TestDatabase();

    private final EnvironmentLocks here = new EnvironmentLocks(DATABASE.dataSource());
    // Knows nothing of the first, as in another JVM.
    private final EnvironmentLocks elsewhere = new EnvironmentLocks(DATABASE.dataSource());

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Test
    void anEnvironmentHasOneRunnerInThisJvmAndInOthers() {
        try (var _ = here.tryHold(ONE).orElseThrow()) {
            assertThat(here.tryHold(ONE)).isEmpty();
            assertThat(elsewhere.tryHold(ONE)).isEmpty();
        }
        take(elsewhere.tryHold(ONE));
        take(here.tryHold(ONE));
    }

    @Test
    void environmentsDoNotHoldUpEachOther() {
        try (var _ = here.tryHold(ONE).orElseThrow()) {
            take(here.tryHold(OTHER));
            take(elsewhere.tryHold(OTHER));
        }
    }

    @Test
    void aTurnIsWaitedForAndNotForEver() throws InterruptedException {
        try (var _ = here.tryHold(ONE).orElseThrow()) {
            assertThat(elsewhere.hold(ONE, Duration.ofMillis(100))).isEmpty();
        }
        take(elsewhere.hold(ONE, Duration.ofSeconds(30)));
    }

    @Test
    void whoDiesLetsGo() throws Exception {
        var held = here.tryHold(ONE).orElseThrow();
        try (var connection = DATABASE.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");
        }

        take(elsewhere.hold(ONE, Duration.ofSeconds(30)));
        held.close();
        take(here.hold(ONE, Duration.ofSeconds(30)));
    }

    private static void take(Optional<EnvironmentLocks.Held> held) {
        assertThat(held).isPresent();
        held.get().close();
    }
}
