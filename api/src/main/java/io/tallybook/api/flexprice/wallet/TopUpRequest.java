package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.flexprice.payment.CheckoutRequest;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credits that are to be put in.
 *
 * @param credits absent if they follow from {@code amount}
 * @param amount what is paid for them, in the wallet's currency
 * @param checkout the page on which they are paid for; absent for none
 */
record TopUpRequest(
        @Nullable BigDecimal credits,
        @Nullable BigDecimal amount,
        Reason reason,
        @Nullable Instant expiresAt,
        @Nullable Integer priority,
        @Nullable String idempotencyKey,
        @Nullable String description,
        Map<String, String> metadata,
        @Nullable String referenceId,
        @Nullable BigDecimal bonusCredits,
        @Nullable Instant bonusExpiresAt,
        @Nullable CheckoutRequest checkout) {

    private static final Choice<Reason> REASONS =
            Choice.of(
                    Map.of(
                            "FREE_CREDIT_GRANT", Reason.FREE_CREDIT_GRANT,
                            "PURCHASED_CREDIT_DIRECT", Reason.PURCHASED_CREDIT_DIRECT,
                            "PURCHASED_CREDIT_INVOICED", Reason.PURCHASED_CREDIT_INVOICED,
                            "SUBSCRIPTION_CREDIT_GRANT", Reason.SUBSCRIPTION_CREDIT_GRANT,
                            "CREDIT_ADJUSTMENT", Reason.CREDIT_ADJUSTMENT,
                            "CREDIT_NOTE", Reason.CREDIT_NOTE));

    private static final int CREDIT_DECIMALS = 15;

    TopUpRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Errors: ProblemException (400) naming the fields. */
    static TopUpRequest of(Fields in) {
        BigDecimal credits = above0(in, "credits_to_add");
        BigDecimal amount = above0(in, "amount");
        if (in.has("credits_to_add") == in.has("amount")) {
            in.complain(
                    "credits_to_add",
                    "either credits_to_add or amount",
                    in.has("amount") ? "both" : "neither");
        }
        Long priority = in.optional("priority").integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        var request =
                new TopUpRequest(
                        credits,
                        amount,
                        in.required("transaction_reason").choice(REASONS),
                        in.isEmptyText("expiry_date_utc")
                                ? null
                                : in.optional("expiry_date_utc").instant(),
                        priority == null ? null : priority.intValue(),
                        in.optional("idempotency_key").text(255),
                        in.optional("description").text(1_024),
                        in.optional("metadata").map(1_024),
                        in.optional("reference_id").text(255),
                        in.optional("bonus_credits_to_add").amount(),
                        in.isEmptyText("bonus_credits_expiry_date_utc")
                                ? null
                                : in.optional("bonus_credits_expiry_date_utc").instant(),
                        CheckoutRequest.of(in));
        if (request.checkout() != null && request.reason() != Reason.PURCHASED_CREDIT_INVOICED) {
            in.complain(
                    "transaction_reason",
                    "PURCHASED_CREDIT_INVOICED, where a checkout is asked for",
                    request.reason().name());
        }
        in.check();
        return request;
    }

    private static @Nullable BigDecimal above0(Fields in, String name) {
        BigDecimal value = in.optional(name).decimal();
        if (value != null && value.signum() <= 0) {
            in.complain(name, "a number above zero", value.toPlainString());
        }
        return value;
    }

    /**
     * The credits to add: as asked, or as many as the amount pays for, the last of 15 decimals
     * rounded down.
     */
    BigDecimal credits(BigDecimal topupConversionRate) {
        if (credits != null) {
            return credits;
        }
        BigDecimal paid = amount == null ? BigDecimal.ZERO : amount;
        BigDecimal exact = paid.divide(topupConversionRate, CREDIT_DECIMALS, RoundingMode.DOWN);
        BigDecimal plain = exact.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** Whether they are paid for. */
    boolean isPurchase() {
        return reason == Reason.PURCHASED_CREDIT_DIRECT
                || reason == Reason.PURCHASED_CREDIT_INVOICED;
    }
}
