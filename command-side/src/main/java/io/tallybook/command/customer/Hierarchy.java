package io.tallybook.command.customer;

import io.tallybook.command.Decision;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which customer belongs to which: a tree of bounded depth, also while many change it at once. */
public interface Hierarchy {
    int LEVELS_MAX = 10;

    /**
     * Puts a customer under a parent, or under none, in the transaction of the command; answers
     * what stands against it.
     */
    Optional<Rejection> place(Scope scope, CustomerId customer, @Nullable CustomerId parent);

    /**
     * How many customers belong to it, which holds to the end of the transaction. To be asked
     * before any lock is taken: whoever waits here must not be waited for.
     */
    long children(Scope scope, CustomerId customer);

    /** The decision, as long as the customer may be there. */
    default <E> Decision<E> secure(
            Decision<E> decision, Scope scope, CustomerId customer, @Nullable CustomerId parent) {
        return decision instanceof Decision.Accepted<E>
                ? place(scope, customer, parent)
                        .<Decision<E>>map(Decision::refused)
                        .orElse(decision)
                : decision;
    }

    static Rejection unknown(CustomerId parent) {
        return Rejection.field("parent_customer_id", parent.value(), "a customer that is there");
    }

    static Rejection cycle(CustomerId parent) {
        return Rejection.field(
                "parent_customer_id",
                parent.value(),
                "a customer that does not itself belong to this one");
    }

    static Rejection deep(CustomerId parent) {
        return Rejection.field(
                "parent_customer_id",
                parent.value(),
                "a parent with which there are at most " + LEVELS_MAX + " levels");
    }
}
