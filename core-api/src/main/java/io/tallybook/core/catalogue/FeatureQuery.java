package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about features. */
public sealed interface FeatureQuery {
    /** One by its id; answered with an optional {@link FeatureView}. */
    record ById(Scope scope, FeatureId id) implements FeatureQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, lookup_key, type, meter_id, group_id, metadata.(key),
     * created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements FeatureQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<FeatureView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
