package io.tallybook.core.usage;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where usage comes in. */
public interface UsageIntake {
    /**
     * Makes events durable.
     *
     * <p>Completes only when the broker has acknowledged all of them; they will then be stored once
     * and counted once, whatever crashes. Completes with {@link UsageNotDurable} when that cannot
     * be said of all of them: some may have been kept, so the caller repeats the whole list, and
     * what was kept is recognised.
     */
    CompletableFuture<Void> accept(List<UsageEvent> events);
}
