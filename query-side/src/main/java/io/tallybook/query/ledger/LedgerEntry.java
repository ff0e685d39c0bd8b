package io.tallybook.query.ledger;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.ledger.LedgerAccountId;
import io.tallybook.domain.ledger.Posting;
import io.tallybook.query.view.Recorded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * One posting of one event.
 *
 * @param id the same however often the event is booked; of one moment, entries of an entity are in
 *     the order of its events
 */
record LedgerEntry(
        String id,
        Scope scope,
        LedgerAccountId account,
        Posting posting,
        String entityId,
        long sequence,
        String event,
        Instant effectiveAt) {
    private static final int OF_ENTITY = 5;

    static LedgerEntry of(Posting posting, int line, String entity, String event, Recorded info) {
        byte[] entropy =
                ByteBuffer.allocate(10)
                        .put(digest(entity), 0, OF_ENTITY)
                        .putInt((int) info.sequence())
                        .put((byte) line)
                        .array();
        return new LedgerEntry(
                "lent_" + Ulid.of(info.effectiveAt(), entropy),
                info.scope(),
                LedgerAccountId.of(info.scope(), posting.account()),
                posting,
                entity,
                info.sequence(),
                event,
                info.effectiveAt());
    }

    private static byte[] digest(String entity) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(entity.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
