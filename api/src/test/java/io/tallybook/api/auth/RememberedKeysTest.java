package io.tallybook.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class RememberedKeysTest {

    private static final Caller CALLER =
            new Caller(
                    new Scope(
                            new TenantId("tenant_00000000000000000000000001"),
                            new EnvironmentId("env_00000000000000000000000001")),
                    EnvironmentMode.SANDBOX,
                    "secret_00000000000000000000000001",
                    Rights.OWNER);

    private final List<String> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private boolean withdrawn;

    private final RememberedKeys keys =
            new RememberedKeys(
                    new KeyRing() {
                        @Override
                        public Mono<Caller> find(String sha256) {
                            asked.add(sha256);
                            return sha256.equals("known") && !withdrawn
                                    ? Mono.just(CALLER)
                                    : Mono.empty();
                        }

                        @Override
                        public Mono<Caller> find(
                                Tokens.Person person, @Nullable EnvironmentId environment) {
                            return Mono.empty();
                        }
                    },
                    nanos::get);

    @Test
    void aKeyIsAskedForOnceInAWhile() {
        assertThat(keys.find("known").block()).isEqualTo(CALLER);
        assertThat(keys.find("known").block()).isEqualTo(CALLER);
        assertThat(asked).hasSize(1);
    }

    @Test
    void anUnknownKeyIsRememberedAsUnknown() {
        assertThat(keys.find("guess").blockOptional()).isEmpty();
        assertThat(keys.find("guess").blockOptional()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aWithdrawnKeyWorksNoLongerThanTheWhile() {
        keys.find("known").block();
        withdrawn = true;
        nanos.addAndGet(RememberedKeys.FOR.toNanos() - 1);
        assertThat(keys.find("known").blockOptional()).isPresent();
        nanos.addAndGet(1);
        assertThat(keys.find("known").blockOptional()).isEmpty();
    }

    @Test
    void whatIsForgottenIsAskedForAtOnce() {
        keys.find("known").block();
        withdrawn = true;
        keys.forget();
        assertThat(keys.find("known").blockOptional()).isEmpty();
    }

    @Test
    void aQuestionUnderWayWhenAllIsForgottenIsNotRemembered() {
        Sinks.One<Caller> slow = Sinks.one();
        List<Mono<Caller>> answers = new ArrayList<>(List.of(slow.asMono(), Mono.empty()));
        RememberedKeys ring = new RememberedKeys(answering(answers), nanos::get);
        StepVerifier.create(ring.find("known"))
                .then(ring::forget)
                .then(() -> slow.tryEmitValue(CALLER).orThrow())
                .expectNext(CALLER)
                .verifyComplete();
        assertThat(ring.find("known").blockOptional()).isEmpty();
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSameAnswerAndAFailureIsNotRemembered() {
        List<Mono<Caller>> answers =
                new ArrayList<>(
                        List.of(
                                Mono.error(new IllegalStateException("the database is away")),
                                Mono.just(CALLER)));
        RememberedKeys ring = new RememberedKeys(answering(answers), nanos::get);
        StepVerifier.create(ring.find("known")).verifyError(IllegalStateException.class);
        assertThat(ring.find("known").block()).isEqualTo(CALLER);
        assertThat(answers).isEmpty();
    }

    private static KeyRing answering(List<Mono<Caller>> answers) {
        return new KeyRing() {
            @Override
            public Mono<Caller> find(String sha256) {
                return answers.removeFirst();
            }

            @Override
            public Mono<Caller> find(Tokens.Person person, @Nullable EnvironmentId environment) {
                return Mono.empty();
            }
        };
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 10_001; i++) {
            keys.find("guess" + i).blockOptional();
        }
        asked.clear();
        keys.find("guess0").blockOptional();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aKeyIsKnownByTheSha256OfItsText() {
        assertThat(Authentication.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
