package io.tallybook.core.wallet;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one movement of credits in a wallet. */
public record WalletTransactionId(String value) implements EntityId {
    public static final String PREFIX = "wtxn";

    public WalletTransactionId {
        EntityId.require(PREFIX, value);
    }

    public static WalletTransactionId of(Ulid ulid) {
        return new WalletTransactionId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
