package io.tallybook.sagas.renewal;

import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.invoice.InvoiceCommand.Open;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.SubscriptionEvent.Activated;
import io.tallybook.core.subscription.SubscriptionEvent.GroupJoined;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionEvent.Paused;
import io.tallybook.core.subscription.SubscriptionEvent.Renewed;
import io.tallybook.core.subscription.SubscriptionEvent.Resumed;
import io.tallybook.core.subscription.SubscriptionEvent.ThresholdCrossed;
import io.tallybook.core.subscription.SubscriptionEvent.TrialChanged;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.FinalizationDelay;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Step;
import java.time.Instant;

/** Every period that ends is invoiced once; what is paid in advance is invoiced as it begins. */
final class RenewalProcess {
    private RenewalProcess() {}

    /** What is paid in advance does not wait for usage, so its invoice is due at once. */
    static Step<RenewalState> activated(Activated event, Occurrence when) {
        var terms = event.terms();
        var active = RenewalState.Active.of(event.subscriptionId(), terms);
        // Of a subscription that was dated back, the invoice is due when it was made.
        Instant start = event.firstPeriod().start();
        Instant due = start.isAfter(when.effectiveAt()) ? start : when.effectiveAt();
        var opening =
                active.opening(BillingReason.SUBSCRIPTION_CREATE, 0, event.firstPeriod(), due);
        return BillableLines.of(terms, opening).isEmpty()
                ? Step.of(active)
                : Step.of(active, open(opening, when));
    }

    static Step<RenewalState> renewed(
            RenewalState state, Renewed event, Occurrence when, FinalizationDelay delay) {
        return switch (state) {
            // It is on the invoice of the one that it is grouped with.
            case RenewalState.Active active when event.groupedWith() != null -> Step.of(active);
            case RenewalState.Active active -> {
                Instant end = event.closedPeriod().end();
                // A trial has no usage to wait for.
                var opening =
                        end.equals(active.trialEnd())
                                ? active.opening(
                                        BillingReason.SUBSCRIPTION_TRIAL_END,
                                        event.closedIndex() + 1,
                                        event.nextPeriod(),
                                        end)
                                : active.opening(
                                        BillingReason.SUBSCRIPTION_CYCLE,
                                        event.closedIndex(),
                                        event.closedPeriod(),
                                        end.plus(delay.value()));
                yield Step.of(
                        active,
                        open(opening.following(event.crossings()).grouping(event.grouped()), when));
            }
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** What follows a trial is told from other periods by where the trial ends. */
    static Step<RenewalState> trialChanged(RenewalState state, TrialChanged event) {
        return switch (state) {
            case RenewalState.Active active -> Step.of(active.withTrialUntil(event.trial().end()));
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** From now on its invoices go to whoever gets those that it is grouped with. */
    static Step<RenewalState> joined(RenewalState state, GroupJoined event) {
        return switch (state) {
            case RenewalState.Active active -> Step.of(active.paidBy(event.membership().payer()));
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** From now on its invoices go to its own customer again. */
    static Step<RenewalState> left(RenewalState state) {
        return switch (state) {
            case RenewalState.Active active -> Step.of(active.paidBy(active.subscriber()));
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** What was served until a pause is invoiced as a period is. */
    static Step<RenewalState> paused(
            RenewalState state, Paused event, Occurrence when, FinalizationDelay delay) {
        BillingPeriod served = event.invoicedPeriod();
        return switch (state) {
            case RenewalState.Active active when served != null -> {
                InvoiceOpening opening =
                        active.opening(
                                BillingReason.SUBSCRIPTION_PAUSE,
                                event.periodIndex(),
                                served,
                                served.end().plus(delay.value()),
                                event.order().id());
                yield Step.of(
                        active,
                        open(
                                event.closedPeriod() == null
                                        ? opening.rest()
                                        : opening.following(event.crossings()),
                                when));
            }
            case RenewalState.Active active -> Step.of(active);
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** A period that had not begun before the pause is paid in advance when it is gone into. */
    static Step<RenewalState> resumed(RenewalState state, Resumed event, Occurrence when) {
        return switch (state) {
            case RenewalState.Active active when event.beginsPeriod() ->
                    Step.of(
                            active,
                            open(
                                    active.opening(
                                            BillingReason.SUBSCRIPTION_RESUME,
                                            event.periodIndex(),
                                            event.openPeriod(),
                                            event.resumedAt(),
                                            event.pauseId()),
                                    when));
            case RenewalState.Active active -> Step.of(active);
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** Usage that has come to a threshold is invoiced at once, as far as it goes. */
    static Step<RenewalState> crossed(RenewalState state, ThresholdCrossed event, Occurrence when) {
        return switch (state) {
            case RenewalState.Active active ->
                    Step.of(active, open(active.opening(event.crossing()), when));
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    /** What a change costs is invoiced at once, if that was asked for. */
    static Step<RenewalState> changed(RenewalState state, LinesChanged event, Occurrence when) {
        return switch (state) {
            case RenewalState.Active active ->
                    ChangeOfLines.opening(active.customerId(), active.currency(), event)
                            .map(active::of)
                            .map(opening -> Step.<RenewalState>of(active, open(opening, when)))
                            .orElseGet(() -> Step.of(active));
            case RenewalState.NotBegun nothing -> Step.of(nothing);
            case RenewalState.Ended ended -> Step.of(ended);
        };
    }

    private static Open open(InvoiceOpening opening, Occurrence when) {
        return new Open(InvoiceId.derived(opening), when.scope(), when.effectiveAt(), opening);
    }
}
