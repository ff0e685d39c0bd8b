package io.tallybook.domain.wallet;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credits that came into a wallet together and are used up together.
 *
 * @param creditsLeft in units of credit, zero or more, any number of decimals
 * @param expiresAt the last instant at which it pays; null for never
 * @param priority lower pays first; null pays after every number
 */
public record Grant(
        String id,
        BigDecimal creditsLeft,
        @Nullable Instant expiresAt,
        @Nullable Integer priority,
        Origin origin,
        Instant grantedAt) {
    /** How the credits came in. */
    public enum Origin {
        FREE,
        PURCHASED
    }

    /** Errors: IllegalArgumentException if creditsLeft is below 0. */
    public Grant {
        if (creditsLeft.signum() < 0) {
            throw new IllegalArgumentException(
                    "grant.creditsLeft of "
                            + id
                            + ": got "
                            + creditsLeft.toPlainString()
                            + ", expected 0 or more");
        }
    }

    /** Whether it may pay at this instant: it has something left and has not expired. */
    public boolean paysAt(Instant at) {
        return creditsLeft.signum() > 0 && (expiresAt == null || !at.isAfter(expiresAt));
    }
}
