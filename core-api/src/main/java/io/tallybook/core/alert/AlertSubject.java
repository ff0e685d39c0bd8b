package io.tallybook.core.alert;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.customer.CustomerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one alert watches.
 *
 * @param settings by which settings
 * @param parentType what it belongs to: of a feature the wallet, of a line the subscription
 */
public record AlertSubject(
        AlertSettingsId settings,
        Type type,
        EntityType entityType,
        String entityId,
        @Nullable EntityType parentType,
        @Nullable String parentId,
        CustomerId customer) {

    /** What is compared. */
    public enum Type {
        LOW_ONGOING_BALANCE,
        LOW_CREDIT_BALANCE,
        FEATURE_WALLET_BALANCE,
        SUBSCRIPTION_SPEND,
        SUBSCRIPTION_LINE_ITEM_SPEND,
        SUBSCRIPTION_GROUP_SPEND,
        SUBSCRIPTION_LINE_ITEM_USAGE,
        SUBSCRIPTION_LIFETIME_SPEND,
        METER_SPEND,
        METER_USAGE,
        ENTITLEMENT_GRANT_THRESHOLD,
        /** That nothing of it is left, whatever the thresholds are. */
        ENTITLEMENT_GRANT_EXHAUSTED
    }

    /** The one alert of this subject. */
    public AlertId alert(Scope scope) {
        return AlertId.of(
                Ulid.derived(
                        Instant.EPOCH,
                        scope.tenant().value(),
                        scope.environment().value(),
                        settings.value(),
                        type.name(),
                        entityId,
                        parentId == null ? "" : parentId,
                        customer.value()));
    }
}
