package io.tallybook.core.creditgrant;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about credit grants. */
public sealed interface CreditGrantQuery {
    /** One by its id; answered with an optional {@link CreditGrantView}. */
    record ById(Scope scope, CreditGrantId id) implements CreditGrantQuery {}

    /** These; answered with a {@link Page} of those that there are. */
    record ByIds(Scope scope, List<CreditGrantId> ids) implements CreditGrantQuery {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /**
     * All of some plans, addons, subscriptions or customers that are not deleted, in the order in
     * which they were made; answered with a {@link Page}.
     *
     * @param ids of the holders: those of a plan's or addon's own grants, and of a subscription's
     *     or customer's
     */
    record OfHolders(Scope scope, List<String> ids) implements CreditGrantQuery {
        public OfHolders {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, level, holder_id, customer_id, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements CreditGrantQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<CreditGrantView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
