package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.wire.Concealed;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to an API key. */
public sealed interface ApiKeyEvent {
    ApiKeyId apiKeyId();

    /**
     * A key was let in.
     *
     * @param terms absent in events from before there were any: such a key may do everything
     */
    record Issued(
            ApiKeyId apiKeyId,
            Scope scope,
            String name,
            String sha256,
            String hint,
            @Nullable KeyTerms terms)
            implements ApiKeyEvent, Concealed {
        /** What a key is recognised by is no part of what is told of it. */
        @Override
        public Set<String> concealed() {
            return Set.of("sha256");
        }

        public KeyTerms termsOrOwner() {
            return terms == null ? KeyTerms.OWNER : terms;
        }
    }

    /** A key works on other terms. */
    record TermsSet(ApiKeyId apiKeyId, KeyTerms terms) implements ApiKeyEvent {}

    /** A key was withdrawn. */
    record Revoked(ApiKeyId apiKeyId) implements ApiKeyEvent {}
}
