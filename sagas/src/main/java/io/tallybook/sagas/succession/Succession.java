package io.tallybook.sagas.succession;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.subscription.SubscriptionCommand.Create;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.Successor;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the subscription that takes the place of one that has ended.
 *
 * <p>The end says all that the other begins with, and what could not begin was refused before it:
 * so nothing is remembered here, and the end is not left behind before the other has begun. A
 * repeat begins nothing twice.
 *
 * <p>Should the beginning be refused all the same, an operator is told: to try it again would keep
 * all others waiting, and nobody is there whom it could be answered to.
 */
@ProcessingGroup(Succession.PROCESSOR)
public final class Succession {
    public static final String PROCESSOR = "process.succession";
    private static final String NAME = "succession";

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final ProcessCommands commands;
    private final Counter refused;

    public Succession(ProcessCommands commands, MeterRegistry meters) {
        this.commands = commands;
        this.refused =
                Counter.builder("tallybook.successors.refused")
                        .description(
                                "Subscriptions that have ended and whose successor did not begin")
                        .register(meters);
    }

    @EventHandler
    void on(Cancelled event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        command(event, when).ifPresent(create -> begin(event.subscriptionId(), create, when));
    }

    private void begin(SubscriptionId ended, Create create, Occurrence when) {
        if (commands.send(NAME, when, create) instanceof Answer.Refused(var rejection)) {
            refused.increment();
            LOG.error(
                    "subscription {} has ended and {} could not begin in its place: {}",
                    ended,
                    create.subscriptionId(),
                    rejection.message());
        }
    }

    static Optional<Create> command(Cancelled event, Occurrence when) {
        Successor next = event.successor();
        return next == null
                ? Optional.empty()
                : Optional.of(
                        new Create(next.id(), when.scope(), when.effectiveAt(), next.terms()));
    }
}
