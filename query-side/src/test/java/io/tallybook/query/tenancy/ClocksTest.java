package io.tallybook.query.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.query.ReadSide;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClocksTest {
    private static final Instant JANUARY = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2025-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2025-03-01T00:00:00Z");
    private static final EnvironmentId ID = EnvironmentId.of(Ulid.derived(JANUARY, "sandbox"));
    private static final Scope SCOPE = new Scope(TenantId.of(Ulid.derived(JANUARY, "acme")), ID);

    private final Deque<CompletableFuture<Optional<EnvironmentView>>> table = new ArrayDeque<>();
    private @Nullable EnvironmentView justStored;
    private long nanos = Long.MAX_VALUE - 10;
    private int looked;

    private final Clocks clocks =
            new Clocks(
                    (_, asked) ->
                            switch (asked) {
                                case MEMORY ->
                                        CompletableFuture.completedFuture(
                                                Optional.ofNullable(justStored));
                                case TABLE -> {
                                    looked++;
                                    yield table.removeFirst();
                                }
                            },
                    () -> nanos);

    private static EnvironmentView sandbox(Instant now, long version) {
        return new EnvironmentView(
                ID,
                SCOPE,
                "sandbox",
                EnvironmentMode.SANDBOX,
                now,
                Stamp.first(JANUARY, "tester", version));
    }

    private static CompletableFuture<Optional<EnvironmentView>> row(Instant now, long version) {
        return CompletableFuture.completedFuture(Optional.of(sandbox(now, version)));
    }

    private CompletableFuture<Optional<Instant>> asked() {
        return clocks.handle(new TenancyQuery.ClockOf(SCOPE));
    }

    private Instant now() {
        return asked().join().orElseThrow();
    }

    private void advanced(Instant from, Instant to, long sequence) {
        var event = new EnvironmentEvent.ClockAdvanced(ID, from, to);
        clocks.on(event, ReadSide.message(SCOPE, ID.value(), sequence, event, from));
    }

    @Test
    void theTableIsAskedOnceAndTheEventsSayTheRest() {
        table.add(row(JANUARY, 0));
        assertThat(now()).isEqualTo(JANUARY);
        assertThat(now()).isEqualTo(JANUARY);
        advanced(JANUARY, FEBRUARY, 1);
        assertThat(now()).isEqualTo(FEBRUARY);
        assertThat(looked).isOne();
    }

    @Test
    void whatThisProgramHasJustStoredIsKnownBeforeItsEventIsHeard() {
        table.add(row(JANUARY, 0));
        assertThat(now()).isEqualTo(JANUARY);
        justStored = sandbox(FEBRUARY, 1);
        assertThat(now()).isEqualTo(FEBRUARY);
        justStored = null;
        assertThat(now()).isEqualTo(FEBRUARY);
    }

    @Test
    void anAnswerOfBeforeDoesNotPutTheClockBack() {
        CompletableFuture<Optional<EnvironmentView>> slow = new CompletableFuture<>();
        table.add(slow);
        CompletableFuture<Optional<Instant>> answer = asked();
        advanced(JANUARY, FEBRUARY, 1);
        assertThat(slow.complete(Optional.of(sandbox(JANUARY, 0)))).isTrue();
        assertThat(answer.join()).contains(FEBRUARY);
        assertThat(now()).isEqualTo(FEBRUARY);
    }

    @Test
    void aClockThatWasSetBackIsBack() {
        advanced(JANUARY, MARCH, 1);
        var event = new EnvironmentEvent.ClockSet(ID, MARCH, FEBRUARY);
        clocks.on(event, ReadSide.message(SCOPE, ID.value(), 2, event, MARCH));
        assertThat(now()).isEqualTo(FEBRUARY);
    }

    @Test
    void whereNoEventsComeTheTableIsLookedAtOnceASecondBehindTheAnswer() {
        table.add(row(JANUARY, 0));
        assertThat(now()).isEqualTo(JANUARY);
        nanos += Duration.ofSeconds(1).toNanos();
        CompletableFuture<Optional<EnvironmentView>> slow = new CompletableFuture<>();
        table.add(slow);
        assertThat(now()).isEqualTo(JANUARY);
        assertThat(now()).isEqualTo(JANUARY);
        assertThat(looked).isEqualTo(2);
        assertThat(slow.complete(Optional.of(sandbox(FEBRUARY, 1)))).isTrue();
        assertThat(now()).isEqualTo(FEBRUARY);
    }

    @Test
    void anotherTenantsClockIsNotThere() {
        advanced(JANUARY, FEBRUARY, 1);
        table.add(CompletableFuture.completedFuture(Optional.empty()));
        var other = new Scope(TenantId.of(Ulid.derived(JANUARY, "other")), ID);
        assertThat(clocks.handle(new TenancyQuery.ClockOf(other)).join()).isEmpty();
    }
}
