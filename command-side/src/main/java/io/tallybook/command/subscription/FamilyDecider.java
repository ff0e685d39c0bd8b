package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may share a subscription. */
final class FamilyDecider {
    private static final int HEIRS_MAX = 500;
    private static final String REMOVED = "external_customer_ids_to_remove";

    private FamilyDecider() {}

    /** Shares a subscription that runs with others, or no longer does. */
    static Decision<SubscriptionEvent> change(
            SubscriptionState state, SubscriptionCommand.ChangeHeirs c) {
        return SubscriptionDecider.ofRunning(
                state, c.subscriptionId(), c.scope(), running -> change(running, c));
    }

    private static Decision<SubscriptionEvent> change(
            Running running, SubscriptionCommand.ChangeHeirs c) {
        if (running.isBehind(c.at())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        List<Heir> known = running.terms().related().heirs();
        List<Heir> added =
                c.added().stream()
                        .filter(heir -> known.stream().noneMatch(before -> isSame(before, heir)))
                        .map(heir -> heir.since(c.at()))
                        .toList();
        List<SubscriptionId> removed =
                c.removed().stream()
                        .filter(id -> known.stream().noneMatch(heir -> isOver(heir, id)))
                        .toList();
        Optional<Rejection> broken =
                GroupDecider.isGrouped(running.id(), running.terms())
                        .or(() -> SuccessionRules.isFollowed(running))
                        .or(() -> broken(running.terms(), added, removed));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        if (added.isEmpty() && removed.isEmpty()) {
            return Decision.alreadyDone();
        }
        Running now = running.closedUpTo(c.at());
        return Decision.accepted(
                now.with(
                        new SubscriptionEvent.HeirsChanged(
                                c.subscriptionId(), c.at(), added, removed)));
    }

    private static boolean isSame(Heir before, Heir heir) {
        return before.subscriptionId().equals(heir.subscriptionId());
    }

    private static boolean isOver(Heir heir, SubscriptionId id) {
        return heir.subscriptionId().equals(id) && !heir.shares();
    }

    private static Optional<Rejection> broken(
            SubscriptionTerms terms, List<Heir> added, List<SubscriptionId> removed) {
        List<Heir> staying = new ArrayList<>(terms.related().present());
        for (SubscriptionId id : removed) {
            if (!staying.removeIf(heir -> heir.subscriptionId().equals(id))) {
                return Optional.of(
                        Rejection.field(REMOVED, id.value(), "one who shares this subscription"));
            }
        }
        staying.addAll(added);
        return broken(terms, staying);
    }

    /** What is wrong with those who are to share a subscription. */
    static Optional<Rejection> broken(SubscriptionTerms terms, List<Heir> heirs) {
        if (heirs.size() > HEIRS_MAX) {
            return Optional.of(
                    Rejection.field(
                            Kinship.ADDED, heirs.size() + " customers", "at most " + HEIRS_MAX));
        }
        Set<String> names = new HashSet<>();
        names.add(terms.externalCustomerId());
        for (Heir heir : heirs) {
            if (!names.add(heir.externalCustomerId())) {
                return Optional.of(
                        Rejection.field(
                                Kinship.ADDED,
                                heir.externalCustomerId(),
                                "each customer once, and not the subscription's own"));
            }
        }
        return Optional.empty();
    }

    /** Refuses a draft with heirs: nothing of it can be shared yet. */
    static Optional<Rejection> brokenDraft(SubscriptionTerms terms) {
        return terms.related().heirs().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Rejection.field(
                                Kinship.ADDED,
                                terms.related().heirs().getFirst().externalCustomerId(),
                                "nobody before it is active: nothing of a draft can be shared"));
    }

    /** Refuses what only the subscription that is shared can be asked. */
    static Optional<Rejection> isInherited(SubscriptionId id, SubscriptionTerms terms) {
        SubscriptionId parent = terms.related().parentId();
        return parent == null
                ? Optional.empty()
                : Optional.of(
                        Rejection.invalidOperation(
                                "subscription '%s' is inherited from '%s': change that one"
                                        .formatted(id, parent)));
    }

    /** Ends an inherited subscription. */
    static Decision<SubscriptionEvent> disinherit(
            SubscriptionState state, SubscriptionCommand.Disinherit c) {
        SubscriptionState.@Nullable Active active =
                switch (state) {
                    case SubscriptionState.Active a -> a;
                    case SubscriptionState.Ending(var a, var _) -> a;
                    case SubscriptionState.Absent _,
                            SubscriptionState.Drafted _,
                            SubscriptionState.Incomplete _,
                            SubscriptionState.Paused _,
                            SubscriptionState.Cancelled _ ->
                            null;
                };
        if (active == null) {
            return state instanceof SubscriptionState.Cancelled ended
                            && ended.activated().scope().equals(c.scope())
                    ? Decision.alreadyDone()
                    : Decision.notFound("subscription", c.subscriptionId());
        }
        if (!active.scope().equals(c.scope())) {
            return Decision.notFound("subscription", c.subscriptionId());
        }
        if (active.terms().related().parentId() == null) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "subscription '%s' is not inherited".formatted(c.subscriptionId())));
        }
        return Decision.accepted(
                new SubscriptionEvent.Cancelled(
                        c.subscriptionId(),
                        CancellationType.IMMEDIATE,
                        c.at(),
                        c.at(),
                        active.periodIndex(),
                        null,
                        OpenUsage.FORGIVEN,
                        "the subscription that it is inherited from is not shared any more"));
    }
}
