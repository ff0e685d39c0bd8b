package io.tallybook.sagas.duework;

import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.CommandHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs due work when it is asked to. */
public final class DueWorkCommands implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWorkCommands.class);
    private static final Duration VIEWS_BOUND = Duration.ofSeconds(10);

    private final Performer performer;
    private final Progress views;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param views of the projections: who has asked for work to be done reads what came of it
     */
    public DueWorkCommands(Performer performer, Progress views) {
        this.performer = performer;
        this.views = views;
    }

    // On a thread of its own: the bus has begun a transaction on this one, in which the work of
    // minutes would be neither visible nor kept until the end.
    @CommandHandler
    Report handle(PerformUpTo command) throws InterruptedException {
        try {
            return threads.submit(() -> performed(command)).get();
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

    // The work is done whether or not its views have caught up in time: the report stands.
    private Report performed(PerformUpTo command) throws InterruptedException {
        Report report = performer.performAll(command);
        if (!views.await(VIEWS_BOUND)) {
            LOG.warn(
                    "the views did not catch up within {} after due work up to {}",
                    VIEWS_BOUND,
                    command.upTo());
        }
        return report;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
