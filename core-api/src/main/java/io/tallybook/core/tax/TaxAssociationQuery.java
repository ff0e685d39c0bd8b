package io.tallybook.core.tax;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about who bears which tax. */
public sealed interface TaxAssociationQuery {
    /** One by its id; answered with an optional {@link TaxAssociationView}. */
    record ById(Scope scope, TaxAssociationId id) implements TaxAssociationQuery {}

    /** What some bearers bear, by their ids; answered with {@link BorneTaxes}. */
    record Borne(Scope scope, List<String> bearers) implements TaxAssociationQuery {
        public Borne {
            bearers = List.copyOf(bearers);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, tax_rate_id, entity_type, entity_id, priority, created_at,
     * updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements TaxAssociationQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<TaxAssociationView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
