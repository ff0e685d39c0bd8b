package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
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
            implements ApiKeyEvent {
        public KeyTerms termsOrOwner() {
            return terms == null ? KeyTerms.OWNER : terms;
        }
    }

    /** A key works on other terms. */
    record TermsSet(ApiKeyId apiKeyId, KeyTerms terms) implements ApiKeyEvent {}

    /** A key was withdrawn. */
    record Revoked(ApiKeyId apiKeyId) implements ApiKeyEvent {}
}
