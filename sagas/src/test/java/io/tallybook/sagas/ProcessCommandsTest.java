package io.tallybook.sagas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Meta;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.SubscriptionCommand.Renew;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.messaging.MessageHandler;
import org.junit.jupiter.api.Test;

class ProcessCommandsTest {
    private static final Renew RENEW =
            new Renew(Samples.SUBSCRIPTION, Samples.SCOPE, Samples.DECEMBER, 0);

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

    private void answering(MessageHandler<CommandMessage<?>> handler) {
        bus.subscribe(
                Renew.class.getName(),
                message -> {
                    received.add(message);
                    return handler.handle(message);
                });
    }
}
