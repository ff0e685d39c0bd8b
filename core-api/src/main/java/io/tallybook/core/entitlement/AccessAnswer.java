package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a customer may use a feature, and why.
 *
 * @param customerId absent if there is no such customer
 * @param featureId absent if there is no such feature
 * @param limit how much may be used in the window; absent without end or where nothing is counted
 * @param used how much of it has been
 * @param windowStart since when it is counted
 * @param resetsAt when it begins anew; absent if never
 * @param usageAsOf up to where usage is counted: the broker's offset of each partition
 * @param staticValue the value of a static feature
 * @param config the configuration of a static feature; each value as JSON
 */
public record AccessAnswer(
        Verdict verdict,
        @Nullable CustomerId customerId,
        @Nullable String externalCustomerId,
        @Nullable FeatureId featureId,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal used,
        @Nullable Instant windowStart,
        @Nullable Instant resetsAt,
        @Nullable LimitKind limitKind,
        @Nullable String usageAsOf,
        @Nullable String staticValue,
        Map<String, String> config,
        List<Source> sources) {
    public AccessAnswer {
        config = Map.copyOf(config);
        sources = List.copyOf(sources);
    }

    /** Who gives how much. */
    public record Source(
            EntitlementId entitlementId,
            EntitlementDocument.EntityType entityType,
            String entityId,
            SubscriptionId subscriptionId,
            @Nullable Long usageLimit,
            long instances) {}

    /** May or may not, and why. */
    public enum Verdict {
        /** What is not counted is simply there. */
        GRANTED,
        WITHIN_LIMIT,
        UNLIMITED,
        /** Beyond a soft limit: it is allowed, and billed. */
        BEYOND_SOFT_LIMIT,
        /** Beyond a hard limit. */
        LIMIT_REACHED,
        /** No subscription that is active gives it. */
        NOT_ENTITLED,
        UNKNOWN_CUSTOMER,
        UNKNOWN_FEATURE;

        public boolean isAllowed() {
            return switch (this) {
                case GRANTED, WITHIN_LIMIT, UNLIMITED, BEYOND_SOFT_LIMIT -> true;
                case LIMIT_REACHED, NOT_ENTITLED, UNKNOWN_CUSTOMER, UNKNOWN_FEATURE -> false;
            };
        }
    }

    public static AccessAnswer unknown(Verdict verdict) {
        return new AccessAnswer(
                verdict, null, null, null, null, null, null, null, null, null, null, Map.of(),
                List.of());
    }
}
