package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about price units. */
public sealed interface PriceUnitQuery {
    /** One by its id; answered with an optional {@link PriceUnitView}. */
    record ById(Scope scope, PriceUnitId id) implements PriceUnitQuery {}

    /**
     * The one that holds a code, which a deleted one does not; answered with an optional {@link
     * PriceUnitView}.
     */
    record ByCode(Scope scope, String code) implements PriceUnitQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, code, base_currency, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements PriceUnitQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<PriceUnitView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
