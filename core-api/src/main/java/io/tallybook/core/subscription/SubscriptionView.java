package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription.
 *
 * @param currentPeriod the open period, or the last one of a cancelled subscription
 * @param cancelAt when it ends or ended by a cancellation
 * @param cancellationType how it was cancelled; absent while nobody has
 * @param cancelRequestedAt when somebody cancelled it
 * @param agenda what else was planned of it
 * @param successor what has begun in its place, or is to begin; absent for nothing
 */
@RecordBuilder
public record SubscriptionView(
        SubscriptionId id,
        Scope scope,
        SubscriptionTerms terms,
        Status status,
        int periodIndex,
        BillingPeriod currentPeriod,
        @Nullable CancellationType cancellationType,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant cancelAt,
        Stamp stamp,
        Agenda agenda,
        @Nullable SubscriptionId successor)
        implements View {
    public SubscriptionView {
        agenda = Objects.requireNonNullElse(agenda, Agenda.EMPTY);
    }

    /** One that nothing follows. */
    public SubscriptionView(
            SubscriptionId id,
            Scope scope,
            SubscriptionTerms terms,
            Status status,
            int periodIndex,
            BillingPeriod currentPeriod,
            @Nullable CancellationType cancellationType,
            @Nullable Instant cancelRequestedAt,
            @Nullable Instant cancelAt,
            Stamp stamp,
            Agenda agenda) {
        this(
                id,
                scope,
                terms,
                status,
                periodIndex,
                currentPeriod,
                cancellationType,
                cancelRequestedAt,
                cancelAt,
                stamp,
                agenda,
                null);
    }

    /** One of which nothing else was planned. */
    public SubscriptionView(
            SubscriptionId id,
            Scope scope,
            SubscriptionTerms terms,
            Status status,
            int periodIndex,
            BillingPeriod currentPeriod,
            @Nullable CancellationType cancellationType,
            @Nullable Instant cancelRequestedAt,
            @Nullable Instant cancelAt,
            Stamp stamp) {
        this(
                id,
                scope,
                terms,
                status,
                periodIndex,
                currentPeriod,
                cancellationType,
                cancelRequestedAt,
                cancelAt,
                stamp,
                Agenda.EMPTY);
    }

    /** Whether what belongs to a subscription alone belongs to this one. */
    public boolean isOrFollows(@Nullable SubscriptionId owner) {
        return terms.lineage(id).stream().anyMatch(one -> one.equals(owner));
    }

    /** The same, as if other terms had been agreed. */
    public SubscriptionView agreeing(SubscriptionTerms others) {
        return SubscriptionViewBuilder.builder(this).terms(others).build();
    }

    /** The same in another stage. */
    public SubscriptionView in(Status stage) {
        return SubscriptionViewBuilder.builder(this).status(stage).build();
    }

    /** The same in another period. */
    public SubscriptionView in(int index, BillingPeriod period) {
        return SubscriptionViewBuilder.builder(this)
                .periodIndex(index)
                .currentPeriod(period)
                .build();
    }

    /** The same with an end; absent for one that goes on. */
    public SubscriptionView ending(
            @Nullable CancellationType type, @Nullable Instant requested, @Nullable Instant at) {
        return SubscriptionViewBuilder.builder(this)
                .cancellationType(type)
                .cancelRequestedAt(requested)
                .cancelAt(at)
                .build();
    }

    /** The same, followed by this; absent for nothing. */
    public SubscriptionView followedBy(@Nullable Successor next) {
        return SubscriptionViewBuilder.builder(this)
                .successor(next == null ? null : next.id())
                .build();
    }

    /** The same with other plans. */
    public SubscriptionView planning(Agenda planned) {
        return SubscriptionViewBuilder.builder(this).agenda(planned).build();
    }

    /** The same with a trial that ends at another moment. */
    public SubscriptionView after(SubscriptionEvent.TrialChanged changed) {
        return agreeing(terms.after(changed)).in(periodIndex, changed.trial());
    }

    /** The same, once its trial is over. */
    public SubscriptionView charged() {
        return in(Status.ACTIVE).in(1, SubscriptionPeriods.of(terms).period(1));
    }

    /** The same, as it was recorded last. */
    public SubscriptionView stamped(Stamp last) {
        return SubscriptionViewBuilder.builder(this).stamp(last).build();
    }

    /** Where a subscription stands. */
    public enum Status {
        DRAFT,
        TRIALING,
        ACTIVE,
        /** Neither served nor charged further, until its first invoice is paid. */
        INCOMPLETE,
        /** Neither served nor charged, until it is resumed. */
        PAUSED,
        CANCELLED,
        /** Its first invoice was not paid, and it has ended by that. */
        INCOMPLETE_EXPIRED;

        /** Whether it is served. */
        public boolean isRunning() {
            return switch (this) {
                case TRIALING, ACTIVE -> true;
                case DRAFT, INCOMPLETE, PAUSED, CANCELLED, INCOMPLETE_EXPIRED -> false;
            };
        }

        /** Whether it has ended. */
        public boolean isOver() {
            return switch (this) {
                case CANCELLED, INCOMPLETE_EXPIRED -> true;
                case DRAFT, TRIALING, ACTIVE, INCOMPLETE, PAUSED -> false;
            };
        }
    }

    /** The names of those stages in which a subscription has ended. */
    public static final List<String> OVER =
            Arrays.stream(Status.values()).filter(Status::isOver).map(Status::name).toList();

    /** The names of those stages in which a subscription is served. */
    public static final List<String> RUNNING =
            Arrays.stream(Status.values()).filter(Status::isRunning).map(Status::name).toList();
}
