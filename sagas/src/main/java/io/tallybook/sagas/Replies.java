package io.tallybook.sagas;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits for the answers to queries: processes block, and never for ever. */
public final class Replies {
    private static final Duration BOUND = Duration.ofMinutes(2);

    private Replies() {}

    /** Errors: the fault of whoever answers, as it was thrown; a TimeoutException as its cause. */
    public static <T> T of(CompletableFuture<T> reply) {
        try {
            return reply.orTimeout(BOUND.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw e;
        }
    }
}
