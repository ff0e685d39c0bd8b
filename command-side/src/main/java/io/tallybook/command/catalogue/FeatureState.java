package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;

/** What a feature is, as far as its rules need it. */
sealed interface FeatureState {
    /** It does not exist yet. */
    record Absent() implements FeatureState {}

    /**
     * It is in use.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param feature as it is now
     */
    record Defined(FeatureEvent.Created created, FeatureDocument feature) implements FeatureState {}

    /** It is out of use. */
    record Deleted(FeatureEvent.Created created) implements FeatureState {}

    default FeatureState evolve(FeatureEvent event) {
        return switch (event) {
            case FeatureEvent.Created made -> new Defined(made, made.feature());
            case FeatureEvent.Updated(var _, var now) ->
                    this instanceof Defined(var made, var _) ? new Defined(made, now) : this;
            case FeatureEvent.Deleted _ ->
                    this instanceof Defined(var made, var _) ? new Deleted(made) : this;
        };
    }
}
