package io.tallybook.core.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.search.PageLines;
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
     * <p>Fields: id, entity_status, customer_id, external_customer_id, invoicing_customer_id,
     * parent_subscription_id, type, plan_id, status, billing_period, currency, threshold,
     * lookup_key, start_date, ends_at (far away for what goes on), current_period_end, cancel_at,
     * created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec, PageLines lines) implements SubscriptionQuery {
        /** With all their lines, however many. */
        public Search(Scope scope, SearchSpec spec) {
            this(scope, spec, PageLines.ALL);
        }
    }

    /** One line item by its id; answered with an optional {@link SubscriptionLine}. */
    record LineById(Scope scope, LineItemId id) implements SubscriptionQuery {}

    /**
     * The line items that fit; answered with a {@link LinePage}.
     *
     * <p>Fields: id, entity_status, subscription_id, customer_id, price_id, meter_id, entity_type,
     * entity_id, addon_association_id, currency, billing_period, start_date, end_date, created_at,
     * updated_at.
     */
    record SearchLines(Scope scope, SearchSpec spec) implements SubscriptionQuery {}

    /** One schedule by its id; answered with an optional {@link ScheduleView}. */
    record ScheduleById(Scope scope, ScheduleId id) implements SubscriptionQuery {}

    /**
     * The schedules that fit; answered with a {@link SchedulePage}.
     *
     * <p>Fields: id, entity_status, subscription_id, status, due_at, created_at, updated_at.
     */
    record SearchSchedules(Scope scope, SearchSpec spec) implements SubscriptionQuery {}

    /** One page of schedules. */
    record SchedulePage(List<ScheduleView> items, long total) {
        public SchedulePage {
            items = List.copyOf(items);
        }
    }

    /** One page of line items. */
    record LinePage(List<SubscriptionLine> items, long total) {
        public LinePage {
            items = List.copyOf(items);
        }
    }

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
