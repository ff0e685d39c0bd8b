package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about addons. */
public sealed interface AddonQuery {
    /** One by its id; answered with an optional {@link AddonView}. */
    record ById(Scope scope, AddonId id) implements AddonQuery {}

    /**
     * The one that holds the caller's own name for it, which a deleted one does not; answered with
     * an optional {@link AddonView}.
     */
    record ByLookupKey(Scope scope, String lookupKey) implements AddonQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, lookup_key, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements AddonQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<AddonView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
