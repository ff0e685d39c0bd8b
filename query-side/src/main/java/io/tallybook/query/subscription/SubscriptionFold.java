package io.tallybook.query.subscription;

import static io.tallybook.core.subscription.SubscriptionSchedule.Status.CANCELLED;
import static io.tallybook.core.subscription.SubscriptionSchedule.Status.EXECUTED;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.subscription.Agenda;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPause;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionSchedule;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.subscription.SubscriptionView.Status;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.time.Instant;
import java.util.function.UnaryOperator;
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
            case SubscriptionEvent.TrialEnded e ->
                    lived(current, e, info, view -> view.in(Status.ACTIVE));
            case SubscriptionEvent.TrialChanged e -> lived(current, e, info, view -> view.after(e));
            case SubscriptionEvent.PaymentAwaited e ->
                    lived(current, e, info, view -> view.in(Status.INCOMPLETE));
            case SubscriptionEvent.PaymentArrived e ->
                    lived(current, e, info, view -> view.in(Status.ACTIVE));
            case SubscriptionEvent.PaymentMissed e ->
                    lived(current, e, info, view -> view.in(missed(e)));
            case SubscriptionEvent.Renewed e ->
                    lived(current, e, info, view -> view.in(e.closedIndex() + 1, e.nextPeriod()));
            case SubscriptionEvent.ThresholdCrossed e ->
                    lived(current, e, info, view -> view.agreeing(view.terms().after(e)));
            case SubscriptionEvent.LinesChanged e ->
                    lived(current, e, info, view -> changed(view, e));
            case SubscriptionEvent.HeirsChanged e ->
                    lived(current, e, info, view -> view.agreeing(view.terms().after(e)));
            case SubscriptionEvent.GroupChanged e ->
                    lived(current, e, info, view -> view.agreeing(view.terms().after(e)));
            case SubscriptionEvent.GroupJoined e ->
                    lived(current, e, info, view -> view.agreeing(view.terms().after(e)));
            case SubscriptionEvent.GroupLeft e ->
                    lived(current, e, info, view -> view.agreeing(view.terms().after(e)));
            case SubscriptionEvent.Remetered e ->
                    lived(current, e, info, view -> view.agreeing(view.terms().after(e)));
            case SubscriptionEvent.ChangeScheduled e ->
                    lived(current, e, info, view -> toChange(view, e));
            case SubscriptionEvent.ChangeWithdrawn e ->
                    lived(current, e, info, view -> unchanged(view, e));
            case SubscriptionEvent.PauseScheduled e ->
                    lived(current, e, info, view -> toPause(view, e));
            case SubscriptionEvent.PauseWithdrawn e ->
                    lived(current, e, info, view -> unpaused(view, e));
            case SubscriptionEvent.Paused e -> lived(current, e, info, view -> paused(view, e));
            case SubscriptionEvent.Resumed e -> lived(current, e, info, view -> resumed(view, e));
            case SubscriptionEvent.CancellationScheduled e ->
                    lived(current, e, info, view -> ending(view, e));
            case SubscriptionEvent.CancellationWithdrawn e ->
                    lived(current, e, info, view -> goingOn(view, info.effectiveAt()));
            case SubscriptionEvent.Cancelled e ->
                    lived(current, e, info, view -> cancelled(view, e));
        };
    }

    private static Status missed(SubscriptionEvent.PaymentMissed e) {
        return switch (e.because()) {
            case TIMED_OUT, INVOICE_VOIDED -> Status.INCOMPLETE_EXPIRED;
            case ENDED -> Status.CANCELLED;
        };
    }

    private static SubscriptionView toChange(
            SubscriptionView view, SubscriptionEvent.ChangeScheduled e) {
        return view.planning(view.agenda().with(SubscriptionSchedule.of(e.change(), e.dueAt())));
    }

    private static SubscriptionView unchanged(
            SubscriptionView view, SubscriptionEvent.ChangeWithdrawn e) {
        return view.planning(
                view.agenda()
                        .settling(
                                one -> one.id().equals(e.scheduleId()),
                                CANCELLED,
                                e.withdrawnAt()));
    }

    private static SubscriptionView toPause(
            SubscriptionView view, SubscriptionEvent.PauseScheduled e) {
        return view.planning(view.agenda().with(SubscriptionPause.scheduled(e.order())));
    }

    private static SubscriptionView unpaused(
            SubscriptionView view, SubscriptionEvent.PauseWithdrawn e) {
        return view.planning(
                view.agenda().with(e.pauseId(), pause -> pause.withdrawn(e.withdrawnAt())));
    }

    private static SubscriptionView lived(
            @Nullable SubscriptionView current,
            SubscriptionEvent event,
            Recorded info,
            UnaryOperator<SubscriptionView> change) {
        SubscriptionView before = Fold.begun(current, event);
        return change.apply(before).stamped(info.stampAfter(before.stamp()));
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

    private static SubscriptionView changed(
            SubscriptionView view, SubscriptionEvent.LinesChanged e) {
        Amendment amendment = e.amendment();
        SubscriptionView after = view.agreeing(view.terms().after(e));
        return amendment == null
                ? after
                : after.planning(
                        after.agenda()
                                .settling(
                                        one -> one.id().value().equals(amendment.changeId()),
                                        EXECUTED,
                                        amendment.rest().end()));
    }

    private static SubscriptionView ending(
            SubscriptionView view, SubscriptionEvent.CancellationScheduled e) {
        return view.ending(e.type(), e.requestedAt(), e.cancelAt())
                .followedBy(e.successor())
                .planning(
                        view.agenda()
                                .settling(SubscriptionFold::isEnd, CANCELLED, e.requestedAt())
                                .with(SubscriptionSchedule.of(e)));
    }

    private static SubscriptionView goingOn(SubscriptionView view, Instant at) {
        return view.ending(null, null, null)
                .followedBy(null)
                .planning(view.agenda().settling(SubscriptionFold::isEnd, CANCELLED, at));
    }

    private static boolean isEnd(SubscriptionSchedule schedule) {
        return schedule.cancellation() != null;
    }

    private static SubscriptionView paused(SubscriptionView view, SubscriptionEvent.Paused e) {
        return view.agreeing(view.terms().after(e))
                .in(Status.PAUSED)
                .in(e.periodIndex(), e.brokenPeriod())
                .planning(
                        view.agenda().with(SubscriptionPause.active(e.order(), e.brokenPeriod())));
    }

    private static SubscriptionView resumed(SubscriptionView view, SubscriptionEvent.Resumed e) {
        return view.agreeing(view.terms().after(e))
                .in(Status.ACTIVE)
                .in(e.periodIndex(), e.openPeriod())
                .planning(
                        view.agenda()
                                .with(e.pauseId(), pause -> pause.ended(e.resumedAt(), e.mode())));
    }

    private static SubscriptionView cancelled(
            SubscriptionView view, SubscriptionEvent.Cancelled e) {
        BillingPeriod served = e.closedPeriod() == null ? view.currentPeriod() : e.closedPeriod();
        Agenda agenda =
                view.agenda()
                        .activePause()
                        .map(pause -> view.agenda().with(pause.ended(e.cancelledAt(), null)))
                        .orElse(view.agenda());
        return view.in(Status.CANCELLED)
                .in(e.periodIndex(), served)
                .ending(e.type(), e.requestedAt(), e.cancelledAt())
                .followedBy(e.successor())
                .planning(
                        agenda.settling(
                                SubscriptionFold::isEnd,
                                e.type() == CancellationType.IMMEDIATE ? CANCELLED : EXECUTED,
                                e.cancelledAt()));
    }
}
