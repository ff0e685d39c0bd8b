package io.tallybook.core.notice;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about notices. */
public sealed interface NoticeQuery {
    /** One by its id; answered with an optional {@link NoticeView}. */
    record ById(Scope scope, NoticeId id) implements NoticeQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, type, customer_id, subscription_id, invoice_id, payment_id,
     * created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements NoticeQuery {}

    /** One page of them. */
    record Page(List<NoticeView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
