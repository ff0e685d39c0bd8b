package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names the promise of some hours of the day, of one line item. */
public record CommitmentBucketId(String value) implements EntityId {
    public static final String PREFIX = "bucket";

    public CommitmentBucketId {
        EntityId.require(PREFIX, value);
    }

    public static CommitmentBucketId of(Ulid ulid) {
        return new CommitmentBucketId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
