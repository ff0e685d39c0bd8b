package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.SubscriptionEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Addons, held by the subscriptions that have them, so that none is deleted meanwhile. */
final class HeldAddons {
    // So that no two commands wait for each other.
    private static final Comparator<AddonAssociation> IN_ORDER =
            Comparator.comparing(addon -> addon.addonId().value());

    private HeldAddons() {}

    /**
     * The decision, as long as no addon that it brings is deleted; what the subscription has no
     * longer is let go.
     */
    static Decision<SubscriptionEvent> held(
            References references,
            Scope scope,
            SubscriptionState state,
            Decision<SubscriptionEvent> decision) {
        if (!(decision instanceof Decision.Accepted<SubscriptionEvent>(var events))) {
            return decision;
        }
        SubscriptionState next = state;
        for (SubscriptionEvent event : events) {
            next = next.evolve(event);
        }
        Set<AddonAssociationId> before = ids(state.addons());
        Set<AddonAssociationId> after = ids(next.addons());
        List<AddonAssociation> all =
                Stream.concat(state.addons().stream(), next.addons().stream())
                        .filter(one -> before.contains(one.id()) != after.contains(one.id()))
                        .sorted(IN_ORDER)
                        .toList();
        for (AddonAssociation addon : all) {
            if (before.contains(addon.id())) {
                references.letGo(scope, addon.addonId());
            } else if (!references.hold(scope, addon.addonId())) {
                return Decision.refused(gone(addon));
            }
        }
        return decision;
    }

    /** The decision, as long as no addon of another that begins with it is deleted. */
    static <E> Decision<E> held(
            References references,
            Scope scope,
            List<AddonAssociation> addons,
            Decision<E> decision) {
        if (decision instanceof Decision.Accepted<E>) {
            for (AddonAssociation addon : addons.stream().sorted(IN_ORDER).toList()) {
                if (!references.hold(scope, addon.addonId())) {
                    return Decision.refused(gone(addon));
                }
            }
        }
        return decision;
    }

    private static Set<AddonAssociationId> ids(List<AddonAssociation> addons) {
        return addons.stream().map(AddonAssociation::id).collect(Collectors.toSet());
    }

    private static Rejection gone(AddonAssociation addon) {
        return Rejection.field("addon_id", addon.addonId().value(), "an addon that is not deleted");
    }
}
