package io.tallybook.core.tenancy;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an API key. */
public sealed interface ApiKeyCommand extends Command {
    @TargetAggregateIdentifier
    ApiKeyId apiKeyId();

    /**
     * Lets a key in.
     *
     * @param sha256 the key's SHA-256 in lower-case hexadecimal; the key itself is kept nowhere
     * @param hint its last four characters
     */
    record Issue(
            ApiKeyId apiKeyId, Scope scope, Instant at, String name, String sha256, String hint)
            implements ApiKeyCommand {}
}
