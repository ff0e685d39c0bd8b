package io.tallybook.sagas;

import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
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
            gateway.sendAndWait(
                    new GenericCommandMessage<>(command, metadata(process, cause, command)));
            return new Answer.Accepted();
        } catch (CommandExecutionException e) {
            Rejection rejection = e.<Rejection>getDetails().orElseThrow(() -> e);
            LOG.warn(
                    "{} was refused to process {}, caused by {}: {}",
                    name(command),
                    process,
                    cause,
                    rejection.message());
            return new Answer.Refused(rejection);
        }
    }

    private static Map<String, String> metadata(String process, String cause, Command command) {
        Scope scope = command.scope();
        return Map.of(
                Meta.TENANT, scope.tenant().value(),
                Meta.ENVIRONMENT, scope.environment().value(),
                Meta.ACTOR, "process:" + process,
                Meta.CAUSE, cause,
                Meta.COMMAND, name(command),
                Meta.EFFECTIVE_AT, command.at().toString());
    }

    /** The logical name, as {@code wallet.give_back} of {@code WalletCommand.GiveBack}. */
    static String name(Command command) {
        String[] parts = command.getClass().getName().split("[.$]", -1);
        String family = parts[parts.length - 2].replaceFirst("Command$", "");
        return snake(family) + "." + snake(parts[parts.length - 1]);
    }

    private static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
    }
}
