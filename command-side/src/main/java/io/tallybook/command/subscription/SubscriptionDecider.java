package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.subscription.SubscriptionState.Absent;
import io.tallybook.command.subscription.SubscriptionState.Active;
import io.tallybook.command.subscription.SubscriptionState.Cancelled;
import io.tallybook.command.subscription.SubscriptionState.Drafted;
import io.tallybook.command.subscription.SubscriptionState.Ending;
import io.tallybook.command.subscription.SubscriptionState.Incomplete;
import io.tallybook.command.subscription.SubscriptionState.Paused;
import io.tallybook.command.subscription.SubscriptionState.Planned;
import io.tallybook.command.uniqueness.Subscribers.Parties;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.LinesInStep;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.Successor;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a subscription.
 *
 * <p>Time only ever closes what has passed: a command whose moment lies beyond the open period
 * first closes the periods in between, as if each had been renewed in its time.
 */
final class SubscriptionDecider {
    private static final String KIND = "subscription";

    private SubscriptionDecider() {}

    static Decision<SubscriptionEvent> create(
            SubscriptionState state, SubscriptionCommand.Create c) {
        return switch (state) {
            case Absent() -> begun(c.subscriptionId(), c.scope(), c.terms(), c.children(), c.at());
            case Drafted(var drafted) ->
                    drafted.scope().equals(c.scope())
                            ? Decision.refused(Rejection.conflict(c.subscriptionId().value()))
                            : Decision.notFound(KIND, c.subscriptionId());
            case Active active -> repeated(active.activated(), c);
            case Incomplete(var active, var _, var _) -> repeated(active.activated(), c);
            case Ending(var active, var _) -> repeated(active.activated(), c);
            case Paused(var active, var _, var _) -> repeated(active.activated(), c);
            case Cancelled(var before, var _, var _, var _, var _) -> repeated(before, c);
        };
    }

    /** Writes down what may become a subscription. */
    static Decision<SubscriptionEvent> draft(SubscriptionState state, SubscriptionCommand.Draft c) {
        Optional<Rejection> broken =
                TermsRules.broken(c.terms())
                        .or(() -> FamilyDecider.brokenDraft(c.terms()))
                        .or(() -> GroupDecider.brokenDraft(c.terms()));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        var event =
                new SubscriptionEvent.Drafted(
                        c.subscriptionId(),
                        c.scope(),
                        c.terms(),
                        SubscriptionPeriods.of(TermsRules.settled(c.terms())).period(0));
        return switch (state) {
            case Absent() -> Decision.accepted(event);
            case Drafted(var before) ->
                    Decision.repeated(
                            KIND, c.subscriptionId(), before.scope(), c.scope(), before, event);
            case Active active -> begunAlready(active.scope(), c.scope(), c.subscriptionId());
            case Incomplete(var active, var _, var _) ->
                    begunAlready(active.scope(), c.scope(), c.subscriptionId());
            case Ending(var active, var _) ->
                    begunAlready(active.scope(), c.scope(), c.subscriptionId());
            case Paused(var active, var _, var _) ->
                    begunAlready(active.scope(), c.scope(), c.subscriptionId());
            case Cancelled ended ->
                    begunAlready(ended.activated().scope(), c.scope(), c.subscriptionId());
        };
    }

    /** Begins what was drafted; to ask again for the same beginning does nothing. */
    static Decision<SubscriptionEvent> activate(
            SubscriptionState state, SubscriptionCommand.Activate c) {
        Decision<SubscriptionEvent> hidden = Decision.notFound(KIND, c.subscriptionId());
        return switch (state) {
            case Absent() -> hidden;
            case Drafted(var drafted) ->
                    drafted.scope().equals(c.scope()) ? activated(drafted, c) : hidden;
            case Active active ->
                    active.scope().equals(c.scope()) ? activeSince(active, c) : hidden;
            case Incomplete(var active, var _, var _) ->
                    active.scope().equals(c.scope()) ? activeSince(active, c) : hidden;
            case Ending(var active, var _) ->
                    active.scope().equals(c.scope()) ? activeSince(active, c) : hidden;
            case Paused(var active, var _, var _) ->
                    active.scope().equals(c.scope()) ? activeSince(active, c) : hidden;
            case Cancelled ended ->
                    ended.activated().scope().equals(c.scope())
                            ? Decision.refused(hasEnded(c.subscriptionId(), ended))
                            : hidden;
        };
    }

