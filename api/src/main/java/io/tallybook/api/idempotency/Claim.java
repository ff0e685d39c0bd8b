package io.tallybook.api.idempotency;

import org.jspecify.annotations.Nullable;

/** What a request with an idempotency key finds when it arrives. */
sealed interface Claim {

    /**
     * It is ours to run, now, with ids from {@code seed}.
     *
     * @param firstSeenMillis when the first request with this key arrived, in milliseconds since
     *     1970
     */
    record Run(String runner, String seed, long firstSeenMillis) implements Claim {}

    /** It was answered already. */
    record Answered(int status, @Nullable String contentType, String body) implements Claim {}

    /** The key belongs to another request. */
    record Mismatch(String route, boolean sameRoute) implements Claim {}

    /** Somebody else runs it at this moment. */
    record Busy() implements Claim {}
}
