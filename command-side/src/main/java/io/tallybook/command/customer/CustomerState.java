package io.tallybook.command.customer;

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

    default CustomerState evolve(CustomerEvent event) {
        return switch (event) {
            case CustomerEvent.Created created ->
                    new Known(
                            created,
                            new CustomerEvent.Updated(
                                    created.customerId(),
                                    created.personal(),
                                    created.timezone(),
                                    created.metadata()));
            case CustomerEvent.Updated updated ->
                    switch (this) {
                        case Known known -> new Known(known.created(), updated);
                        case Absent absent -> absent;
                    };
        };
    }
}
