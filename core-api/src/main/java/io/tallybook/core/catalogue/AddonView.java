package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** An addon. */
public record AddonView(AddonId id, Scope scope, AddonDocument addon, Stamp stamp)
        implements View {}
