package io.tallybook.command.catalogue;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonEvent;

/** What an addon is, as far as its rules need it. */
sealed interface AddonState {
    /** It does not exist yet. */
    record Absent() implements AddonState {}

    /** It exists. */
    record Defined(AddonEvent.Created created, AddonDocument now) implements AddonState {}

    /** It was deleted. */
    record Deleted(AddonEvent.Created created) implements AddonState {}

    default AddonState evolve(AddonEvent event) {
        return switch (event) {
            case AddonEvent.Created made -> new Defined(made, made.addon());
            case AddonEvent.Updated e ->
                    switch (this) {
                        case Defined(var made, var now) -> new Defined(made, updated(now, e));
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
            case AddonEvent.Deleted e ->
                    switch (this) {
                        case Defined(var made, var _) -> new Deleted(made);
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
        };
    }

    private static AddonDocument updated(AddonDocument now, AddonEvent.Updated e) {
        return new AddonDocument(e.name(), now.lookupKey(), e.description(), e.metadata());
    }

    private InvariantViolated impossible(AddonEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.addonId(), this, e);
    }
}
