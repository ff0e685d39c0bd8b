package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.time.Instant;

/**
 * An environment.
 *
 * @param now where a sandbox's clock stands; of a live environment the moment it was made
 */
public record EnvironmentView(
        EnvironmentId id, Scope scope, String name, EnvironmentMode mode, Instant now, Stamp stamp)
        implements View {}
