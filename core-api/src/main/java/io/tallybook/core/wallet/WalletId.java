package io.tallybook.core.wallet;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one wallet. */
public record WalletId(String value) implements EntityId {
    public static final String PREFIX = "wallet";

    public WalletId {
        EntityId.require(PREFIX, value);
    }

    public static WalletId of(Ulid ulid) {
        return new WalletId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
