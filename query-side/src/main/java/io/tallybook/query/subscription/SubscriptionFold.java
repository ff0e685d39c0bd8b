package io.tallybook.query.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.subscription.SubscriptionView.Status;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a subscription. */
public final class SubscriptionFold implements Fold<SubscriptionView, SubscriptionEvent> {
    @Override
    public SubscriptionView on(
            @Nullable SubscriptionView current, SubscriptionEvent event, Recorded info) {
        return switch (event) {
            case SubscriptionEvent.Drafted e ->
                    begun(
                            e.subscriptionId(),
                            e.scope(),
                            e.terms(),
                            Status.DRAFT,
                            e.firstPeriod(),
                            info.firstStamp());
            case SubscriptionEvent.Activated e ->
                    begun(
                            e.subscriptionId(),
                            e.scope(),
                            e.terms(),
                            SubscriptionPeriods.of(e.terms()).trial().isPresent()
                                    ? Status.TRIALING
                                    : Status.ACTIVE,
                            e.firstPeriod(),
                            current == null ? info.firstStamp() : info.stampAfter(current.stamp()));
            case SubscriptionEvent.TrialEnded _ ->
                    inStage(Fold.begun(current, event), Status.ACTIVE, info);
            case SubscriptionEvent.Renewed e -> renewed(Fold.begun(current, event), e, info);
            case SubscriptionEvent.LinesChanged e -> changed(Fold.begun(current, event), e, info);
            case SubscriptionEvent.CancellationScheduled e ->
                    scheduled(Fold.begun(current, event), e, info);
            case SubscriptionEvent.CancellationWithdrawn _ ->
                    goingOn(Fold.begun(current, event), info);
            case SubscriptionEvent.Cancelled e -> cancelled(Fold.begun(current, event), e, info);
        };
    }

    private static SubscriptionView begun(
            SubscriptionId id,
            Scope scope,
            SubscriptionTerms terms,
            Status status,
            BillingPeriod firstPeriod,
            Stamp stamp) {
        return new SubscriptionView(
                id, scope, terms, status, 0, firstPeriod, null, null, null, stamp);
    }

    private static SubscriptionView inStage(SubscriptionView before, Status status, Recorded info) {
        return new SubscriptionView(
                before.id(),
                before.scope(),
                before.terms(),
                status,
                before.periodIndex(),
                before.currentPeriod(),
                before.cancellationType(),
                before.cancelRequestedAt(),
                before.cancelAt(),
                info.stampAfter(before.stamp()));
    }

    private static SubscriptionView renewed(
            SubscriptionView before, SubscriptionEvent.Renewed e, Recorded info) {
        return new SubscriptionView(
                before.id(),
                before.scope(),
                before.terms(),
                before.status(),
                e.closedIndex() + 1,
                e.nextPeriod(),
                before.cancellationType(),
                before.cancelRequestedAt(),
                before.cancelAt(),
                info.stampAfter(before.stamp()));
    }

    private static SubscriptionView changed(
            SubscriptionView before, SubscriptionEvent.LinesChanged e, Recorded info) {
        return new SubscriptionView(
                before.id(),
                before.scope(),
                before.terms().after(e),
                before.status(),
                before.periodIndex(),
                before.currentPeriod(),
                before.cancellationType(),
                before.cancelRequestedAt(),
                before.cancelAt(),
                info.stampAfter(before.stamp()));
    }

    private static SubscriptionView scheduled(
            SubscriptionView before, SubscriptionEvent.CancellationScheduled e, Recorded info) {
        return new SubscriptionView(
                before.id(),
                before.scope(),
                before.terms(),
                before.status(),
                before.periodIndex(),
                before.currentPeriod(),
                e.type(),
                e.requestedAt(),
                e.cancelAt(),
                info.stampAfter(before.stamp()));
    }

    private static SubscriptionView goingOn(SubscriptionView before, Recorded info) {
        return new SubscriptionView(
                before.id(),
                before.scope(),
                before.terms(),
                before.status(),
                before.periodIndex(),
                before.currentPeriod(),
                null,
                null,
                null,
                info.stampAfter(before.stamp()));
    }

    private static SubscriptionView cancelled(
            SubscriptionView before, SubscriptionEvent.Cancelled e, Recorded info) {
        BillingPeriod served = e.closedPeriod() == null ? before.currentPeriod() : e.closedPeriod();
        return new SubscriptionView(
                before.id(),
                before.scope(),
                before.terms(),
                Status.CANCELLED,
                e.periodIndex(),
                served,
                e.type(),
                e.requestedAt(),
                e.cancelledAt(),
                info.stampAfter(before.stamp()));
    }
}
