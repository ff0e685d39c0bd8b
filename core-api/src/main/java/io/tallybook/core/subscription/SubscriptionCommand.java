package io.tallybook.core.subscription;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a subscription. */
public sealed interface SubscriptionCommand extends Command {
    @TargetAggregateIdentifier
    SubscriptionId subscriptionId();

    /** What can be thought through before it is made. */
    sealed interface Considered extends SubscriptionCommand
            permits Cancel, ChangeGroup, ChangeHeirs, ChangeLines, ChangeTrial, ScheduleChange {}

    /** Is refused where what is asked would be refused, and does nothing else. */
    record Consider(Considered asked) implements SubscriptionCommand {
        @Override
        public SubscriptionId subscriptionId() {
            return asked.subscriptionId();
        }

        @Override
        public Scope scope() {
            return asked.scope();
        }

        @Override
        public Instant at() {
            return asked.at();
        }
    }

    /**
     * Begins a subscription.
     *
     * @param terms name all {@code children}, beside others
     * @param children those that begin together with it, to be invoiced with it
     */
    record Create(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            SubscriptionTerms terms,
            List<GroupedChild> children)
            implements SubscriptionCommand {
        public Create {
            children = List.copyOf(children);
            terms = GroupedChild.named(terms, children);
        }

        /** One that begins by itself. */
        public Create(
                SubscriptionId subscriptionId, Scope scope, Instant at, SubscriptionTerms terms) {
            this(subscriptionId, scope, at, terms, List.of());
        }
    }

    /** Writes down what may become a subscription; nothing is charged until it is activated. */
    record Draft(SubscriptionId subscriptionId, Scope scope, Instant at, SubscriptionTerms terms)
            implements SubscriptionCommand {}

    /** Begins what was drafted, from {@code startDate} on. */
    record Activate(SubscriptionId subscriptionId, Scope scope, Instant at, Instant startDate)
            implements SubscriptionCommand {}

    /** Serves what was held back: this invoice is paid. A repeat does nothing. */
    record ConfirmFirstPayment(
            SubscriptionId subscriptionId, Scope scope, Instant at, InvoiceId invoiceId)
            implements SubscriptionCommand {}

    /** Ends what is held back, since what it waits for does not come; else it does nothing. */
    record GiveUpFirstPayment(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            SubscriptionEvent.Missed because)
            implements SubscriptionCommand {}

    /**
     * Closes a period that has ended and opens the next; a repeat for a period already closed does
     * nothing.
     */
    record Renew(SubscriptionId subscriptionId, Scope scope, Instant at, int periodIndex)
            implements SubscriptionCommand {}

    /**
     * Ends a subscription, now or later.
     *
     * @param cancelAt the moment, for SCHEDULED_DATE alone
     * @param proration whether what was paid in advance and is not served is given back
     * @param unpaid the invoice that was not paid within its grace; absent where somebody asks
     * @param successor what begins in its place, at once or with the period that it does not have
     *     any more; absent for nothing
     */
    record Cancel(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            CancellationType type,
            @Nullable Instant cancelAt,
            OpenUsage openUsage,
            @Nullable String reason,
            ProrationBehavior proration,
            @Nullable InvoiceId unpaid,
            @Nullable Successor successor)
            implements Considered {
        /** One in whose place nothing begins. */
        public Cancel(
                SubscriptionId subscriptionId,
                Scope scope,
                Instant at,
                CancellationType type,
                @Nullable Instant cancelAt,
                OpenUsage openUsage,
                @Nullable String reason,
                ProrationBehavior proration,
                @Nullable InvoiceId unpaid) {
            this(
                    subscriptionId,
                    scope,
                    at,
                    type,
                    cancelAt,
                    openUsage,
                    reason,
                    proration,
                    unpaid,
                    null);
        }

        /** One that somebody asks for. */
        public Cancel(
                SubscriptionId subscriptionId,
                Scope scope,
                Instant at,
                CancellationType type,
                @Nullable Instant cancelAt,
                OpenUsage openUsage,
                @Nullable String reason,
                ProrationBehavior proration) {
            this(subscriptionId, scope, at, type, cancelAt, openUsage, reason, proration, null);
        }

        /** One that gives nothing back. */
        public Cancel(
                SubscriptionId subscriptionId,
                Scope scope,
                Instant at,
                CancellationType type,
                @Nullable Instant cancelAt,
                OpenUsage openUsage,
                @Nullable String reason) {
            this(
                    subscriptionId,
                    scope,
                    at,
                    type,
                    cancelAt,
                    openUsage,
                    reason,
                    ProrationBehavior.NONE);
        }
    }

