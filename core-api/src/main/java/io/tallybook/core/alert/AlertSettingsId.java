package io.tallybook.core.alert;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names the settings of one alert. */
public record AlertSettingsId(String value) implements EntityId {
    public static final String PREFIX = "alertset";

    public AlertSettingsId {
        EntityId.require(PREFIX, value);
    }

    public static AlertSettingsId of(Ulid ulid) {
        return new AlertSettingsId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
