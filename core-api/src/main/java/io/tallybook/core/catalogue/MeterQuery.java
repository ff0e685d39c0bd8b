package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about meters. */
public sealed interface MeterQuery {
    /** One by its id; answered with an optional {@link MeterView}. */
    record ById(Scope scope, MeterId id) implements MeterQuery {}

    /** All of these that exist, of any order, in one answer; answered with a {@link Page}. */
    record ByIds(Scope scope, List<MeterId> ids) implements MeterQuery {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, event_name, aggregation, reset_usage, created_at,
     * updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements MeterQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<MeterView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
