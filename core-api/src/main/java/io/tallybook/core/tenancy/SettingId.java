package io.tallybook.core.tenancy;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one setting of an environment. */
public record SettingId(String value) implements EntityId {
    public static final String PREFIX = "setting";

    public SettingId {
        EntityId.require(PREFIX, value);
    }

    public static SettingId of(Ulid ulid) {
        return new SettingId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
