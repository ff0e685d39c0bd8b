package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.Successor;
import java.util.List;
import java.util.Optional;

/** Addons, held by the subscriptions that have them, so that none is deleted meanwhile. */
final class HeldAddons {
    private HeldAddons() {}

    /** The decision, as long as no addon that begins is deleted; one that ends is let go. */
    static Decision<SubscriptionEvent> held(
            References references, Scope scope, Decision<SubscriptionEvent> decision) {
        if (!(decision instanceof Decision.Accepted<SubscriptionEvent>(var events))) {
            return decision;
        }
        for (SubscriptionEvent event : events) {
            if (event instanceof SubscriptionEvent.LinesChanged changed
                    && changed.amendment() != null) {
                Amendment amendment = changed.amendment();
                for (AddonAssociation addon : amendment.addons()) {
                    if (!references.hold(scope, addon.addonId())) {
                        return Decision.refused(gone(addon));
                    }
                }
                letGo(references, scope, amendment);
            }
        }
        return decision;
    }

    /** The decision, as long as no addon of a subscription that begins is deleted. */
    static <E> Decision<E> held(
            References references,
            Scope scope,
            List<AddonAssociation> addons,
            Decision<E> decision) {
        if (decision instanceof Decision.Accepted<E>) {
            for (AddonAssociation addon : addons) {
                if (!references.hold(scope, addon.addonId())) {
                    return Decision.refused(gone(addon));
                }
            }
        }
        return decision;
    }

    /**
     * The decision; what was to begin in the place of a subscription and does not any more lets go
     * of its addons.
     *
     * @param agreed what was to begin before the decision
     */
    static Decision<SubscriptionEvent> dropped(
            References references,
            Scope scope,
            Optional<Successor> agreed,
            Decision<SubscriptionEvent> decision) {
        if (agreed.isPresent()
                && decision instanceof Decision.Accepted<SubscriptionEvent>(var events)
                && events.stream().anyMatch(event -> drops(event, agreed.get()))) {
            agreed.get()
                    .terms()
                    .addons()
                    .forEach(addon -> references.letGo(scope, addon.addonId()));
        }
        return decision;
    }

    private static boolean drops(SubscriptionEvent event, Successor agreed) {
        return event instanceof SubscriptionEvent.CancellationWithdrawn
                || (event instanceof SubscriptionEvent.CancellationScheduled scheduled
                        && !agreed.equals(scheduled.successor()))
                || (event instanceof SubscriptionEvent.Cancelled ended
                        && (ended.successor() == null
                                || !agreed.id().equals(ended.successor().id())));
    }

    private static void letGo(References references, Scope scope, Amendment amendment) {
        amendment.addonsEnded().forEach(addon -> references.letGo(scope, addon.addonId()));
    }

    private static Rejection gone(AddonAssociation addon) {
        return Rejection.field("addon_id", addon.addonId().value(), "an addon that is not deleted");
    }
}
