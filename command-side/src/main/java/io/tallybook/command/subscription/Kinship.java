package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import java.util.List;
import java.util.Optional;

/**
 * Who shares whose subscription, and what is invoiced with what, also while many change it at once:
 * a customer shares one other at most, and who shares one has none of its own that is shared, so
 * that no usage is counted in a circle or by two families.
 */
public interface Kinship {
    String ADDED = "external_customer_ids_to_inherit_subscription";

    /**
     * Adds heirs, in the transaction of the command; answers what stands against it.
     *
     * @param head whose subscription it is
     */
    Optional<Rejection> join(Scope scope, SubscriptionId parent, CustomerId head, List<Heir> heirs);

    /** Frees those who share no longer, in the transaction of the command. */
    void leave(Scope scope, SubscriptionId parent, List<CustomerId> customers);

    /**
     * Has subscriptions invoiced together with another, in the transaction of the command; answers
     * what stands against it. Each is with one other at most, and what is with another has none
     * that are with it.
     */
    Optional<Rejection> group(Scope scope, SubscriptionId parent, List<SubscriptionId> children);

    /** Frees a subscription of its group, in the transaction of the command. */
    void free(Scope scope, SubscriptionId child, SubscriptionId parent);

    /** The beginning, as long as all who are to share it, or to be invoiced with it, may. */
    default <E> Decision<E> begun(
            Decision<E> decision, Scope scope, SubscriptionId id, SubscriptionTerms terms) {
        if (!(decision instanceof Decision.Accepted<E>)) {
            return decision;
        }
        Optional<Rejection> broken =
                terms.related().heirs().isEmpty()
                        ? Optional.empty()
                        : join(scope, id, terms.customerId(), terms.related().heirs());
        return broken.or(
                        () ->
                                terms.related().children().isEmpty()
                                        ? Optional.empty()
                                        : group(scope, id, terms.related().children()))
                .<Decision<E>>map(Decision::refused)
                .orElse(decision);
    }

    /** The decision, as long as none of the heirs has gone away. */
    static Decision<SubscriptionEvent> secured(
            Decision<SubscriptionEvent> decision,
            Subscribers subscribers,
            Scope scope,
            List<Heir> heirs) {
        Decision<SubscriptionEvent> secured = decision;
        for (Heir heir : heirs) {
            // Each is noted as the subscriber of what it inherits, which is what is counted.
            secured =
                    subscribers.secure(
                            secured,
                            scope,
                            heir.subscriptionId(),
                            new Subscribers.Parties(heir.customerId(), List.of()));
        }
        return secured;
    }

    /** The decision, with all that follows from its events. */
    default Decision<SubscriptionEvent> following(
            Decision<SubscriptionEvent> decision, Scope scope, SubscriptionTerms terms) {
        if (!(decision instanceof Decision.Accepted<SubscriptionEvent>(var events))) {
            return decision;
        }
        for (SubscriptionEvent event : events) {
            if (event instanceof SubscriptionEvent.HeirsChanged change) {
                Optional<Rejection> broken = changed(change, scope, terms);
                if (broken.isPresent()) {
                    return Decision.refused(broken.get());
                }
            }
            if (event instanceof SubscriptionEvent.GroupChanged change
                    && !change.added().isEmpty()) {
                Optional<Rejection> broken = group(scope, change.subscriptionId(), change.added());
                if (broken.isPresent()) {
                    return Decision.refused(broken.get());
                }
            }
        }
        return decision;
    }

    private Optional<Rejection> changed(
            SubscriptionEvent.HeirsChanged event, Scope scope, SubscriptionTerms terms) {
        leave(
                scope,
                event.subscriptionId(),
                terms.related().heirs().stream()
                        .filter(heir -> event.removed().contains(heir.subscriptionId()))
                        .map(Heir::customerId)
                        .toList());
        return event.added().isEmpty()
                ? Optional.empty()
                : join(scope, event.subscriptionId(), terms.customerId(), event.added());
    }

    static Rejection isInAnotherGroup(SubscriptionId child) {
        return Rejection.field(
                GroupedBilling.CHILDREN,
                child.value(),
                "subscriptions that are not invoiced together with another already");
    }

    static Rejection hasGroup(SubscriptionId child) {
        return Rejection.field(
                GroupedBilling.CHILDREN,
                child.value(),
                "subscriptions with which no others are invoiced");
    }

    static Rejection parentIsInGroup(SubscriptionId parent) {
        return Rejection.field(
                GroupedBilling.CHILDREN,
                parent.value(),
                "none, since the subscription is itself invoiced together with another");
    }

    static Rejection sharesAnother(Heir heir) {
        return Rejection.field(
                ADDED,
                heir.externalCustomerId(),
                "a customer who does not share another subscription already");
    }

    static Rejection isHead(Heir heir) {
        return Rejection.field(
                ADDED,
                heir.externalCustomerId(),
                "a customer whose own subscriptions nobody shares");
    }

    static Rejection headShares(CustomerId head) {
        return Rejection.field(
                "customer_id",
                head.value(),
                "a customer who shares no other subscription, since others are to share this one");
    }
}
