package io.tallybook.core.customer;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about customers. */
public sealed interface CustomerQuery {
    /** One by its id; answered with an optional {@link CustomerView}. */
    record ById(Scope scope, CustomerId id) implements CustomerQuery {}

    /** All of these that exist, of any order, in one answer; answered with a {@link Page}. */
    record ByIds(Scope scope, List<CustomerId> ids) implements CustomerQuery {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /** One by the caller's own name for it; answered with an optional {@link CustomerView}. */
    record ByExternalId(Scope scope, String externalId) implements CustomerQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, external_id, name, email, parent_customer_id,
     * metadata.&lt;key&gt;, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements CustomerQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<CustomerView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
