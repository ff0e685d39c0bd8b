package io.tallybook.core.creditnote;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one line of a credit note. */
public record CreditNoteLineId(String value) implements EntityId {
    public static final String PREFIX = "cn_line";

    public CreditNoteLineId {
        EntityId.require(PREFIX, value);
    }

    public static CreditNoteLineId of(Ulid ulid) {
        return new CreditNoteLineId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
