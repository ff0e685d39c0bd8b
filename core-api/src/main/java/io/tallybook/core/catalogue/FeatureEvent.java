package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a feature. */
public sealed interface FeatureEvent {
    FeatureId featureId();

    /** A feature was made. */
    record Created(FeatureId featureId, Scope scope, FeatureDocument feature)
            implements FeatureEvent {}
}
