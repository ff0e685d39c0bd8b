package io.tallybook.core.tenancy;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import java.time.Instant;

/** Names one setting of an environment. */
public record SettingId(String value) implements EntityId {
    public static final String PREFIX = "setting";

    public SettingId {
        EntityId.require(PREFIX, value);
    }

    public static SettingId of(Ulid ulid) {
        return new SettingId(PREFIX + "_" + ulid);
    }

    /** The one of this name in an environment. */
    public static SettingId of(Scope scope, String key) {
        return of(
                Ulid.derived(
                        Instant.EPOCH,
                        "setting",
                        scope.tenant().value(),
                        scope.environment().value(),
                        key));
    }

    @Override
    public String toString() {
        return value;
    }
}
