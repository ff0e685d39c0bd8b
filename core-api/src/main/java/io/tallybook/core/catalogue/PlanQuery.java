package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about plans. */
public sealed interface PlanQuery {
    /** One by its id; answered with an optional {@link PlanView}. */
    record ById(Scope scope, PlanId id) implements PlanQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, lookup_key, display_order, metadata.(key), created_at,
     * updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements PlanQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<PlanView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
