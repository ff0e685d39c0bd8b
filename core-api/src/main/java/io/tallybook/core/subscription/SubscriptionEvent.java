package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a subscription. */
public sealed interface SubscriptionEvent {
    SubscriptionId subscriptionId();

    /** What may become a subscription was written down; {@code firstPeriod} is as if it did now. */
    record Drafted(
            SubscriptionId subscriptionId,
            Scope scope,
            SubscriptionTerms terms,
            BillingPeriod firstPeriod)
            implements SubscriptionEvent {}

    /**
     * A subscription began; {@code firstPeriod} has index 0.
     *
     * @param made those that begin together with it, to be invoiced with it; absent for none
     */
    record Activated(
            SubscriptionId subscriptionId,
            Scope scope,
            SubscriptionTerms terms,
            BillingPeriod firstPeriod,
            @Nullable List<GroupedChild> made)
            implements SubscriptionEvent {
        public Activated {
            made = made == null || made.isEmpty() ? null : List.copyOf(made);
        }

        /** One that begins by itself. */
        public Activated(
                SubscriptionId subscriptionId,
                Scope scope,
                SubscriptionTerms terms,
                BillingPeriod firstPeriod) {
            this(subscriptionId, scope, terms, firstPeriod, null);
        }

        /** Those that begin together with it. */
        public List<GroupedChild> children() {
            return made == null ? List.of() : made;
        }
    }

    /**
     * It is neither served nor charged further until an invoice is paid: the first one, or the one
     * that follows its trial.
     *
     * @param until when it is given up
     */
    record PaymentAwaited(
            SubscriptionId subscriptionId, InvoiceId invoiceId, Instant since, Instant until)
            implements SubscriptionEvent {}

    /** What it waited for was paid: it is served. */
    record PaymentArrived(SubscriptionId subscriptionId, InvoiceId invoiceId, Instant arrivedAt)
            implements SubscriptionEvent {}

    /** What it waited for was not paid; it ended by that. */
    record PaymentMissed(
            SubscriptionId subscriptionId, InvoiceId invoiceId, Instant missedAt, Missed because)
            implements SubscriptionEvent {}

    /** Why a payment is not waited for any longer. */
    enum Missed {
        TIMED_OUT,
        /** The invoice was declared void: there is nothing left to pay. */
        INVOICE_VOIDED,
        /** The subscription was cancelled, or came to its end. */
        ENDED
    }

    /**
     * A period ended and the next began, with index {@code closedIndex + 1}.
     *
     * @param crossings how often usage of the closed period was invoiced within it; absent for
     *     never
     * @param groupedWith on whose invoice the closed period is; absent for one of its own
     * @param grouped whose periods may be on the invoice of the closed one; absent for nobody's
     */
    record Renewed(
            SubscriptionId subscriptionId,
            int closedIndex,
            BillingPeriod closedPeriod,
            BillingPeriod nextPeriod,
            @Nullable Integer crossings,
            @Nullable SubscriptionId groupedWith,
            @Nullable List<SubscriptionId> grouped)
            implements SubscriptionEvent {
        public Renewed {
            grouped = grouped == null || grouped.isEmpty() ? null : List.copyOf(grouped);
        }

        public Renewed(
                SubscriptionId subscriptionId,
                int closedIndex,
                BillingPeriod closedPeriod,
                BillingPeriod nextPeriod,
                @Nullable Integer crossings) {
            this(subscriptionId, closedIndex, closedPeriod, nextPeriod, crossings, null, null);
        }

        public Renewed(
                SubscriptionId subscriptionId,
                int closedIndex,
                BillingPeriod closedPeriod,
                BillingPeriod nextPeriod) {
            this(subscriptionId, closedIndex, closedPeriod, nextPeriod, null);
        }
    }

    /**
     * Usage of the open period has come to a threshold that was agreed: what was used by then is
     * invoiced at once. Each crossing is told once.
     *
     * @param threshold in units of the currency
     */
    record ThresholdCrossed(SubscriptionId subscriptionId, Crossing crossing, BigDecimal threshold)
            implements SubscriptionEvent {}