    /**
     * Interrupts service, now or later: what lies in a pause is neither counted nor charged.
     *
     * @param start the moment, for SCHEDULED alone
     * @param resumesAt when it goes on by itself; absent until somebody asks for it
     * @param days after how many days of 24 hours it does, in the place of a moment
     */
    record Pause(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            PauseId pauseId,
            PauseOrder.Mode mode,
            @Nullable Instant start,
            @Nullable Instant resumesAt,
            @Nullable Integer days,
            Course.Rest rest,
            @Nullable String reason,
            Map<String, String> metadata)
            implements SubscriptionCommand {
        public Pause {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Begins a pause that was agreed for a moment that has come; a repeat does nothing. */
    record BeginPause(SubscriptionId subscriptionId, Scope scope, Instant at, PauseId pauseId)
            implements SubscriptionCommand {}

    /** Ends a pause, or gives up one that has not begun. */
    record Resume(SubscriptionId subscriptionId, Scope scope, Instant at, ResumeMode mode)
            implements SubscriptionCommand {}

    /** Agrees on another plan from the end of the open period on; a repeat does nothing. */
    record ScheduleChange(SubscriptionId subscriptionId, Scope scope, Instant at, AgreedPlan change)
            implements Considered {}

    /** Gives up another plan that was agreed; without one it does nothing. */
    record WithdrawChange(
            SubscriptionId subscriptionId, Scope scope, Instant at, ScheduleId scheduleId)
            implements SubscriptionCommand {}

    /** Gives up the end that somebody had asked for; without one it does nothing. */
    record WithdrawCancellation(SubscriptionId subscriptionId, Scope scope, Instant at)
            implements SubscriptionCommand {}

    /**
     * Brings the lines that came with the plan in step with its prices; what is in step already
     * stays as it is.
     *
     * @param additions lines of prices that the subscription may lack
     * @param ends prices of the plan that have an end
     */
    record SyncLines(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            List<LineItem> additions,
            List<PriceEnd> ends)
            implements SubscriptionCommand {
        public SyncLines {
            additions = List.copyOf(additions);
            ends = List.copyOf(ends);
        }
    }

    /**
     * Changes what it is charged for as somebody asks; a repeat under the same change id does
     * nothing.
     *
     * @param added lines that begin, each at its start date or, without one, at {@code at}
     * @param ended lines that end
     * @param planId the plan from now on; absent for the same
     * @param addons instances of addons that begin
     * @param addonsEnded instances that end, with their lines
     */
    record ChangeLines(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            String changeId,
            Settling settling,
            List<LineItem> added,
            List<SubscriptionEvent.LineEnd> ended,
            @Nullable PlanId planId,
            List<AddonAssociation> addons,
            List<AddonEnd> addonsEnded)
            implements Considered {
        public ChangeLines {
            added = List.copyOf(added);
            ended = List.copyOf(ended);
            addons = List.copyOf(addons);
            addonsEnded = List.copyOf(addonsEnded);
        }

        /** A change of lines alone. */
        public ChangeLines(
                SubscriptionId subscriptionId,
                Scope scope,
                Instant at,
                String changeId,
                Settling settling,
                List<LineItem> added,
                List<SubscriptionEvent.LineEnd> ended) {
            this(
                    subscriptionId,
                    scope,
                    at,
                    changeId,
                    settling,
                    added,
                    ended,
                    null,
                    List.of(),
                    List.of());
        }
    }

    /**
     * Shares a subscription with other customers, or no longer does; what is so already stays as it
     * is.
     *
     * @param added who is to share it from {@code at} on
     * @param removed the inherited subscriptions of those who are not to any more
     */
    record ChangeHeirs(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            List<Heir> added,
            List<SubscriptionId> removed)
            implements Considered {
        public ChangeHeirs {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * Ends an inherited subscription, since its customer does not share the other any more; a
     * repeat does nothing.
     */
    record Disinherit(SubscriptionId subscriptionId, Scope scope, Instant at)
            implements SubscriptionCommand {}

    /**
     * Invoices other subscriptions together with this one, or no longer; what is so already stays
     * as it is.
     */
    record ChangeGroup(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            List<SubscriptionId> added,
            List<SubscriptionId> removed)
            implements Considered {
        public ChangeGroup {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * Has the periods of a subscription invoiced together with those of another; a repeat does
     * nothing.
     *
     * @param parent what was agreed in the other
     * @param openSince the start of its period that was open when it was asked for
     */
    record JoinGroup(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            SubscriptionId parentId,
            SubscriptionTerms parent,
            Instant openSince)
            implements SubscriptionCommand {}

    /**
     * Has the periods of a subscription invoiced by itself again; a repeat does nothing.
     *
     * @param openSince what ends later is on no invoice of the other
     */
    record LeaveGroup(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            SubscriptionId parentId,
            Instant openSince)
            implements SubscriptionCommand {}

    /**
     * Has usage of the open period counted by other versions of its meters; a repeat does nothing.
     *
     * @param periodIndex the period that was open when it was asked for
     * @param definition the choice in words, for whoever reads the history
     * @param lines by what the usage of each is to be counted
     */
    record Remeter(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            int periodIndex,
            String definition,
            List<LineMeter> lines)
            implements SubscriptionCommand {
        public Remeter {
            lines = List.copyOf(lines);
        }
    }

    /** By what the usage of a line is to be counted. */
    record LineMeter(LineItemId lineItemId, MeterDefinition meter) {}

    /**
     * Has the trial that runs end at another moment, {@code at} for now; the same moment again does
     * nothing.
     */
    record ChangeTrial(SubscriptionId subscriptionId, Scope scope, Instant at, Instant trialEnd)
            implements Considered {}

    /** An instance of an addon that holds no longer from a moment on. */
    record AddonEnd(AddonAssociationId id, Instant endDate, @Nullable String reason) {}

    /** A price that holds no longer from a moment on. */
    record PriceEnd(PriceId priceId, Instant endDate) {}

    /**
     * Performs a cancellation, or an end date, that has fallen due; does nothing when there is
     * none.
     */
    record End(SubscriptionId subscriptionId, Scope scope, Instant at)
            implements SubscriptionCommand {}

    /**
     * Says that usage of the open period has come to the threshold that was agreed; does nothing if
     * that was said before, or the period is over.
     *
     * @param stretch the start of the stretch of service that is open
     * @param number which crossing of it this is, from 1
     * @param open what was used by {@code at} and is on no invoice
     */
    record CrossThreshold(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            Instant stretch,
            int number,
            Money open)
            implements SubscriptionCommand {}
}
