package io.tallybook.core.usage;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where events go that an environment does not take. */
public interface UsageRefusals {
    /**
     * Makes durable that events were refused, and why; as {@link UsageIntake#accept} does for those
     * that are taken.
     */
    CompletableFuture<Void> refuse(List<RefusedUsage> refused);
}
