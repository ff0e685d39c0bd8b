package io.tallybook.core.wallet;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One hold, as a list shows it.
 *
 * @param captured credits of it that were used
 */
@RecordBuilder
public record HoldView(
        WalletId walletId,
        Scope scope,
        HoldDocument hold,
        HoldDocument.Status status,
        BigDecimal captured,
        Instant createdAt,
        Instant updatedAt,
        String createdBy) {}
