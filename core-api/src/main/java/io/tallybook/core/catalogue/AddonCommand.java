package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of an addon. */
public sealed interface AddonCommand extends Command {
    @TargetAggregateIdentifier
    AddonId addonId();

    /** Makes an addon. */
    record Create(AddonId addonId, Scope scope, Instant at, AddonDocument addon)
            implements AddonCommand {}

    /** Describes it anew; its lookup key stays. */
    record Update(
            AddonId addonId,
            Scope scope,
            Instant at,
            String name,
            @Nullable String description,
            Map<String, String> metadata)
            implements AddonCommand {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Deletes it: nobody new can have it; who has it keeps it. */
    record Delete(AddonId addonId, Scope scope, Instant at) implements AddonCommand {}
}
