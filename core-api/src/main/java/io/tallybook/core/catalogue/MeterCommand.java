package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
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
}
