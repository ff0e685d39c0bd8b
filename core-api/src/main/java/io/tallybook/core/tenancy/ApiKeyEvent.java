package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;

/** What happened to an API key. */
public sealed interface ApiKeyEvent {
    ApiKeyId apiKeyId();

    /** A key was let in. */
    record Issued(ApiKeyId apiKeyId, Scope scope, String name, String sha256, String hint)
            implements ApiKeyEvent {}
}
