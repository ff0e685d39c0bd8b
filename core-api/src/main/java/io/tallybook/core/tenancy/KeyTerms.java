package io.tallybook.core.tenancy;

import io.tallybook.core.access.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a key opens its environment.
 *
 * @param type as the contract calls it: {@code private_key} or {@code publishable_key}
 * @param userId whose roles it has; absent, it may do everything
 * @param expiresAt from when it no longer works, by the machine's clock; absent, it does not expire
 * @param requestsPerMinute how many requests it may make; absent, as many as its environment says
 */
public record KeyTerms(
        String type,
        @Nullable UserId userId,
        @Nullable Instant expiresAt,
        @Nullable Integer requestsPerMinute) {
    /** Of a key that may do everything, for ever. */
    public static final KeyTerms OWNER = new KeyTerms("private_key", null, null, null);
}
