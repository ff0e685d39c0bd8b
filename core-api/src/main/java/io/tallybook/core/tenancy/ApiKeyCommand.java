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
            ApiKeyId apiKeyId,
            Scope scope,
            Instant at,
            String name,
            String sha256,
            String hint,
            KeyTerms terms)
            implements ApiKeyCommand {
        /** A key that may do everything, for ever. */
        public Issue(
                ApiKeyId apiKeyId,
                Scope scope,
                Instant at,
                String name,
                String sha256,
                String hint) {
            this(apiKeyId, scope, at, name, sha256, hint, KeyTerms.OWNER);
        }
    }

    /** Changes on what terms a key works; whose it is stays. */
    record SetTerms(ApiKeyId apiKeyId, Scope scope, Instant at, KeyTerms terms)
            implements ApiKeyCommand {}

    /** Withdraws a key, for ever. */
    record Revoke(ApiKeyId apiKeyId, Scope scope, Instant at) implements ApiKeyCommand {}
}
