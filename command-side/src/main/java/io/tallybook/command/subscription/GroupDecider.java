package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.subscription.SubscriptionState.Absent;
import io.tallybook.command.subscription.SubscriptionState.Active;
import io.tallybook.command.subscription.SubscriptionState.Cancelled;
import io.tallybook.command.subscription.SubscriptionState.Drafted;
import io.tallybook.command.subscription.SubscriptionState.Ending;
import io.tallybook.command.subscription.SubscriptionState.Incomplete;
import io.tallybook.command.subscription.SubscriptionState.Paused;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.Withheld;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which subscriptions are invoiced together.
 *
 * <p>The parent names its children first, and lets go of them first; a child then joins or leaves,
 * and from then on says of each of its own periods on whose invoice it is. So a period of a child
 * is on one invoice, however late it hears of it: one that was held back for an invoice that does
 * not come is given out when the child leaves.
 */
final class GroupDecider {
    private static final int CHILDREN_MAX = 500;

    private GroupDecider() {}

    /** Names those that are to be invoiced together with a subscription, or no longer. */
    static Decision<SubscriptionEvent> change(
            SubscriptionState state, SubscriptionCommand.ChangeGroup c) {
        return SubscriptionDecider.ofRunning(
                state, c.subscriptionId(), c.scope(), running -> change(running, c));
    }

    private static Decision<SubscriptionEvent> change(
            Running running, SubscriptionCommand.ChangeGroup c) {
        if (running.isBehind(c.at())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        List<SubscriptionId> known = running.terms().related().children();
        List<SubscriptionId> added =
                c.added().stream().filter(id -> !known.contains(id)).distinct().toList();
        List<SubscriptionId> removed =
                c.removed().stream().filter(known::contains).distinct().toList();
        if (added.isEmpty() && removed.isEmpty()) {
            return Decision.alreadyDone();
        }
        Optional<Rejection> broken =
                added.isEmpty() ? Optional.empty() : broken(running, added, known.size());
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        Running now = running.closedUpTo(c.at());
        return Decision.accepted(
                now.with(
                        new SubscriptionEvent.GroupChanged(
                                c.subscriptionId(), c.at(), now.period().start(), added, removed)));
    }

    private static Optional<Rejection> broken(
            Running running, List<SubscriptionId> added, int before) {
        return isGrouped(running.id(), running.terms())
                .or(() -> SuccessionRules.isFollowed(running))
                .or(
                        () ->
                                running.pausing()
                                        .map(order -> PauseDecider.isToPause(running.id(), order)))
                .or(() -> broken(running.id(), running.terms(), added, before));
    }

    private static Optional<Rejection> broken(
            SubscriptionId id, SubscriptionTerms terms, List<SubscriptionId> added, int before) {
        if (before + added.size() > CHILDREN_MAX) {
            return refused(before + added.size() + " subscriptions", "at most " + CHILDREN_MAX);
        }
        if (added.contains(id)) {
            return refused(
                    id.value(), "other subscriptions than the one that they are grouped with");
        }
        return Optional.empty();
    }

    private static Optional<Rejection> refused(String sent, String expected) {
        return Optional.of(Rejection.field(GroupedBilling.CHILDREN, sent, expected));
    }

    /** Refuses what would move the periods of subscriptions that are invoiced together. */
    static Optional<Rejection> movesPeriods(SubscriptionId id, SubscriptionTerms terms) {
        List<SubscriptionId> children = terms.related().children();
        return isGrouped(id, terms)
                .or(
                        () ->
                                children.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                Rejection.invalidOperation(
                                                        "subscription '%s' is invoiced together with %s: take them out of the group first"
                                                                .formatted(id, names(children)))));
    }

    private static String names(List<SubscriptionId> children) {
        String first = "'%s'".formatted(children.getFirst());
        return children.size() == 1
                ? first
                : "%s and %d more".formatted(first, children.size() - 1);
    }

    /** Refuses what only a subscription that is invoiced by itself can be asked. */
    static Optional<Rejection> isGrouped(SubscriptionId id, SubscriptionTerms terms) {
        return terms.related()
                .membership()
                .map(
                        membership ->
                                Rejection.invalidOperation(
                                        "subscription '%s' is invoiced together with '%s': take it out of that group first"
                                                .formatted(id, membership.parentId())));
    }

    /** Refuses children of what does not run yet. */
    static Optional<Rejection> brokenBeginning(SubscriptionId id, SubscriptionTerms terms) {
        List<SubscriptionId> children = terms.related().children();
        if (children.isEmpty()) {
            return Optional.empty();
        }
        if (SubscriptionPeriods.of(terms).trial().isPresent()) {
            return refused(
                    children.getFirst().value(), "none while the parent is tried for nothing");
        }
        return broken(id, terms, children, 0);
    }