    /** Its trial was over: charging began. */
    record TrialEnded(SubscriptionId subscriptionId, BillingPeriod trial)
            implements SubscriptionEvent {}

    /**
     * Its trial is to end, or ends now, at another moment than was agreed.
     *
     * @param was the trial as it was
     * @param trial the trial as it is
     * @param billingAnchor by which the periods after it are counted
     */
    record TrialChanged(
            SubscriptionId subscriptionId,
            BillingPeriod was,
            BillingPeriod trial,
            Instant billingAnchor)
            implements SubscriptionEvent {}

    /**
     * Its lines were brought in step with the prices of its plan, or changed as somebody asked.
     *
     * @param amendment what somebody asked for; absent for the prices of the plan
     */
    record LinesChanged(
            SubscriptionId subscriptionId,
            List<LineItem> added,
            List<LineEnd> ended,
            @Nullable Amendment amendment)
            implements SubscriptionEvent {
        public LinesChanged {
            added = List.copyOf(added);
            ended = List.copyOf(ended);
        }

        public LinesChanged(
                SubscriptionId subscriptionId, List<LineItem> added, List<LineEnd> ended) {
            this(subscriptionId, added, ended, null);
        }
    }

    /**
     * A line that holds no longer from a moment on.
     *
     * @param agreedAt when that was agreed; absent for what follows from the prices of the plan
     */
    record LineEnd(LineItemId lineItemId, Instant endDate, @Nullable Instant agreedAt) {
        public LineEnd(LineItemId lineItemId, Instant endDate) {
            this(lineItemId, endDate, null);
        }
    }

