package io.tallybook.core.alert;

import org.jspecify.annotations.Nullable;

/**
 * What is watched, and when somebody is told.
 *
 * @param parentType what it belongs to, where that says more about what is watched
 */
public record AlertSettingsDocument(
        EntityType entityType,
        String entityId,
        @Nullable EntityType parentType,
        @Nullable String parentId,
        AlertConfig config) {

    /** The kinds of thing that can be watched. */
    public enum EntityType {
        /** Its balance, and its balance less open costs. */
        WALLET,
        /** The balance, less open costs, of each wallet that may pay for it. */
        FEATURE,
        SUBSCRIPTION,
        SUBSCRIPTION_LINE_ITEM,
        /** Lines of a subscription whose prices are in it. */
        GROUP,
        /** Lines of whichever subscription that count by it. */
        METER,
        /**
         * How much of the quota of an entitlement is used up, in percent, in the window that is
         * open; of each subscription that has it.
         */
        ENTITLEMENT_GRANT
    }

    /** The same with other thresholds. */
    public AlertSettingsDocument with(AlertConfig other) {
        return new AlertSettingsDocument(entityType, entityId, parentType, parentId, other);
    }
}
