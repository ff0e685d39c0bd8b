package io.tallybook.core.creditnote;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.wallet.WalletTransactionId;
import java.time.Instant;

/** Names one credit note. */
public record CreditNoteId(String value) implements EntityId {
    public static final String PREFIX = "cn";

    public CreditNoteId {
        EntityId.require(PREFIX, value);
    }

    public static CreditNoteId of(Ulid ulid) {
        return new CreditNoteId(PREFIX + "_" + ulid);
    }

    /** The credit note of an idempotency key: a repeat names the same one. */
    public static CreditNoteId keyed(Scope scope, String key) {
        return of(
                Ulid.derived(
                        Instant.EPOCH,
                        "credit_note",
                        scope.tenant().value(),
                        scope.environment().value(),
                        key));
    }

    /** The movement by which what it gives back comes into a wallet: one for each note. */
    public WalletTransactionId refund() {
        return WalletTransactionId.of(Ulid.derived(Instant.EPOCH, "credit_note", value));
    }

    /** The movement by which it gives back what a debit had paid: one for each of the two. */
    public WalletTransactionId backOf(WalletTransactionId debit) {
        return WalletTransactionId.of(
                Ulid.derived(Instant.EPOCH, "credit_note_back", value, debit.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
