package io.tallybook.sagas.alerting;

import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.OpenCosts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a customer and its watched subscriptions have come to.
 *
 * @param own what the customer itself owes
 * @param others what those owe who pay for a watched subscription in its stead, or did
 * @param billed all invoices that are final and may have lines of a subscription whose lifetime is
 *     watched
 */
record Spending(
        OpenCosts own,
        Map<SubscriptionId, List<OpenCosts>> others,
        Map<SubscriptionId, List<InvoiceView>> billed) {
    /** With what is watched; empty while wallets are paying what may be of it. */
    Optional<OpenCosts> of(Watch watch) {
        SubscriptionId id = watch.subscription();
        List<OpenCosts> more = id == null ? List.of() : others.getOrDefault(id, List.of());
        if (more.isEmpty()) {
            return Optional.of(own);
        }
        return more.stream().anyMatch(OpenCosts::paying)
                ? Optional.empty()
                : Optional.of(own.with(Objects.requireNonNull(id), more));
    }
}
