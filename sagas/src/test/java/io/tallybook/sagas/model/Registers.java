package io.tallybook.sagas.model;

import io.tallybook.command.subscription.Kinship;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.command.uniqueness.NumberSeries;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.EntityId;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What commands take in their transactions, where each is alone and nothing is withdrawn. */
final class Registers implements Uniqueness, References, Subscribers, Kinship, NumberSeries {
    private final Map<List<Object>, Long> lastNumbers = new HashMap<>();

    @Override
    public long next(Scope scope, String series, long start) {
        return lastNumbers.merge(
                List.of(scope, series), start, (taken, _) -> Math.max(taken + 1, start));
    }

    @Override
    public boolean claim(Claim claim) {
        return true;
    }

    @Override
    public String owner(Claim claim) {
        return claim.owner().value();
    }

    @Override
    public void release(Claim claim) {}

    @Override
    public boolean hold(Scope scope, EntityId referred) {
        return true;
    }

    @Override
    public void letGo(Scope scope, EntityId referred) {}

    @Override
    public boolean retire(Scope scope, EntityId referred) {
        return true;
    }

    @Override
    public Optional<EntityId> enrol(Scope scope, SubscriptionId subscription, Parties parties) {
        return Optional.empty();
    }

    @Override
    public boolean close(Scope scope, CustomerId customer, long counted) {
        return true;
    }

    @Override
    public void withdraw(Scope scope, EntityId offered) {}

    @Override
    public Optional<Rejection> join(
            Scope scope, SubscriptionId parent, CustomerId head, List<Heir> heirs) {
        return Optional.empty();
    }

    @Override
    public void leave(Scope scope, SubscriptionId parent, List<CustomerId> customers) {}

    @Override
    public Optional<Rejection> group(
            Scope scope, SubscriptionId parent, List<SubscriptionId> children) {
        return Optional.empty();
    }

    @Override
    public void free(Scope scope, SubscriptionId child, SubscriptionId parent) {}
}
