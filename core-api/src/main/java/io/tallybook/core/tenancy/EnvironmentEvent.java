package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import java.time.Instant;

/** What happened to an environment. */
public sealed interface EnvironmentEvent {
    EnvironmentId environmentId();

    /** An environment was made. */
    record Created(
            EnvironmentId environmentId,
            Scope scope,
            String name,
            EnvironmentMode mode,
            Instant now)
            implements EnvironmentEvent {}

    /** An environment was given another name. */
    record Renamed(EnvironmentId environmentId, String name) implements EnvironmentEvent {}

    /** A sandbox's clock went forward. */
    record ClockAdvanced(EnvironmentId environmentId, Instant from, Instant to)
            implements EnvironmentEvent {}

    /** A sandbox's clock was set. */
    record ClockSet(EnvironmentId environmentId, Instant from, Instant now)
            implements EnvironmentEvent {}
}
