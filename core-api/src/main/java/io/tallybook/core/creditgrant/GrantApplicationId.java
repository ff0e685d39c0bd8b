package io.tallybook.core.creditgrant;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one giving of a credit grant. */
public record GrantApplicationId(String value) implements EntityId {

    public static final String PREFIX = "cga";

    public GrantApplicationId {
        EntityId.require(PREFIX, value);
    }

    public static GrantApplicationId of(Ulid ulid) {
        return new GrantApplicationId(PREFIX + "_" + ulid);
    }

    /** Of what a grant gives: the same before it has come and after. */
    public static GrantApplicationId of(CreditGrantId grant, CreditGrantEvent.Next giving) {
        return of(
                Ulid.derived(giving.at(), "giving", grant.value(), String.valueOf(giving.index())));
    }

    @Override
    public String toString() {
        return value;
    }
}
