package io.tallybook.core.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about subscriptions. */
public sealed interface SubscriptionQuery {
    /** One by its id; answered with an optional {@link SubscriptionView}. */
    record ById(Scope scope, SubscriptionId id) implements SubscriptionQuery {}

    /** All of these that exist, of any order, in one answer; answered with a {@link Page}. */
    record ByIds(Scope scope, List<SubscriptionId> ids) implements SubscriptionQuery {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, customer_id, external_customer_id, plan_id, status, currency,
     * lookup_key, start_date, current_period_end, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements SubscriptionQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<SubscriptionView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
