package io.tallybook.sagas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.tallybook.core.Meta;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.SubscriptionCommand.Renew;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.junit.jupiter.api.Test;

class ProcessCommandsTest {
    private static final Renew RENEW =
            new Renew(Samples.SUBSCRIPTION, Samples.SCOPE, Samples.DECEMBER, 0);
    private static final Occurrence CAUSE =
            new Occurrence(Samples.SCOPE, Samples.DECEMBER, "event-1");

    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final ProcessCommands commands =
            new ProcessCommands(DefaultCommandGateway.builder().commandBus(bus).build());
    private final List<CommandMessage<?>> received = new ArrayList<>();

    @Test
    void aCommandSaysWhoSentItAndWhy() {
        answering(message -> null);

        assertThat(commands.send("renewal", "event-1", RENEW)).isEqualTo(new Answer.Accepted());

        assertThat(received).hasSize(1);
        var meta = received.getFirst().getMetaData();
        assertThat(meta.get(Meta.ACTOR)).isEqualTo("process:renewal");
        assertThat(meta.get(Meta.CAUSE)).isEqualTo("event-1");
    }

    @Test
    void aRefusalIsAnAnswer() {
        Rejection rejection = Rejection.invalidOperation("it has ended");
        answering(
                _ -> {
                    throw new CommandExecutionException(rejection.message(), null, rejection);
                });

        assertThat(commands.send("renewal", "event-1", RENEW))
                .isEqualTo(new Answer.Refused(rejection));
    }

    @Test
    void whateverElseFailsIsThrownAndTriedAgain() {
        answering(
                _ -> {
                    throw new IllegalStateException("the store is away");
                });

        assertThatThrownBy(() -> commands.send("renewal", "event-1", RENEW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store is away");
    }

    /** Each waits for the other: one after the other, they would wait for ever. */
    @Test
    void whatABatchSendsTogetherIsUnderWayAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        var threads = AsynchronousCommandBus.builder().build();
        threads.subscribe(
                Renew.class.getName(),
                _ -> {
                    both.countDown();
                    return both.await(30, TimeUnit.SECONDS) ? null : fail("it is alone");
                });
        var together =
                new ProcessCommands(DefaultCommandGateway.builder().commandBus(threads).build());

        assertThat(batch(together, 2).isExceptional()).isFalse();
        threads.shutdown();
    }

    @Test
    void aBatchIsTriedAgainIfWhatItSentTogetherFails() {
        answering(
                _ -> {
                    throw new IllegalStateException("the store is away");
                });

        assertThat(batch(commands, 1).exceptionResult()).hasMessage("the store is away");
    }

    @Test
    void aRefusalOfWhatWasSentTogetherIsNoFailure() {
        Rejection rejection = Rejection.invalidOperation("it has ended");
        answering(
                _ -> {
                    throw new CommandExecutionException(rejection.message(), null, rejection);
                });

        assertThat(batch(commands, 1).isExceptional()).isFalse();
    }

    private static ResultMessage<?> batch(ProcessCommands commands, int events) {
        List<EventMessage<?>> messages =
                Stream.<EventMessage<?>>generate(() -> GenericEventMessage.asEventMessage("due"))
                        .limit(events)
                        .toList();
        return new BatchingUnitOfWork<>(messages)
                .executeWithResult(
                        () -> {
                            commands.sendTogether("renewal", CAUSE, RENEW);
                            return null;
                        });
    }

    private void answering(MessageHandler<CommandMessage<?>> handler) {
        bus.subscribe(
                Renew.class.getName(),
                message -> {
                    received.add(message);
                    return handler.handle(message);
                });
    }
}
