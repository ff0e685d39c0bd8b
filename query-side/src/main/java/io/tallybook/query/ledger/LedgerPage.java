package io.tallybook.query.ledger;

import io.tallybook.core.Scope;
import io.tallybook.core.ledger.Book;
import java.util.List;

/**
 * The book of one entity, and the entries that were written since it was loaded.
 *
 * @param entity a wallet, an invoice or a payment by id
 */
record LedgerPage<B extends Book>(
        Scope scope, String entity, B book, long sequence, List<LedgerEntry> fresh) {
    LedgerPage {
        fresh = List.copyOf(fresh);
    }
}
