package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about prices. */
public sealed interface PriceQuery {
    /** One by its id; answered with an optional {@link PriceView}. */
    record ById(Scope scope, PriceId id) implements PriceQuery {}

    /** One by the caller's own name for it; answered with an optional {@link PriceView}. */
    record ByLookupKey(Scope scope, String lookupKey) implements PriceQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, plan_id, owner_type, owner_id, meter_id, type, billing_model,
     * billing_period, currency, lookup_key, group_id, parent_price_id, price_unit_id, starts_at
     * (0001-01-01 if it always held), ends_at (9999-01-01 if it has no end), created_at,
     * updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements PriceQuery {}

    /**
     * Every price of these plans, addons or subscriptions, whatever its status; answered with a
     * {@link Page}, oldest first.
     */
    record OfOwners(Scope scope, List<String> owners) implements PriceQuery {
        public OfOwners {
            owners = List.copyOf(owners);
        }
    }

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<PriceView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
