package io.tallybook.sagas.model;

import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.Settling;
import io.tallybook.domain.time.BillingCycle;
import org.jspecify.annotations.Nullable;

/**
 * One step of a script. Whatever it stands for can be asked for in any state, so that a script is
 * still one when steps are taken out of it; what the state does not allow is refused.
 */
sealed interface Act {
    /** Time passes. */
    record Wait(int hours) implements Act {}

    /** Time passes until the open period ends, and a little more. */
    record WaitForPeriodEnd(int hoursMore) implements Act {}

    /**
     * A subscription begins, if none runs.
     *
     * @param daysBack how long ago it is dated to have begun
     * @param localHour of the day on which it began
     * @param pledge what is promised with it; absent for nothing
     */
    record Subscribe(
            String zone,
            int localHour,
            int daysBack,
            BillingCycle cycle,
            int trialDays,
            ProrationBehavior stub,
            Offer.Plan plan,
            Agreed.@Nullable Pledge pledge)
            implements Act {}

    /** It goes over to another plan, dated back or not. */
    record ChangePlan(Offer.Plan to, Settling settling, int hoursBack) implements Act {}

    /** One of its fixed lines is charged for another number of units. */
    record ChangeUnits(int line, int units, Settling settling, int hoursBack) implements Act {}

    /** Of one of its promises another share is promised, from now or dated back. */
    record ChangePromise(int line, int percent, Settling settling, int hoursBack) implements Act {}

    /**
     * @param days after how many it goes on by itself; 0 for never
     */
    record Pause(Course.Rest rest, int days) implements Act {}

    /**
     * @param hoursAhead until it begins; 0 for with the end of the open period
     */
    record PauseLater(Course.Rest rest, int days, int hoursAhead) implements Act {}

    /** A pause is over, or is given up before it has begun. */
    record Resume() implements Act {}

    /** Another plan is agreed for the end of the open period. */
    record AgreePlan(Offer.Plan to, Settling settling) implements Act {}

    /** Calls come in; those of a time ago are late. */
    record Use(int calls, int hoursBack) implements Act {}

    /** Calls come in by the name of somebody who may share the subscription then. */
    record UseBeside(int member, int calls, int hoursBack) implements Act {}

    /** Somebody shares the subscription from now on. */
    record Join(int member) implements Act {}

    /** Somebody does not share it any more. */
    record Leave(int member) implements Act {}

    /**
     * A coupon is given.
     *
     * @param percent of it; 0 for one of an amount
     * @param days how long it is held; 0 for ever
     */
    record GiveCoupon(int percent, int cents, int days) implements Act {}

    record TopUp(int cents) implements Act {}

    record Cancel(
            CancellationType type, int hoursAhead, OpenUsage openUsage, ProrationBehavior unspent)
            implements Act {}

    record WithdrawCancellation() implements Act {}

    /** It ends, and another begins in its place, with periods that are counted otherwise. */
    record Succeed(Offer.Plan plan, BillingCycle cycle, ProrationBehavior unspent) implements Act {}

    /** An invoice that was finalized is declared void: which one, counted from the last. */
    record VoidInvoice(int fromLast) implements Act {}
}
