package io.tallybook.command.entitlement;

import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementEvent;

/** What an entitlement is, as far as its rules need it. */
sealed interface EntitlementState {
    /** It does not exist yet. */
    record Absent() implements EntitlementState {}

    /**
     * It is given.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param current as it is
     */
    record Given(EntitlementEvent.Created created, EntitlementDocument current)
            implements EntitlementState {}

    /** It was deleted. */
    record Deleted(EntitlementEvent.Created created) implements EntitlementState {}

    default EntitlementState evolve(EntitlementEvent event) {
        return switch (event) {
            case EntitlementEvent.Created made -> new Given(made, made.entitlement());
            case EntitlementEvent.Updated updated ->
                    switch (this) {
                        case Given given -> new Given(given.created(), updated.entitlement());
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
            case EntitlementEvent.Deleted _ ->
                    switch (this) {
                        case Given given -> new Deleted(given.created());
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
        };
    }
}
