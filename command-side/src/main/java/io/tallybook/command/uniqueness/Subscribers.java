package io.tallybook.command.uniqueness;

import io.tallybook.command.Decision;
import io.tallybook.core.EntityId;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps who subscribes, and what to, from going away in the same moment.
 *
 * <pre>
 *  subscribe: share customer and plan ─► is either gone? ─► note the subscription
 *  delete:    have it alone           ─► any subscription that nobody counted? ─► it is gone
 * </pre>
 *
 * <p>All in the transactions of the commands: one of the two comes first, and the other sees it.
 * Subscriptions do not wait for each other.
 */
public interface Subscribers {
    /** Notes a subscription; or which of them is gone, so that nothing new may refer to it. */
    Optional<EntityId> enrol(Scope scope, SubscriptionId subscription, Parties parties);

    /**
     * Lets nobody subscribe for this customer any more; false, and nothing of it, if it has more
     * subscriptions than were counted or somebody subscribes for it at this moment.
     */
    boolean close(Scope scope, CustomerId customer, long counted);

    /** Lets nobody subscribe to this any more; who does already stays. */
    void withdraw(Scope scope, EntityId offered);

    /**
     * Whom and what a subscription is between.
     *
     * @param customers whose it is, and who else has a part in it
     * @param offered the plan and whatever else it refers to that may be withdrawn
     */
    record Parties(List<CustomerId> customers, List<EntityId> offered) {
        public Parties {
            customers = List.copyOf(customers);
            offered = List.copyOf(offered);
        }

        /** One that concerns nobody but its customer. */
        public Parties(CustomerId customer, List<EntityId> offered) {
            this(List.of(customer), offered);
        }
    }

    /** The creation, as long as nothing that it refers to is gone. */
    default <E> Decision<E> secure(
            Decision<E> decision, Scope scope, SubscriptionId subscription, Parties parties) {
        if (!(decision instanceof Decision.Accepted<E>)) {
            return decision;
        }
        return enrol(scope, subscription, parties)
                .<Decision<E>>map(
                        gone ->
                                Decision.refused(
                                        Rejection.invalidOperation(
                                                "'%s' was deleted: nothing new may refer to it"
                                                        .formatted(gone))))
                .orElse(decision);
    }

    /** The deletion, as long as every subscription of the customer was counted. */
    default <E> Decision<E> close(
            Decision<E> decision, Scope scope, CustomerId customer, long counted) {
        return !(decision instanceof Decision.Accepted<E>) || close(scope, customer, counted)
                ? decision
                : Decision.refused(
                        Rejection.invalidOperation(
                                "customer '%s' has just subscribed to something; ask again"
                                        .formatted(customer)));
    }

    /** The decision; if it is accepted, nothing new may refer to it. */
    default <E> Decision<E> withdraw(Decision<E> decision, Scope scope, EntityId offered) {
        if (decision instanceof Decision.Accepted<E>) {
            withdraw(scope, offered);
        }
        return decision;
    }
}
