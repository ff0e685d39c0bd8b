package io.tallybook.command.customer;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerEvent;

/** What a customer is, as far as its rules need it. */
sealed interface CustomerState {
    /** It does not exist yet. */
    record Absent() implements CustomerState {}

    /**
     * It exists.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param current what may change of it, as it is
     */
    record Known(CustomerEvent.Created created, CustomerEvent.Updated current)
            implements CustomerState {}

    /** It was deleted; what it was can still be read. */
    record Deleted(CustomerEvent.Created created) implements CustomerState {}

    /** Its personal data was erased, and nothing of it is known here any more. */
    record Erased(Scope scope, Presence presence) implements CustomerState {}

    /** Whether an erased customer was deleted as well. */
    enum Presence {
        THERE,
        DELETED
    }

    default CustomerState evolve(CustomerEvent event) {
        return switch (event) {
            case CustomerEvent.Created created ->
                    new Known(
                            created,
                            new CustomerEvent.Updated(
                                    created.customerId(),
                                    created.personal(),
                                    created.timezone(),
                                    created.metadata(),
                                    created.terms()));
            case CustomerEvent.Updated updated ->
                    switch (this) {
                        case Known known -> new Known(known.created(), updated);
                        case Absent _, Deleted _, Erased _ -> this;
                    };
            case CustomerEvent.Deleted _ ->
                    switch (this) {
                        case Known known -> new Deleted(known.created());
                        case Erased erased -> new Erased(erased.scope(), Presence.DELETED);
                        case Absent _, Deleted _ -> this;
                    };
            case CustomerEvent.Erased _ ->
                    switch (this) {
                        case Known known -> new Erased(known.created().scope(), Presence.THERE);
                        case Deleted deleted ->
                                new Erased(deleted.created().scope(), Presence.DELETED);
                        case Absent _, Erased _ -> this;
                    };
        };
    }
}
