package io.tallybook.core.plansync;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.PlanId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A synchronisation of a plan.
 *
 * @param completedAt absent while it runs
 */
public record PlanSyncView(
        PlanSyncId id,
        Scope scope,
        PlanId planId,
        Status status,
        Tally tally,
        Instant begunAt,
        @Nullable Instant completedAt,
        Stamp stamp)
        implements View {

    /** Whether it is still going on. */
    public enum Status {
        RUNNING,
        COMPLETED
    }

    /** How many subscriptions so far ended in which way. */
    public record Tally(int changed, int inStep, int failed) {
        public static final Tally NONE = new Tally(0, 0, 0);

        public Tally plus(SyncResult.Outcome outcome) {
            return switch (outcome) {
                case CHANGED -> new Tally(changed + 1, inStep, failed);
                case IN_STEP -> new Tally(changed, inStep + 1, failed);
                case FAILED -> new Tally(changed, inStep, failed + 1);
            };
        }

        public int total() {
            return changed + inStep + failed;
        }
    }
}
