package io.tallybook.core.ledger;

import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;

/**
 * What an audit found.
 *
 * @param begunAt by the machine's clock
 * @param compared how many wallets, invoices and accounts had their balances compared
 * @param folded how many of them were folded from their events
 */
public record LedgerAudit(
        Instant begunAt,
        Instant endedAt,
        long compared,
        long folded,
        List<Difference> differences) {
    public LedgerAudit {
        differences = List.copyOf(differences);
    }

    /**
     * Something that is stored and does not follow from the events.
     *
     * @param where the table and column
     * @param id the wallet, invoice or account
     * @param sequence up to which event it claims to be
     */
    public record Difference(
            Scope scope, String where, String id, long sequence, String stored, String expected) {}

    /** What of it is of one environment. */
    public LedgerAudit of(Scope scope) {
        return new LedgerAudit(
                begunAt,
                endedAt,
                compared,
                folded,
                differences.stream().filter(one -> one.scope().equals(scope)).toList());
    }
}
