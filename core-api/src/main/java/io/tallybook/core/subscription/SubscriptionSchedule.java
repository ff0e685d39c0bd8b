package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to happen to a subscription, and what became of it.
 *
 * @param dueAt when it is to happen
 * @param planId the plan that it goes over to, of a change of plan
 * @param cancellation how it ends, of a cancellation; with a plan, another begins in its place
 * @param settledAt when it happened or was given up; absent while neither has
 */
@RecordBuilder
public record SubscriptionSchedule(
        ScheduleId id,
        Status status,
        Instant dueAt,
        Instant agreedAt,
        @Nullable PlanId planId,
        @Nullable CancellationType cancellation,
        Map<String, String> metadata,
        @Nullable Instant settledAt) {
    public SubscriptionSchedule {
        metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
    }

    /** Where it stands. */
    public enum Status {
        PENDING,
        EXECUTED,
        CANCELLED
    }

    public static SubscriptionSchedule of(AgreedPlan change, Instant dueAt) {
        return new SubscriptionSchedule(
                change.id(),
                Status.PENDING,
                dueAt,
                change.agreedAt(),
                change.planId(),
                null,
                change.metadata(),
                null);
    }

    public static SubscriptionSchedule of(SubscriptionEvent.CancellationScheduled event) {
        return new SubscriptionSchedule(
                ScheduleId.of(
                        Ulid.derived(
                                event.requestedAt(),
                                "cancellation",
                                event.subscriptionId().value(),
                                event.cancelAt().toString())),
                Status.PENDING,
                event.cancelAt(),
                event.requestedAt(),
                event.successor() == null ? null : event.successor().terms().planId(),
                event.type(),
                Map.of(),
                null);
    }

    public boolean stillToCome() {
        return status == Status.PENDING;
    }

    /** The same, settled. */
    public SubscriptionSchedule settled(Status how, Instant at) {
        return SubscriptionScheduleBuilder.builder(this).status(how).settledAt(at).build();
    }
}
