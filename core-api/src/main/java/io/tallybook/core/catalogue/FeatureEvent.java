package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a feature. */
public sealed interface FeatureEvent {
    FeatureId featureId();

    /** A feature was made. */
    record Created(FeatureId featureId, Scope scope, FeatureDocument feature)
            implements FeatureEvent {}

    /**
     * What a feature says was changed.
     *
     * @param feature all of it, as it is now
     */
    record Updated(FeatureId featureId, FeatureDocument feature) implements FeatureEvent {}

    /** A feature was taken out of use; its lookup key is free again. */
    record Deleted(FeatureId featureId) implements FeatureEvent {}
}
