package io.tallybook.app.axon;

import io.tallybook.command.sealing.Erasures;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up erasures that were cut off, from the start on and again and again. */
final class Resumption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final Erasures erasures;
    private final Duration every;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("erasures").factory());

    Resumption(Erasures erasures, Duration every) {
        this.erasures = erasures;
        this.every = every;
    }

    void start() {
        var _ =
                worker.scheduleWithFixedDelay(
                        this::resume, 1_000, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    // A schedule ends with the first exception that gets out of it.
    private void resume() {
        try {
            erasures.resume();
        } catch (RuntimeException e) {
            LOG.warn("erasures could not be taken up; tried again in {}", every, e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