    private static Decision<SubscriptionEvent> activated(
            SubscriptionEvent.Drafted drafted, SubscriptionCommand.Activate c) {
        return begun(
                c.subscriptionId(),
                c.scope(),
                drafted.terms().startingAt(c.startDate()),
                List.of(),
                c.at());
    }

    private static Decision<SubscriptionEvent> begun(
            SubscriptionId id,
            Scope scope,
            SubscriptionTerms terms,
            List<GroupedChild> children,
            Instant at) {
        Optional<Rejection> broken =
                TermsRules.broken(terms)
                        .or(() -> GroupDecider.brokenBeginning(id, terms))
                        .or(() -> GroupDecider.brokenChildren(id, terms, children));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        SubscriptionEvent.Activated activated = activated(id, scope, terms, children);
        return FirstPayment.awaited(activated, at)
                .<Decision<SubscriptionEvent>>map(
                        awaited ->
                                FirstPayment.comesTooLate(awaited)
                                        ? Decision.refused(FirstPayment.tooLate(activated, awaited))
                                        : Decision.accepted(List.of(activated, awaited)))
                .orElseGet(() -> Decision.accepted(activated));
    }

    private static Decision<SubscriptionEvent> activeSince(
            Active active, SubscriptionCommand.Activate c) {
        Instant start = active.terms().startDate();
        return start.equals(c.startDate())
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.invalidOperation(
                                "subscription '"
                                        + c.subscriptionId()
                                        + "' is active since "
                                        + start));
    }

    private static Decision<SubscriptionEvent> begunAlready(
            Scope owner, Scope caller, SubscriptionId id) {
        return owner.equals(caller)
                ? Decision.refused(Rejection.conflict(id.value()))
                : Decision.notFound(KIND, id);
    }

    /** A renewal is sent for every period that has ended, again and again until it is done. */
    static Decision<SubscriptionEvent> renew(SubscriptionState state, SubscriptionCommand.Renew c) {
        if (FirstPayment.hasRenewed(state, c)) {
            return Decision.alreadyDone();
        }
        return ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> renew(running, c),
                paused -> PauseDecider.renew(paused, c),
                ended ->
                        c.periodIndex() <= ended.periodIndex()
                                ? Decision.alreadyDone()
                                : Decision.refused(hasEnded(c.subscriptionId(), ended)));
    }

    /** Ends a subscription, now or later. */
    static Decision<SubscriptionEvent> cancel(
            SubscriptionState state, SubscriptionCommand.Cancel c) {
        return cancelled(state, c)
                .map(
                        event ->
                                event instanceof SubscriptionEvent.Cancelled ended
                                        ? ended.unpaid(c.unpaid())
                                        : event);
    }

    private static Decision<SubscriptionEvent> cancelled(
            SubscriptionState state, SubscriptionCommand.Cancel c) {
        if (state instanceof Incomplete waiting && waiting.active().scope().equals(c.scope())) {
            return FirstPayment.cancel(waiting, c);
        }
        return ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> cancel(running, c),
                paused -> PauseDecider.cancel(paused, c),
                ended ->
                        isFollowedBy(ended, c.successor())
                                ? Decision.alreadyDone()
                                : Decision.refused(hasEnded(c.subscriptionId(), ended)));
    }

    // What it begins with says since then what is set against it: it is known by its id.
    private static boolean isFollowedBy(Cancelled ended, @Nullable Successor next) {
        return next != null
                && ended.successor() != null
                && ended.successor().id().equals(next.id());
    }

    /** Gives up an end that has not come yet. */
    static Decision<SubscriptionEvent> withdraw(
            SubscriptionState state, SubscriptionCommand.WithdrawCancellation c) {
        return ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> withdraw(running, c),
                paused -> PauseDecider.withdraw(paused, c),
                ended -> Decision.refused(hasEnded(c.subscriptionId(), ended)));
    }

    static Decision<SubscriptionEvent> withdraw(
            Running running, SubscriptionCommand.WithdrawCancellation c) {
        Optional<Planned> due = running.dueBy(c.at());
        if (due.isPresent()) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "subscription '"
                                    + c.subscriptionId()
                                    + "' ended at "
                                    + due.get().cancelAt()));
        }
        return running.planned()
                .<Decision<SubscriptionEvent>>map(
                        planned ->
                                Decision.accepted(
                                        new SubscriptionEvent.CancellationWithdrawn(
                                                c.subscriptionId(), planned.cancelAt())))
                .orElseGet(Decision::alreadyDone);
    }

    /** Performs an end that has fallen due. */
    static Decision<SubscriptionEvent> end(SubscriptionState state, SubscriptionCommand.End c) {
        if (state instanceof Incomplete waiting && waiting.active().scope().equals(c.scope())) {
            return FirstPayment.end(waiting, c);
        }
        return ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running ->
                        running.dueBy(c.at())
                                .<Decision<SubscriptionEvent>>map(
                                        due ->
                                                Decision.accepted(
                                                        running.closedBefore(due.cancelAt())
                                                                .endedAsPlanned(due)))
                                .orElseGet(Decision::alreadyDone),
                paused -> PauseDecider.end(paused, c),
                _ -> Decision.alreadyDone());
    }

    /** Brings the lines in step with the plan's prices. */
    static Decision<SubscriptionEvent> sync(
            SubscriptionState state, SubscriptionCommand.SyncLines c) {
        if (state instanceof Active active
                && active.scope().equals(c.scope())
                && active.terms().type() == SubscriptionType.INHERITED) {
            return Decision.alreadyDone(); // it has no lines
        }
        return ofRunning(state, c.subscriptionId(), c.scope(), running -> sync(running, c));
    }

    /** Changes what it is charged for as somebody asks. */
    static Decision<SubscriptionEvent> change(
            SubscriptionState state, SubscriptionCommand.ChangeLines c) {
        return ofRunning(state, c.subscriptionId(), c.scope(), running -> change(running, c));
    }

    private static Decision<SubscriptionEvent> change(
            Running running, SubscriptionCommand.ChangeLines c) {
        if (running.isBehind(c.at())) {
            return Decision.refused(workIsDue(c));
        }
        Running now = running.closedUpTo(c.at());
        if (ChangeRules.isDone(now.terms(), c)) {
            return Decision.alreadyDone();
        }
        if (c.planId() != null && now.changing().isPresent()) {
            return Decision.refused(
                    PlanDecider.isToChange(c.subscriptionId(), now.changing().get()));
        }
        Optional<Rejection> broken =
                SuccessionRules.isFollowed(now)
                        .or(() -> ChangeRules.broken(now.terms(), now.period(), c));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        SubscriptionEvent.LinesChanged change =
                ChangeOfLines.of(now.terms(), now.index(), now.period(), c);
        return TermsRules.broken(now.terms().after(change))
                .<Decision<SubscriptionEvent>>map(Decision::refused)
                .orElseGet(() -> Decision.accepted(now.with(change)));
    }

    static Rejection workIsDue(SubscriptionCommand c) {
        return Rejection.invalidOperation(
                "what is due of subscription '"
                        + c.subscriptionId()
                        + "' has to be done first; try again when it has reached "
                        + c.at());
    }

    private static Decision<SubscriptionEvent> sync(
            Running running, SubscriptionCommand.SyncLines c) {
        if (running.isBehind(c.at())) {
            return Decision.refused(workIsDue(c));
        }
        Running now = running.closedUpTo(c.at());
        Optional<SubscriptionEvent.LinesChanged> change =
                LinesInStep.change(now.id(), now.terms(), now.period(), c);
        if (change.isEmpty()) {
            return Decision.alreadyDone();
        }
        Optional<Rejection> broken = TermsRules.broken(now.terms().after(change.get()));
        return broken.isPresent()
                ? Decision.refused(broken.get())
                : Decision.accepted(now.with(change.get()));
    }

    private static Decision<SubscriptionEvent> renew(Running running, SubscriptionCommand.Renew c) {
        if (c.periodIndex() < running.index()) {
            return Decision.alreadyDone();
        }
        if (c.periodIndex() > running.index()) {
            return Decision.refused(
                    Rejection.field(
                            "period_index",
                            String.valueOf(c.periodIndex()),
                            "the open period, " + running.index()));
        }
        Instant end = running.period().end();
        Optional<Planned> due = running.dueBy(end);
        Optional<PauseOrder> pause = PauseDecider.dueBefore(running, end);
        if (pause.isPresent() && !c.at().isBefore(pause.get().start())) {
            return Decision.accepted(running.paused(pause.get()));
        }
        if (c.at().isBefore(due.map(Planned::cancelAt).orElse(end))) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "period "
                                    + running.index()
                                    + " of subscription '"
                                    + c.subscriptionId()
                                    + "' ends at "
                                    + end
                                    + " and cannot be closed at "
                                    + c.at()));
        }
        return Decision.accepted(
                due.map(running::endedAsPlanned).orElseGet(() -> running.renewed().events()));
    }

    private static Decision<SubscriptionEvent> cancel(
            Running running, SubscriptionCommand.Cancel c) {
        Optional<Planned> due = running.dueBy(c.at());
        if (due.isPresent()) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "subscription '"
                                    + c.subscriptionId()
                                    + "' ended at "
                                    + due.get().cancelAt()));
        }
        Optional<Rejection> broken =
                brokenCancellation(running, c).or(() -> SuccessionRules.broken(running, c));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        if (running.pauseDueBy(c.at()).isPresent()
                || running.periodsBehind(c.at())
                || running.payableFirst(c.at())) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "the past periods of subscription '"
                                    + c.subscriptionId()
                                    + "' are still being closed; try again when it has reached "
                                    + c.at()));
        }
        Running now = running.closedUpTo(c.at());
        Instant end = c.type() == CancellationType.IMMEDIATE ? c.at() : now.period().end();
        Optional<Rejection> unable =
                Optional.ofNullable(c.successor())
                        .flatMap(next -> SuccessionRules.broken(now, end, next));
        if (unable.isPresent()) {
            return Decision.refused(unable.get());
        }
        return switch (c.type()) {
            case IMMEDIATE -> Decision.accepted(now.cancelled(c));
            case END_OF_PERIOD -> atPeriodEnd(now, c, now.period().end());
            case MIN_PERIOD_END ->
                    atPeriodEnd(
                            now,
                            c,
                            Collections.min(BillableLines.openPeriodEnds(now.terms(), c.at())));
            case MAX_PERIOD_END ->
                    atPeriodEnd(
                            now,
                            c,
                            Collections.max(BillableLines.openPeriodEnds(now.terms(), c.at())));
            case SCHEDULED_DATE ->
                    c.cancelAt() == null
                            ? Decision.alreadyDone() // refused above
                            : planned(now, c, c.cancelAt());
        };
    }

    // A pause before it would move the end of the period.
    private static Decision<SubscriptionEvent> atPeriodEnd(
            Running now, SubscriptionCommand.Cancel c, Instant end) {
        Optional<PauseOrder> before = now.pausing().filter(order -> order.start().isBefore(end));
        return before.isPresent()
                ? Decision.refused(PauseDecider.isToPause(c.subscriptionId(), before.get()))
                : planned(now, c, end);
    }

    static Decision<SubscriptionEvent> planned(
            Running running, SubscriptionCommand.Cancel c, Instant cancelAt) {
        boolean same =
                running.planned()
                        .filter(p -> p.type() == c.type() && p.cancelAt().equals(cancelAt))
                        .filter(p -> p.proration() == Running.asked(c))
                        .filter(p -> Objects.equals(p.successor(), c.successor()))
                        .isPresent();
        return same ? Decision.alreadyDone() : Decision.accepted(running.planning(c, cancelAt));
    }

    static Optional<Rejection> brokenCancellation(Running running, SubscriptionCommand.Cancel c) {
        Instant cancelAt = c.cancelAt();
        Instant endDate = running.terms().endDate();
        Rules rules = Rules.begin().textIfAny("reason", c.reason(), Rules.TEXT_MAX);
        if (c.type() != CancellationType.SCHEDULED_DATE) {
            return rules.that(
                            cancelAt == null,
                            "cancel_at",
                            String.valueOf(cancelAt),
                            "none with type " + c.type())
                    .broken();
        }
        return rules.that(
                        cancelAt != null && cancelAt.isAfter(c.at()),
                        "cancel_at",
                        cancelAt == null ? "none" : cancelAt.toString(),
                        "a moment after " + c.at())
                .moment("cancel_at", cancelAt)
                .that(
                        cancelAt == null || endDate == null || !cancelAt.isAfter(endDate),
                        "cancel_at",
                        String.valueOf(cancelAt),
                        "at or before the end date " + endDate)
                .broken();
    }

    /** Of what is neither paused nor over; else the answer says which. */
    static Decision<SubscriptionEvent> ofRunning(
            SubscriptionState state,
            SubscriptionId id,
            Scope caller,
            Function<Running, Decision<SubscriptionEvent>> running) {
        return ofRunning(
                state,
                id,
                caller,
                running,
                paused -> Decision.refused(PauseDecider.isPaused(id, paused)),
                ended -> Decision.refused(hasEnded(id, ended)));
    }

    static Decision<SubscriptionEvent> ofRunning(
            SubscriptionState state,
            SubscriptionId id,
            Scope caller,
            Function<Running, Decision<SubscriptionEvent>> running,
            Function<Paused, Decision<SubscriptionEvent>> standing,
            Function<Cancelled, Decision<SubscriptionEvent>> ended) {
        Decision<SubscriptionEvent> hidden = Decision.notFound(KIND, id);
        return switch (state) {
            case Absent() -> hidden;
            case Drafted(var drafted) ->
                    drafted.scope().equals(caller)
                            ? Decision.refused(
                                    Rejection.invalidOperation(
                                            "subscription '"
                                                    + id
                                                    + "' is a draft and has to be activated first"))
                            : hidden;
            case Active active ->
                    active.scope().equals(caller)
                            ? FamilyDecider.isInherited(id, active.terms())
                                    .<Decision<SubscriptionEvent>>map(Decision::refused)
                                    .orElseGet(
                                            () ->
                                                    running.apply(
                                                            Running.of(
                                                                    id, active, Optional.empty())))
                            : hidden;
            case Incomplete waiting ->
                    waiting.active().scope().equals(caller)
                            ? Decision.refused(FirstPayment.isAwaited(waiting.awaited()))
                            : hidden;
            case Ending(var active, var planned) ->
                    active.scope().equals(caller)
                            ? running.apply(Running.of(id, active, Optional.of(planned)))
                            : hidden;
            case Paused paused ->
                    paused.active().scope().equals(caller) ? standing.apply(paused) : hidden;
            case Cancelled cancelled ->
                    cancelled.activated().scope().equals(caller) ? ended.apply(cancelled) : hidden;
        };
    }

    static Rejection hasEnded(SubscriptionId id, Cancelled ended) {
        return Rejection.invalidOperation(
                "subscription '" + id + "' was cancelled at " + ended.cancelledAt());
    }

    private static SubscriptionEvent.Activated activated(
            SubscriptionId id, Scope scope, SubscriptionTerms agreed, List<GroupedChild> children) {
        SubscriptionTerms terms = TermsRules.settled(agreed);
        // What is inherited has no periods of its own to be closed.
        return new SubscriptionEvent.Activated(
                id,
                scope,
                terms,
                terms.type() == SubscriptionType.INHERITED
                        ? new BillingPeriod(terms.startDate(), AllowanceWindows.NEVER)
                        : SubscriptionPeriods.of(terms).period(0),
                children);
    }

    private static Decision<SubscriptionEvent> repeated(
            SubscriptionEvent.Activated before, SubscriptionCommand.Create c) {
        return TermsRules.broken(c.terms()).isPresent()
                ? Decision.refused(Rejection.conflict(c.subscriptionId().value()))
                : Decision.repeated(
                        KIND,
                        c.subscriptionId(),
                        before.scope(),
                        c.scope(),
                        before,
                        activated(c.subscriptionId(), c.scope(), c.terms(), c.children()));
    }

    /** Whom and what a subscription is between. */
    static Parties parties(SubscriptionTerms terms) {
        return new Parties(
                Stream.of(terms.customerId(), terms.payer()).distinct().toList(),
                // What is inherited follows its parent, whatever has become of the plan since.
                terms.type() == SubscriptionType.INHERITED ? List.of() : List.of(terms.planId()));
    }
}
