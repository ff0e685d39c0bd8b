package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AddonCommand;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done with an addon. */
final class AddonDecider {
    private static final String KIND = "addon";

    private AddonDecider() {}

    static Decision<AddonEvent.Created> create(AddonState state, AddonCommand.Create c) {
        AddonEvent.Created created = new AddonEvent.Created(c.addonId(), c.scope(), c.addon());
        return switch (state) {
            case AddonState.Absent() -> Decision.unless(broken(c.addon()), created);
            case AddonState.Defined(var before, var _) -> repeated(before, created);
            case AddonState.Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<AddonEvent.Updated> update(AddonState state, AddonCommand.Update c) {
        return switch (state) {
            case AddonState.Defined(var made, var now) when made.scope().equals(c.scope()) -> {
                AddonDocument wanted =
                        new AddonDocument(c.name(), now.lookupKey(), c.description(), c.metadata());
                yield wanted.equals(now)
                        ? Decision.alreadyDone()
                        : Decision.unless(
                                broken(c.name(), c.description(), c.metadata()),
                                new AddonEvent.Updated(
                                        c.addonId(), c.name(), c.description(), c.metadata()));
            }
            case AddonState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.refused(
                            Rejection.invalidOperation("addon '" + c.addonId() + "' was deleted"));
            case AddonState.Absent _, AddonState.Defined _, AddonState.Deleted _ ->
                    Decision.notFound(KIND, c.addonId());
        };
    }

    static Decision<AddonEvent.Deleted> delete(AddonState state, AddonCommand.Delete c) {
        return switch (state) {
            case AddonState.Defined(var made, var _) when made.scope().equals(c.scope()) ->
                    Decision.accepted(new AddonEvent.Deleted(c.addonId()));
            case AddonState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case AddonState.Absent _, AddonState.Defined _, AddonState.Deleted _ ->
                    Decision.notFound(KIND, c.addonId());
        };
    }

    static Optional<Claim> key(AddonCommand.Create c) {
        return Optional.of(key(c.scope(), c.addon().lookupKey(), c.addonId()));
    }

    static Optional<Claim> key(AddonState state) {
        return state instanceof AddonState.Defined(var made, var now)
                ? Optional.of(key(made.scope(), now.lookupKey(), made.addonId()))
                : Optional.empty();
    }

    private static Claim key(Scope scope, String key, AddonId owner) {
        return Claim.in(scope, "addon.lookup_key", "lookup_key", key, owner);
    }

    private static Decision<AddonEvent.Created> repeated(
            AddonEvent.Created before, AddonEvent.Created now) {
        return Decision.repeated(KIND, now.addonId(), before.scope(), now.scope(), before, now);
    }

    private static Optional<Rejection> broken(AddonDocument addon) {
        return Rules.begin()
                .name("lookup_key", addon.lookupKey())
                .and(broken(addon.name(), addon.description(), addon.metadata()))
                .broken();
    }

    private static Optional<Rejection> broken(
            String name, @Nullable String description, Map<String, String> metadata) {
        return Rules.begin()
                .name("name", name)
                .textIfAny("description", description, Rules.TEXT_MAX)
                .metadata(metadata)
                .broken();
    }
}