    /** Refuses children that cannot begin together with a subscription. */
    static Optional<Rejection> brokenChildren(
            SubscriptionId id, SubscriptionTerms terms, List<GroupedChild> children) {
        if (children.isEmpty()) {
            return Optional.empty();
        }
        SubscriptionTerms settled = TermsRules.settled(terms);
        if (FirstInvoice.isAwaited(settled)) {
            return refused(
                    children.getFirst().id().value(),
                    "none that begin together with what waits for a payment");
        }
        Instant openSince = SubscriptionPeriods.of(settled).period(0).start();
        for (GroupedChild child : children) {
            Optional<Rejection> broken =
                    TermsRules.broken(child.terms())
                            .or(
                                    () ->
                                            GroupedBilling.broken(
                                                    child.id(),
                                                    TermsRules.settled(child.terms()),
                                                    id,
                                                    settled,
                                                    openSince));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    /** Refuses children of a draft. */
    static Optional<Rejection> brokenDraft(SubscriptionTerms terms) {
        List<SubscriptionId> children = terms.related().children();
        return children.isEmpty()
                ? Optional.empty()
                : refused(
                        children.getFirst().value(),
                        "none before the parent is active: nothing is invoiced with a draft");
    }

    /** Has the periods of a subscription invoiced together with those of another. */
    static Decision<SubscriptionEvent> join(
            SubscriptionState state, SubscriptionCommand.JoinGroup c) {
        return SubscriptionDecider.ofRunning(
                state, c.subscriptionId(), c.scope(), running -> join(running, c));
    }

    private static Decision<SubscriptionEvent> join(
            Running running, SubscriptionCommand.JoinGroup c) {
        boolean known =
                running.terms()
                        .related()
                        .membership()
                        .filter(membership -> membership.parentId().equals(c.parentId()))
                        .isPresent();
        if (known) {
            return Decision.alreadyDone();
        }
        if (running.isBehind(c.at())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        Optional<Rejection> broken =
                running.pausing()
                        .map(order -> PauseDecider.isToPause(running.id(), order))
                        .or(() -> SuccessionRules.isFollowed(running))
                        .or(
                                () ->
                                        GroupedBilling.broken(
                                                running.id(),
                                                running.terms(),
                                                c.parentId(),
                                                c.parent(),
                                                c.openSince()));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        Running now = running.closedUpTo(c.at());
        int from = Math.max(now.index(), GroupedBilling.indexFrom(now.terms(), c.openSince()));
        return Decision.accepted(
                now.with(
                        new SubscriptionEvent.GroupJoined(
                                c.subscriptionId(),
                                c.at(),
                                new GroupMembership(
                                        c.parentId(), c.parent().payer(), from, null))));
    }

    /** Has the periods of a subscription invoiced by itself again. */
    static Decision<SubscriptionEvent> leave(
            SubscriptionState state, SubscriptionCommand.LeaveGroup c) {
        Decision<SubscriptionEvent> hidden = Decision.notFound("subscription", c.subscriptionId());
        return switch (state) {
            case Absent(), Drafted _ -> hidden;
            case Active active -> left(active.scope(), active.terms(), active.periodIndex(), c);
            case Incomplete(var a, var _, var _) -> left(a.scope(), a.terms(), a.periodIndex(), c);
            case Ending(var a, var _) -> left(a.scope(), a.terms(), a.periodIndex(), c);
            case Paused(var a, var _, var _) -> left(a.scope(), a.terms(), a.periodIndex(), c);
            case Cancelled ended ->
                    left(ended.activated().scope(), ended.terms(), ended.periodIndex(), c);
        };
    }

    private static Decision<SubscriptionEvent> left(
            Scope scope, SubscriptionTerms terms, int index, SubscriptionCommand.LeaveGroup c) {
        if (!scope.equals(c.scope())) {
            return Decision.notFound("subscription", c.subscriptionId());
        }
        Optional<GroupMembership> membership =
                terms.related().membership().filter(one -> one.parentId().equals(c.parentId()));
        if (membership.isEmpty()) {
            return Decision.alreadyDone();
        }
        int until =
                Math.max(
                        membership.get().fromIndex(),
                        GroupedBilling.indexFrom(terms, c.openSince()));
        return Decision.accepted(
                new SubscriptionEvent.GroupLeft(
                        c.subscriptionId(),
                        c.parentId(),
                        c.at(),
                        until,
                        withheld(terms, until, index)));
    }

    private static List<Withheld> withheld(SubscriptionTerms terms, int from, int open) {
        SubscriptionPeriods periods = SubscriptionPeriods.endless(terms);
        List<Withheld> withheld = new ArrayList<>();
        for (int index = from; index < open; index++) {
            BillingPeriod period = periods.period(index);
            int crossings = terms.coursed().crossings(index, period);
            withheld.add(new Withheld(index, period, crossings == 0 ? null : crossings));
        }
        return List.copyOf(withheld);
    }
}
