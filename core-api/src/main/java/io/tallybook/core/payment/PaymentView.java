package io.tallybook.core.payment;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payment.
 *
 * @param amount what came; until then what is asked for
 * @param refunded what of it was given back
 * @param reference the provider's name of the charge
 * @param url where the customer pays
 * @param nextAttemptAt when a refused payment is tried again by itself
 */
@RecordBuilder
public record PaymentView(
        PaymentId id,
        Scope scope,
        PaymentDocument payment,
        Status status,
        Money amount,
        Money refunded,
        List<Attempt> attempts,
        @Nullable String reference,
        @Nullable String url,
        @Nullable String error,
        @Nullable Instant succeededAt,
        @Nullable Instant failedAt,
        @Nullable Instant refundedAt,
        @Nullable Instant voidedAt,
        @Nullable Instant nextAttemptAt,
        Stamp stamp)
        implements View {
    public PaymentView {
        attempts = List.copyOf(attempts);
    }

    /** What of it came and was not given back. */
    public Money kept() {
        return switch (status) {
            case SUCCEEDED, PARTIALLY_REFUNDED, REFUNDED -> amount.minus(refunded);
            case INITIATED, PENDING, PROCESSING, FAILED, VOIDED -> Money.zero(amount.currency());
        };
    }

    /** Where a payment stands. */
    public enum Status {
        /** Made, and nothing was tried. */
        INITIATED,
        /** The customer has to do something. */
        PENDING,
        /** An attempt is under way. */
        PROCESSING,
        SUCCEEDED,
        /** The last attempt was refused. */
        FAILED,
        REFUNDED,
        PARTIALLY_REFUNDED,
        VOIDED
    }

    /**
     * One attempt and its answer.
     *
     * @param number 1 for the first
     * @param answer absent while it is under way
     * @param code why it was refused, for a program
     * @param message why, for a person
     */
    public record Attempt(
            int number,
            Instant beganAt,
            @Nullable Instant answeredAt,
            @Nullable Answer answer,
            @Nullable String reference,
            @Nullable String code,
            @Nullable String message) {}

    /** What became of an attempt. */
    public enum Answer {
        SUCCEEDED,
        DECLINED,
        CUSTOMER_ASKED,
        VOIDED
    }
}
