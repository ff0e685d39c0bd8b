package io.tallybook.domain.ledger;

/**
 * An account of one environment: its kind, whose it is and what it counts.
 *
 * @param owner a customer or a wallet by id; empty for the environment's own
 */
public record Account(AccountKind kind, String owner, LedgerUnit unit) {
    /** The owner of what belongs to nobody in particular. */
    public static final String HOUSE = "";
}
