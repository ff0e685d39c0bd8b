package io.tallybook.core.alert;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names what one alert watches for one owner. */
public record AlertId(String value) implements EntityId {
    public static final String PREFIX = "alert";

    public AlertId {
        EntityId.require(PREFIX, value);
    }

    public static AlertId of(Ulid ulid) {
        return new AlertId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