    /**
     * Other customers share it from a moment on, or do no longer.
     *
     * @param removed the inherited subscriptions that end by it
     */
    record HeirsChanged(
            SubscriptionId subscriptionId,
            Instant changedAt,
            List<Heir> added,
            List<SubscriptionId> removed)
            implements SubscriptionEvent {
        public HeirsChanged {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * Other subscriptions are to be invoiced together with it from now on, or no longer.
     *
     * @param openSince the start of its open period: what ends later is on its invoices, or not on
     *     them any more
     */
    record GroupChanged(
            SubscriptionId subscriptionId,
            Instant changedAt,
            Instant openSince,
            List<SubscriptionId> added,
            List<SubscriptionId> removed)
            implements SubscriptionEvent {
        public GroupChanged {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /** Its periods are invoiced together with those of another. */
    record GroupJoined(SubscriptionId subscriptionId, Instant joinedAt, GroupMembership membership)
            implements SubscriptionEvent {}

    /**
     * Its periods are invoiced together with those of another no longer.
     *
     * @param untilIndex the first period that is invoiced by itself
     * @param withheld the periods from there on that are closed already and have no invoice yet
     */
    record GroupLeft(
            SubscriptionId subscriptionId,
            SubscriptionId parentId,
            Instant leftAt,
            int untilIndex,
            List<Withheld> withheld)
            implements SubscriptionEvent {
        public GroupLeft {
            withheld = List.copyOf(withheld);
        }
    }

    /** A closed period that was to be on another's invoice and is not. */
    record Withheld(int index, BillingPeriod period, @Nullable Integer crossings) {}

    /**
     * Usage of the open period is counted by other versions of its meters; what was counted of
     * earlier periods stays.
     *
     * @param definition the choice in words
     */
    record Remetered(SubscriptionId subscriptionId, String definition, List<LineRemetered> lines)
            implements SubscriptionEvent {
        public Remetered {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line whose usage is counted otherwise.
     *
     * @param from events before that are counted as they were
     * @param meter by what its usage is counted from now on, of all times
     */
    record LineRemetered(LineItemId lineItemId, Instant from, MeterDefinition meter) {}

    /**
     * Another plan was agreed from the end of the open period on. It happens as a change of lines
     * that bears the id of the plan.
     */
    record ChangeScheduled(SubscriptionId subscriptionId, AgreedPlan change, Instant dueAt)
            implements SubscriptionEvent {}

    /** Another plan that was agreed was given up. */
    record ChangeWithdrawn(
            SubscriptionId subscriptionId, ScheduleId scheduleId, Instant withdrawnAt)
            implements SubscriptionEvent {}

    /** It was agreed that it pauses from a moment to come. */
    record PauseScheduled(SubscriptionId subscriptionId, PauseOrder order)
            implements SubscriptionEvent {}

    /** A pause that was agreed was given up before it began. */
    record PauseWithdrawn(SubscriptionId subscriptionId, PauseId pauseId, Instant withdrawnAt)
            implements SubscriptionEvent {}

    /**
     * Service was interrupted.
     *
     * @param periodIndex the last period that had begun
     * @param brokenPeriod that period as it was until then
     * @param closedPeriod what of it is charged now; absent when nothing of it was served
     * @param crossings how often usage of it was invoiced before; absent for never
     * @param servedBefore the stretch of service before, where that was invoiced as it was over and
     *     something ran on through its end; absent otherwise
     */
    record Paused(
            SubscriptionId subscriptionId,
            PauseOrder order,
            int periodIndex,
            BillingPeriod brokenPeriod,
            @Nullable BillingPeriod closedPeriod,
            @Nullable Integer crossings,
            @Nullable BillingPeriod servedBefore)
            implements SubscriptionEvent {
        public Paused(
                SubscriptionId subscriptionId,
                PauseOrder order,
                int periodIndex,
                BillingPeriod brokenPeriod,
                @Nullable BillingPeriod closedPeriod,
                @Nullable Integer crossings) {
            this(subscriptionId, order, periodIndex, brokenPeriod, closedPeriod, crossings, null);
        }

        /** What its invoice is about; absent where there is none. */
        public @Nullable BillingPeriod invoicedPeriod() {
            return closedPeriod == null ? servedBefore : closedPeriod;
        }

        /** The same, with what ran on through the end of a stretch of service. */
        public Paused after(BillingPeriod served) {
            return new Paused(
                    subscriptionId,
                    order,
                    periodIndex,
                    brokenPeriod,
                    closedPeriod,
                    crossings,
                    served);
        }

        public Paused(
                SubscriptionId subscriptionId,
                PauseOrder order,
                int periodIndex,
                BillingPeriod brokenPeriod,
                @Nullable BillingPeriod closedPeriod) {
            this(subscriptionId, order, periodIndex, brokenPeriod, closedPeriod, null);
        }
    }

    /**
     * Service went on.
     *
     * @param pausedIndex the last period that had begun before the pause
     * @param periodIndex the period that is open from now on
     * @param openPeriod what of it lies ahead
     */
    record Resumed(
            SubscriptionId subscriptionId,
            PauseId pauseId,
            Instant resumedAt,
            ResumeMode mode,
            int pausedIndex,
            int periodIndex,
            BillingPeriod openPeriod)
            implements SubscriptionEvent {
        /** Whether a period is open that had not begun before the pause. */
        public boolean beginsPeriod() {
            return periodIndex > pausedIndex;
        }
    }

    /**
     * It was agreed that the subscription ends at a moment to come.
     *
     * @param proration whether what is not served then is given back; absent where it is not
     * @param successor what begins in its place then; absent for nothing
     */
    record CancellationScheduled(
            SubscriptionId subscriptionId,
            CancellationType type,
            Instant requestedAt,
            Instant cancelAt,
            @Nullable String reason,
            @Nullable ProrationBehavior proration,
            @Nullable Successor successor)
            implements SubscriptionEvent {
        /** One after which nothing begins. */
        public CancellationScheduled(
                SubscriptionId subscriptionId,
                CancellationType type,
                Instant requestedAt,
                Instant cancelAt,
                @Nullable String reason,
                @Nullable ProrationBehavior proration) {
            this(subscriptionId, type, requestedAt, cancelAt, reason, proration, null);
        }

        public CancellationScheduled(
                SubscriptionId subscriptionId,
                CancellationType type,
                Instant requestedAt,
                Instant cancelAt,
                @Nullable String reason) {
            this(subscriptionId, type, requestedAt, cancelAt, reason, null);
        }
    }

    /** The end that was agreed for {@code cancelAt} was given up: it goes on. */
    record CancellationWithdrawn(SubscriptionId subscriptionId, Instant cancelAt)
            implements SubscriptionEvent {}

    /**
     * The subscription ended.
     *
     * @param periodIndex the period that was open
     * @param closedPeriod what of it was served; absent when it ended at the very start of the
     *     period
     * @param unspent what was paid in advance and is given back; absent for nothing
     * @param crossings how often usage of the period was invoiced within it; absent for never
     * @param unpaid the invoice that was not paid within its grace; absent where somebody asked
     * @param servedBefore the stretch of service before, where that was invoiced and more is owed
     *     at the end; absent otherwise
     * @param successor what begins in its place at that moment; absent for nothing
     */
    @RecordBuilder
    record Cancelled(
            SubscriptionId subscriptionId,
            CancellationType type,
            Instant requestedAt,
            Instant cancelledAt,
            int periodIndex,
            @Nullable BillingPeriod closedPeriod,
            OpenUsage openUsage,
            @Nullable String reason,
            @Nullable Unspent unspent,
            @Nullable Integer crossings,
            @Nullable InvoiceId unpaid,
            @Nullable BillingPeriod servedBefore,
            @Nullable Successor successor)
            implements SubscriptionEvent {
        public Cancelled(
                SubscriptionId subscriptionId,
                CancellationType type,
                Instant requestedAt,
                Instant cancelledAt,
                int periodIndex,
                @Nullable BillingPeriod closedPeriod,
                OpenUsage openUsage,
                @Nullable String reason,
                @Nullable Unspent unspent,
                @Nullable Integer crossings) {
            this(
                    subscriptionId,
                    type,
                    requestedAt,
                    cancelledAt,
                    periodIndex,
                    closedPeriod,
                    openUsage,
                    reason,
                    unspent,
                    crossings,
                    null,
                    null,
                    null);
        }

        /** The same, since an invoice was not paid. */
        public Cancelled unpaid(@Nullable InvoiceId invoice) {
            return SubscriptionEventCancelledBuilder.builder(this).unpaid(invoice).build();
        }

        /** The same, with what begins in its place. */
        public Cancelled followedBy(@Nullable Successor next) {
            return SubscriptionEventCancelledBuilder.builder(this).successor(next).build();
        }

        /** The same, with what is owed beyond a stretch of service that was invoiced. */
        public Cancelled after(@Nullable BillingPeriod served) {
            return SubscriptionEventCancelledBuilder.builder(this).servedBefore(served).build();
        }

        public Cancelled(
                SubscriptionId subscriptionId,
                CancellationType type,
                Instant requestedAt,
                Instant cancelledAt,
                int periodIndex,
                @Nullable BillingPeriod closedPeriod,
                OpenUsage openUsage,
                @Nullable String reason,
                @Nullable Unspent unspent) {
            this(
                    subscriptionId,
                    type,
                    requestedAt,
                    cancelledAt,
                    periodIndex,
                    closedPeriod,
                    openUsage,
                    reason,
                    unspent,
                    null);
        }

        public Cancelled(
                SubscriptionId subscriptionId,
                CancellationType type,
                Instant requestedAt,
                Instant cancelledAt,
                int periodIndex,
                @Nullable BillingPeriod closedPeriod,
                OpenUsage openUsage,
                @Nullable String reason) {
            this(
                    subscriptionId,
                    type,
                    requestedAt,
                    cancelledAt,
                    periodIndex,
                    closedPeriod,
                    openUsage,
                    reason,
                    null,
                    null);
        }
    }
}
