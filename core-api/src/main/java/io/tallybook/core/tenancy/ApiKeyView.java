package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** An API key, without the key; one that was withdrawn has the status of what is deleted. */
public record ApiKeyView(
        ApiKeyId id,
        Scope scope,
        String name,
        String sha256,
        String hint,
        KeyTerms terms,
        Stamp stamp)
        implements View {}
