package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about groups. */
public sealed interface GroupQuery {
    /** One by its id; answered with an optional {@link GroupView}. */
    record ById(Scope scope, GroupId id) implements GroupQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, lookup_key, entity_type, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements GroupQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<GroupView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
