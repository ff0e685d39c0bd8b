package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.FeatureEvent;

/** What a feature is, as far as its rules need it. */
sealed interface FeatureState {
    /** It does not exist yet. */
    record Absent() implements FeatureState {}

    /** It exists, as it was made. */
    record Defined(FeatureEvent.Created created) implements FeatureState {}

    default FeatureState evolve(FeatureEvent event) {
        return switch (event) {
            case FeatureEvent.Created made -> new Defined(made);
        };
    }
}
