package io.tallybook.core.creditnote;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about credit notes. */
public sealed interface CreditNoteQuery {
    /** One by its id; answered with an optional {@link CreditNoteView}. */
    record ById(Scope scope, CreditNoteId id) implements CreditNoteQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, invoice_id, customer_id, status, number, currency, created_at,
     * updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements CreditNoteQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<CreditNoteView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
