package io.tallybook.core.wallet;

import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credits that are kept for one purpose and that nothing else may take meanwhile; they stay in the
 * balance.
 *
 * @param credits more than zero
 * @param amount what they are worth in the wallet's currency
 * @param expiresAt when what was not captured is free again by itself
 * @param referenceId the caller's own text
 * @param parts of which credits they are; a credit that expires while it is held expires when the
 *     hold ends
 */
public record HoldDocument(
        HoldId id,
        BigDecimal credits,
        Money amount,
        Instant expiresAt,
        @Nullable String referenceId,
        @Nullable String description,
        Map<String, String> metadata,
        List<Part> parts) {
    public HoldDocument {
        metadata = Map.copyOf(metadata);
        parts = List.copyOf(parts);
    }

    /** How a hold stands. */
    public enum Status {
        HELD,
        CAPTURED,
        RELEASED,
        TIMED_OUT
    }
}
