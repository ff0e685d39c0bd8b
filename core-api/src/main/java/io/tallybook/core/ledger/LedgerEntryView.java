package io.tallybook.core.ledger;

import io.tallybook.core.Scope;
import io.tallybook.domain.ledger.Account;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One side of a double entry, as a list shows it.
 *
 * @param entityId the wallet, invoice or payment whose event it follows from
 * @param sequence which event of it; all entries of one event balance
 * @param event the event's name
 * @param amount above zero a debit, below zero a credit
 */
public record LedgerEntryView(
        String id,
        Scope scope,
        LedgerAccountId accountId,
        Account account,
        String entityId,
        long sequence,
        String event,
        BigDecimal amount,
        Instant effectiveAt) {}
