package io.tallybook.api.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DispatchTest {
    private record WhatNobodyAnswers() {}

    private final SimpleQueryBus queries = SimpleQueryBus.builder().build();
    private final Dispatch dispatch =
            new Dispatch(
                    DefaultCommandGateway.builder()
                            .commandBus(SimpleCommandBus.builder().build())
                            .build(),
                    DefaultQueryGateway.builder().queryBus(queries).build(),
                    InstantSource.system(),
                    Schedulers.immediate());

    /** Silence is an answer too, after a while: the client is told, and may ask again. */
    @Test
    void aQuestionThatIsNeverAnsweredIsUnavailable() {
        queries.subscribe(
                WhatNobodyAnswers.class.getName(),
                String.class,
                _ -> new CompletableFuture<String>());
        StepVerifier.withVirtualTime(() -> dispatch.ask(new WhatNobodyAnswers(), String.class))
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(3))
                .thenAwait(Duration.ofMinutes(2))
                .verifyErrorSatisfies(
                        told -> {
                            assertThat(told).isInstanceOf(ProblemException.class);
                            assertThat(((ProblemException) told).problem().status()).isEqualTo(503);
                        });
    }
}
