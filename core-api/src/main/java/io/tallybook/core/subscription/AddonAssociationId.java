package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one instance of an addon on a subscription. */
public record AddonAssociationId(String value) implements EntityId {

    public static final String PREFIX = "addon_assoc";

    public AddonAssociationId {
        EntityId.require(PREFIX, value);
    }

    public static AddonAssociationId of(Ulid ulid) {
        return new AddonAssociationId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
