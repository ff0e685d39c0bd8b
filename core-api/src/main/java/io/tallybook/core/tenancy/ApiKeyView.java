package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** An API key, without the key. */
public record ApiKeyView(
        ApiKeyId id, Scope scope, String name, String sha256, String hint, Stamp stamp)
        implements View {}
