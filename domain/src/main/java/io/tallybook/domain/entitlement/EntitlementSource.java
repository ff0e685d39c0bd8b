package io.tallybook.domain.entitlement;

import java.util.Optional;

/**
 * Where an entitlement comes from.
 *
 * @param instances how many times over it is granted (addons bought more than once); 0 grants
 *     nothing
 * @param overrides the id of the source that this one replaces
 */
public record EntitlementSource(
        String id,
        Level level,
        long instances,
        Optional<String> overrides,
        Entitlement entitlement) {
    /** Who grants; the later ones speak last. */
    public enum Level {
        PLAN,
        ADDON,
        SUBSCRIPTION
    }

    /** Errors: IllegalArgumentException if instances is below 0. */
    public EntitlementSource {
        if (instances < 0) {
            throw new IllegalArgumentException(
                    "entitlement.instances of "
                            + id
                            + ": got "
                            + instances
                            + ", expected 0 or more");
        }
    }

    public static EntitlementSource of(String id, Level level, Entitlement entitlement) {
        return new EntitlementSource(id, level, 1, Optional.empty(), entitlement);
    }

    public EntitlementSource times(long count) {
        return new EntitlementSource(id, level, count, overrides, entitlement);
    }

    public EntitlementSource replacing(String other) {
        return new EntitlementSource(id, level, instances, Optional.of(other), entitlement);
    }
}
