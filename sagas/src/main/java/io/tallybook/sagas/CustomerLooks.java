package io.tallybook.sagas;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at customers of whom something may have changed.
 *
 * <p>Of one customer one look is under way at a time, so a later one never says what is older.
 * Whoever comes while one is under way has it repeated, and need not wait for it: of many news, no
 * more looks are taken than one each {@code pace}, and the last news are looked at.
 */
public final class CustomerLooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CustomerLooks.class);

    private final String what;
    private final Duration pace;
    private final BiConsumer<Scope, CustomerId> looking;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Of, Look> underWay = new ConcurrentHashMap<>();
    private volatile boolean begun;

    private record Of(Scope scope, CustomerId customer) {}

    private enum Look {
        ONCE,
        AGAIN
    }

    /**
     * @param what is looked for, for the log
     * @param pace how long the next look at the same customer waits; zero for not at all
     */
    public CustomerLooks(String what, Duration pace, BiConsumer<Scope, CustomerId> looking) {
        this.what = what;
        this.pace = pace;
        this.looking = looking;
    }

    /** Looks from now on; what came before is seen by looking at all. */
    public void begin(Runnable all) {
        begun = true;
        beside(all);
    }

    /**
     * Does something beside whoever asks for it; what fails is logged. Before the beginning it does
     * nothing, nor after the end: nobody could answer what is asked for it.
     */
    public void beside(Runnable work) {
        if (!begun) {
            return;
        }
        started(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("nobody is looked at for {}", what, e);
                    }
                });
    }

    /** Looks now, or has the look that is under way repeated; what fails is logged. */
    public void look(Scope scope, CustomerId customer) {
        Of of = new Of(scope, customer);
        if (underWay.merge(of, Look.ONCE, (_, _) -> Look.AGAIN) == Look.ONCE) {
            turn(of);
        }
    }

    private void turn(Of of) {
        do {
            try {
                looking.accept(of.scope(), of.customer());
            } catch (RuntimeException e) {
                LOG.warn("{} of {} could not be looked at", what, of.customer(), e);
            }
            if (!pace.isZero()) {
                later(of);
                return;
            }
        } while (isWantedAgain(of));
    }

    private boolean isWantedAgain(Of of) {
        return underWay.computeIfPresent(of, (_, was) -> was == Look.AGAIN ? Look.ONCE : null)
                != null;
    }

    private void later(Of of) {
        CompletableFuture.delayedExecutor(pace.toNanos(), TimeUnit.NANOSECONDS)
                .execute(
                        () -> {
                            if (isWantedAgain(of)) {
                                started(() -> turn(of));
                            }
                        });
    }

    private void started(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody is looked at for {}: closed", what, e);
        }
    }

    /** Ends what is under way, and begins nothing more. */
    @Override
    public void close() {
        begun = false;
        threads.close();
    }
}
