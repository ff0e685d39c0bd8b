package io.tallybook.sagas.alerting;

import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import org.jspecify.annotations.Nullable;

/**
 * Settings that hold, and what has to be known of what they watch.
 *
 * @param owner whose it is; absent for what may be anybody's
 * @param ownerExternalId by which usage of the owner comes
 * @param meter of a feature
 */
record Watch(
        AlertSettingsId id,
        AlertSettingsDocument settings,
        @Nullable CustomerId owner,
        @Nullable String ownerExternalId,
        @Nullable MeterId meter) {
    AlertConfig config() {
        return settings.config();
    }

    /** Of whose costs it compares something; absent if that may be anybody's, or is none. */
    @Nullable SubscriptionId subscription() {
        String id =
                switch (settings.entityType()) {
                    case SUBSCRIPTION -> settings.entityId();
                    case SUBSCRIPTION_LINE_ITEM, GROUP, METER -> settings.parentId();
                    case WALLET, FEATURE, ENTITLEMENT_GRANT -> null;
                };
        return id == null ? null : new SubscriptionId(id);
    }

    boolean comparesLifetime() {
        return config().measure() == AlertConfig.Measure.LIFETIME_SPEND;
    }

    boolean concerns(CustomerId customer) {
        return owner == null || owner.equals(customer);
    }
}
