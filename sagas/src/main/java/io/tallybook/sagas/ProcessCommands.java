package io.tallybook.sagas;

import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which processes send commands: each is stored, or known to be refused, before the
 * process goes on, so that its token never moves past a command that is lost.
 */
public final class ProcessCommands {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessCommands.class);

    private final CommandGateway gateway;

    public ProcessCommands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /** Sends what follows from an event. */
    public Answer send(String process, Occurrence cause, Command command) {
        return send(process, cause.eventId(), command);
    }

    /**
     * Sends a command and waits for its answer.
     *
     * <p>Errors: whatever else than a refusal went wrong is thrown, to be tried again.
     *
     * @param process who sends it, as {@code finalization}
     * @param cause an event's id, or {@code due_work:KIND}
     */
    public Answer send(String process, String cause, Command command) {
        try {
            Object answer =
                    gateway.sendAndWait(
                            new GenericCommandMessage<>(command, metadata(process, cause)));
            return new Answer.Accepted(answer instanceof Receipt receipt ? receipt : null);
        } catch (CommandExecutionException e) {
            Rejection rejection = e.<Rejection>getDetails().orElseThrow(() -> e);
            LOG.warn(
                    "{} was refused to process {}, caused by {}: {}",
                    command.getClass().getName(),
                    process,
                    cause,
                    rejection.message());
            return new Answer.Refused(rejection);
        }
    }

    /** What only the sender knows; the rest, events take from the command itself. */
    private static Map<String, String> metadata(String process, String cause) {
        return Map.of(Meta.ACTOR, "process:" + process, Meta.CAUSE, cause);
    }
}
