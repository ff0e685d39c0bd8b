package io.tallybook.sagas;

import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which processes send commands: each is stored, or known to be refused, before the
 * token of the process is, so that it never moves past a command that is lost.
 */
public final class ProcessCommands {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessCommands.class);

    private static final String BATCH = ProcessCommands.class.getName();

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
        return sent(process, cause, command).answer();
    }

    /**
     * Sends what follows from an event, together with what follows from others of its batch: a
     * refusal is noted and nothing else, so that nobody has to wait before the batch is committed.
     *
     * <p>Errors: whatever else than a refusal went wrong is thrown then, and the batch is tried
     * again.
     */
    public void sendTogether(String process, Occurrence cause, Command command) {
        batch().add(sent(process, cause.eventId(), command));
    }

    private static List<Sent> batch() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(
                BATCH,
                _ -> {
                    List<Sent> batch = new ArrayList<>();
                    root.onPrepareCommit(_ -> batch.forEach(Sent::answer));
                    return batch;
                });
    }

    private Sent sent(String process, String cause, Command command) {
        return new Sent(
                process,
                cause,
                command,
                gateway.send(new GenericCommandMessage<>(command, metadata(process, cause))));
    }

    /** A command that is on its way, or done. */
    private record Sent(
            String process, String cause, Command command, CompletableFuture<?> result) {
        Answer answer() {
            try {
                return new Answer.Accepted(
                        result.get() instanceof Receipt receipt ? receipt : null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("nobody waits for the answer any more", e);
            } catch (ExecutionException failed) {
                Rejection rejection = refusal(failed);
                LOG.warn(
                        "{} was refused to process {}, caused by {}: {}",
                        command.getClass().getName(),
                        process,
                        cause,
                        rejection.message());
                return new Answer.Refused(rejection);
            }
        }

        private static Rejection refusal(ExecutionException failed) {
            Throwable why = failed.getCause();
            if (why instanceof CommandExecutionException refused) {
                return refused.<Rejection>getDetails().orElseThrow(() -> refused);
            }
            if (why instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(failed);
        }
    }

    /** What only the sender knows; the rest, events take from the command itself. */
    private static Map<String, String> metadata(String process, String cause) {
        return Map.of(Meta.ACTOR, "process:" + process, Meta.CAUSE, cause);
    }
}
