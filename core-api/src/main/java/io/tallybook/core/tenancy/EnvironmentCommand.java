package io.tallybook.core.tenancy;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an environment. */
public sealed interface EnvironmentCommand extends Command {
    @TargetAggregateIdentifier
    EnvironmentId environmentId();

    /** Makes an environment; a sandbox's clock begins at {@code at}. */
    record Create(
            EnvironmentId environmentId, Scope scope, Instant at, String name, EnvironmentMode mode)
            implements EnvironmentCommand {}

    /** Gives an environment another name. */
    record Rename(EnvironmentId environmentId, Scope scope, Instant at, String name)
            implements EnvironmentCommand {}

    /**
     * Moves a sandbox's clock forward; the due work in between is performed by {@code
     * DueWorkCommand}.
     */
    record AdvanceClock(EnvironmentId environmentId, Scope scope, Instant at, Instant to)
            implements EnvironmentCommand {}

    /**
     * Sets a sandbox's clock, also back.
     *
     * @param subscriptions how many subscriptions the environment has; none are allowed
     * @param usageEvents how many usage events the environment has; none are allowed
     */
    record SetClock(
            EnvironmentId environmentId,
            Scope scope,
            Instant at,
            Instant now,
            long subscriptions,
            long usageEvents)
            implements EnvironmentCommand {}
}
