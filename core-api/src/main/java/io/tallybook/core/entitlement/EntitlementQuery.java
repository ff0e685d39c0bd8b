package io.tallybook.core.entitlement;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.usage.UsageQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What can be asked about entitlements. */
public sealed interface EntitlementQuery {
    /** One by its id; answered with an optional {@link EntitlementView}. */
    record ById(Scope scope, EntitlementId id) implements EntitlementQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, entity_type, entity_id, feature_id, feature_type, access,
     * limit_kind, usage_reset, usage_limit, parent_id, display_order, start_date, end_date,
     * created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements EntitlementQuery {}

    /**
     * Everything that these plans, addons and subscriptions give or gave, what was deleted
     * included; answered with {@link Given}.
     */
    record OfEntities(Scope scope, List<String> entityIds) implements EntitlementQuery {
        public OfEntities {
            entityIds = List.copyOf(entityIds);
        }
    }

    /**
     * Whether a customer may use a feature now; answered with an {@link AccessAnswer}.
     *
     * @param customer the id of a customer, or its external id
     * @param feature the id of a feature, or its lookup key
     * @param quantity how much is to be used
     * @param freshness whether what was acknowledged a moment ago must be counted
     */
    record Access(
            Scope scope,
            String customer,
            String feature,
            BigDecimal quantity,
            Instant at,
            UsageQuery.Freshness freshness)
            implements EntitlementQuery {}

    /**
     * How much a customer has used of what one entitlement is a part of, in the windows that are
     * open; answered with {@link Uses}.
     */
    record UseOf(
            Scope scope,
            CustomerId customer,
            EntitlementId id,
            Instant at,
            UsageQuery.Freshness freshness)
            implements EntitlementQuery {}

    /** One for each limit that it is a part of; none where it gives nothing, or has no end. */
    record Uses(List<Use> items) {
        public Uses {
            items = List.copyOf(items);
        }
    }

    /**
     * How much is used.
     *
     * @param subscription the oldest of the customer's own that has it
     */
    record Use(SubscriptionId subscription, BigDecimal used, BigDecimal limit) {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<EntitlementView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
