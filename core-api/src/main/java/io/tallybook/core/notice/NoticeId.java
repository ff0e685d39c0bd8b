package io.tallybook.core.notice;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one notice; it follows from what is told, so that nothing is told twice. */
public record NoticeId(String value) implements EntityId {
    public static final String PREFIX = "notice";

    public NoticeId {
        EntityId.require(PREFIX, value);
    }

    public static NoticeId of(Ulid ulid) {
        return new NoticeId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
