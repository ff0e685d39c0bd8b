package io.tallybook.command.subscription;

import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kinship for tests of rules, kept to the same contract as that in Postgres. */
public final class InMemoryKinship implements Kinship {
    private record Key(Scope scope, CustomerId customer) {}

    private record Place(SubscriptionId parent, CustomerId head) {}

    private final Map<Key, Place> places = new HashMap<>();

    @Override
    public synchronized Optional<Rejection> join(
            Scope scope, SubscriptionId parent, CustomerId head, List<Heir> heirs) {
        if (places.containsKey(new Key(scope, head))) {
            return Optional.of(Kinship.headShares(head));
        }
        for (Heir heir : heirs) {
            boolean isHead =
                    places.entrySet().stream()
                            .anyMatch(
                                    place ->
                                            place.getKey().scope().equals(scope)
                                                    && place.getValue()
                                                            .head()
                                                            .equals(heir.customerId()));
            if (isHead) {
                return Optional.of(Kinship.isHead(heir));
            }
            var before =
                    places.putIfAbsent(new Key(scope, heir.customerId()), new Place(parent, head));
            if (before != null) {
                return Optional.of(Kinship.sharesAnother(heir));
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void leave(Scope scope, SubscriptionId parent, List<CustomerId> customers) {
        places.entrySet()
                .removeIf(
                        place ->
                                place.getKey().scope().equals(scope)
                                        && place.getValue().parent().equals(parent)
                                        && customers.contains(place.getKey().customer()));
    }

    private record Member(Scope scope, SubscriptionId child) {}

    private final Map<Member, SubscriptionId> groups = new HashMap<>();

    @Override
    public synchronized Optional<Rejection> group(
            Scope scope, SubscriptionId parent, List<SubscriptionId> children) {
        if (groups.containsKey(new Member(scope, parent))) {
            return Optional.of(Kinship.parentIsInGroup(parent));
        }
        for (SubscriptionId child : children) {
            boolean isParent =
                    groups.entrySet().stream()
                            .anyMatch(
                                    one ->
                                            one.getKey().scope().equals(scope)
                                                    && one.getValue().equals(child));
            if (isParent) {
                return Optional.of(Kinship.hasGroup(child));
            }
            if (groups.putIfAbsent(new Member(scope, child), parent) != null) {
                return Optional.of(Kinship.isInAnotherGroup(child));
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void free(Scope scope, SubscriptionId child, SubscriptionId parent) {
        groups.remove(new Member(scope, child), parent);
    }
}
