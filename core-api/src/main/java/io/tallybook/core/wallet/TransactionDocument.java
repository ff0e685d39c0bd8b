package io.tallybook.core.wallet;

import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One movement of credits.
 *
 * @param credits more than zero, whichever way they went; zero for a debit that found nothing to
 *     burn
 * @param amount what they are worth in the wallet's currency
 * @param balanceBefore credits, before it
 * @param balanceAfter credits, after it
 * @param referenceId what it was for: an invoice's id, or the caller's own text
 * @param expiresAt when what is left of a credit no longer pays
 * @param priority the order of burning, lower first; absent is last
 * @param parts of a debit: from which credits it was taken; of a giving back: to which
 */
public record TransactionDocument(
        WalletTransactionId id,
        Type type,
        Reason reason,
        BigDecimal credits,
        Money amount,
        BigDecimal balanceBefore,
        BigDecimal balanceAfter,
        @Nullable String referenceId,
        @Nullable Instant expiresAt,
        @Nullable Integer priority,
        @Nullable String idempotencyKey,
        @Nullable String description,
        Map<String, String> metadata,
        List<Part> parts) {
    public TransactionDocument {
        metadata = Map.copyOf(metadata);
        parts = List.copyOf(parts);
    }

    /** Which way credits go. */
    public enum Type {
        CREDIT,
        DEBIT
    }

    /** Why they move. */
    public enum Reason {
        FREE_CREDIT_GRANT,
        PURCHASED_CREDIT_DIRECT,
        INVOICE_PAYMENT,
        INVOICE_VOID_REFUND
    }

    /** Credits of one earlier credit transaction. */
    public record Part(WalletTransactionId grant, BigDecimal credits) {}
}
