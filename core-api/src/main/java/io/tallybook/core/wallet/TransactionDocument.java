package io.tallybook.core.wallet;

import io.soabase.recordbuilder.core.RecordBuilder;
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
 * @param parent the movement that it belongs to: of a bonus the purchase, of a giving back the
 *     debit
 * @param carry what of a credit lasts beyond {@code expiresAt}; absent for nothing
 */
@RecordBuilder
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
        List<Part> parts,
        @Nullable WalletTransactionId parent,
        @Nullable Carry carry) {
    public TransactionDocument {
        metadata = Map.copyOf(metadata);
        parts = List.copyOf(parts);
    }

    /** One that belongs to no other. */
    public TransactionDocument(
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
        this(
                id,
                type,
                reason,
                credits,
                amount,
                balanceBefore,
                balanceAfter,
                referenceId,
                expiresAt,
                priority,
                idempotencyKey,
                description,
                metadata,
                parts,
                null,
                null);
    }

    /** A credit of which nothing lasts beyond its last moment, or a debit. */
    public TransactionDocument(
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
            List<Part> parts,
            @Nullable WalletTransactionId parent) {
        this(
                id,
                type,
                reason,
                credits,
                amount,
                balanceBefore,
                balanceAfter,
                referenceId,
                expiresAt,
                priority,
                idempotencyKey,
                description,
                metadata,
                parts,
                parent,
                null);
    }

    /** The same credit after what was left of it was carried over: once. */
    public TransactionDocument carriedUntil(Instant until) {
        return TransactionDocumentBuilder.builder(this).expiresAt(until).carry(null).build();
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
        INVOICE_VOID_REFUND,
        /** Bought, and there once the invoice for them is paid. */
        PURCHASED_CREDIT_INVOICED,
        /** Given on top of a purchase. */
        PURCHASED_CREDIT_BONUS,
        /** Given by a credit grant of a subscription. */
        SUBSCRIPTION_CREDIT_GRANT,
        /** Put right by hand, either way. */
        CREDIT_ADJUSTMENT,
        /** Given back by a credit note. */
        CREDIT_NOTE,
        /** Their last moment has passed. */
        CREDIT_EXPIRED,
        /** Taken back from the customer. */
        CREDIT_VOIDED,
        /** Used by hand, for something that is on no invoice. */
        MANUAL_BALANCE_DEBIT,
        /** The wallet was closed. */
        WALLET_TERMINATION;

        /** Whether credits that come in so were given and not paid for. */
        public boolean isFree() {
            return switch (this) {
                case FREE_CREDIT_GRANT,
                        PURCHASED_CREDIT_BONUS,
                        SUBSCRIPTION_CREDIT_GRANT,
                        CREDIT_ADJUSTMENT ->
                        true;
                case PURCHASED_CREDIT_DIRECT,
                        PURCHASED_CREDIT_INVOICED,
                        CREDIT_NOTE,
                        INVOICE_PAYMENT,
                        INVOICE_VOID_REFUND,
                        CREDIT_EXPIRED,
                        CREDIT_VOIDED,
                        MANUAL_BALANCE_DEBIT,
                        WALLET_TERMINATION ->
                        false;
            };
        }
    }

    /** What kind of thing it was for; absent if it was for nothing named. */
    public @Nullable ReferenceType referenceType() {
        if (referenceId == null) {
            return null;
        }
        return referenceId.startsWith("inv_")
                ? ReferenceType.INVOICE
                : referenceId.startsWith("pay_") ? ReferenceType.PAYMENT : ReferenceType.EXTERNAL;
    }

    /** What a movement can be for. */
    public enum ReferenceType {
        INVOICE,
        PAYMENT,
        EXTERNAL
    }

    /** How far a movement has come. */
    public enum Status {
        PENDING,
        COMPLETED,
        FAILED
    }

    /** Credits of one earlier credit transaction. */
    public record Part(WalletTransactionId grant, BigDecimal credits) {}
}
