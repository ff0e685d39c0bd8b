package io.tallybook.sagas.duework;

import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.CommandHandler;

/** Performs due work when it is asked to. */
public final class DueWorkCommands implements AutoCloseable {
    private final Performer performer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public DueWorkCommands(Performer performer) {
        this.performer = performer;
    }

    // On a thread of its own: the bus has begun a transaction on this one, in which the work of
    // minutes would be neither visible nor kept until the end.
    @CommandHandler
    Report handle(PerformUpTo command) throws InterruptedException {
        try {
            return threads.submit(() -> performer.performAll(command)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "due work of environment "
                            + command.scope().environment()
                            + " up to "
                            + command.upTo()
                            + " was not performed",
                    e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
