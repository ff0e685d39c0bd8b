package io.tallybook.api.flexprice.payment;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a payment provider on which a customer is to pay what is ordered.
 *
 * @param successUrl where it leads after it was paid
 * @param cancelUrl where it leads when it was not
 */
public record CheckoutRequest(
        String provider,
        @Nullable String successUrl,
        @Nullable String cancelUrl,
        @Nullable String failureUrl,
        @Nullable String idempotencyKey,
        Map<String, String> metadata) {

    private static final Choice<String> PROVIDERS = Choice.words("razorpay");
    private static final int SHORT = 255;
    private static final int LONG = 2_000;

    public CheckoutRequest {
        metadata = Map.copyOf(metadata);
    }

    /** What {@code checkout} says; absent if nothing. */
    public static @Nullable CheckoutRequest of(Fields in) {
        Fields checkout = in.optional("checkout").object();
        if (checkout == null) {
            return null;
        }
        checkout.refuse("since the page offers what its provider has", "payment_provider_config");
        return new CheckoutRequest(
                checkout.required("payment_provider").choice(PROVIDERS),
                checkout.optional("success_url").text(LONG),
                checkout.optional("cancel_url").text(LONG),
                checkout.optional("failure_url").text(LONG),
                checkout.optional("idempotency_key").text(SHORT),
                checkout.optional("metadata").map(LONG));
    }

    /** Where the page leads when it was not paid. */
    @Nullable String backUrl() {
        return cancelUrl == null ? failureUrl : cancelUrl;
    }
}
