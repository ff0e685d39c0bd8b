package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A feature. */
public record FeatureView(FeatureId id, Scope scope, FeatureDocument feature, Stamp stamp)
        implements View {}
