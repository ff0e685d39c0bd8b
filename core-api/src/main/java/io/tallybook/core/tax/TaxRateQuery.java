package io.tallybook.core.tax;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about tax rates. */
public sealed interface TaxRateQuery {
    /** One by its id; answered with an optional {@link TaxRateView}. */
    record ById(Scope scope, TaxRateId id) implements TaxRateQuery {}

    /**
     * The one that holds a code, which a deleted one does not; answered with an optional {@link
     * TaxRateView}.
     */
    record ByCode(Scope scope, String code) implements TaxRateQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, name, code, scope, type, status, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements TaxRateQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<TaxRateView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
