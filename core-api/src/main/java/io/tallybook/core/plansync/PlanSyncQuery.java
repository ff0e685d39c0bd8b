package io.tallybook.core.plansync;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about synchronisations of plans. */
public sealed interface PlanSyncQuery {
    /** One by its id; answered with an optional {@link PlanSyncView}. */
    record ById(Scope scope, PlanSyncId id) implements PlanSyncQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, plan_id, status, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements PlanSyncQuery {}

    /**
     * What became of the subscriptions, in the order in which they were looked at; answered with
     * {@link Results}, empty if there is no such synchronisation in the scope.
     */
    record ResultsOf(Scope scope, PlanSyncId id, int offset, int limit) implements PlanSyncQuery {}

    /** Some of the results of one. */
    record Results(List<SyncResult> items) {
        public Results {
            items = List.copyOf(items);
        }
    }

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<PlanSyncView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
