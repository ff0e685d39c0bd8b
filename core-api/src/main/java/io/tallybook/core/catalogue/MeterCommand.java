package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a meter. */
public sealed interface MeterCommand extends Command {
    @TargetAggregateIdentifier
    MeterId meterId();

    /** Makes a meter; {@code definition} names the same id. */
    record Create(
            MeterId meterId,
            Scope scope,
            Instant at,
            String name,
            MeterDefinition definition,
            ResetUsage resetUsage)
            implements MeterCommand {}

    /** Names a meter anew and changes which events it looks at; never how it counts them. */
    record Update(
            MeterId meterId,
            Scope scope,
            Instant at,
            String name,
            List<MeterDefinition.Filter> filters)
            implements MeterCommand {
        public Update {
            filters = List.copyOf(filters);
        }
    }

    /** Puts a meter aside: nothing new may refer to it, what does goes on counting. */
    record Archive(MeterId meterId, Scope scope, Instant at) implements MeterCommand {}

    /** Takes a meter out of use; what refers to it already goes on counting. */
    record Delete(MeterId meterId, Scope scope, Instant at) implements MeterCommand {}
}
