package io.tallybook.command.subscription;

import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Kinship in Postgres, changed by one transaction of an environment at a time. */
public final class JdbcKinship implements Kinship {
    private final JdbcClient jdbc;

    public JdbcKinship(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    public Optional<Rejection> join(
            Scope scope, SubscriptionId parent, CustomerId head, List<Heir> heirs) {
        alone(scope);
        if (isHeir(scope, head)) {
            return Optional.of(Kinship.headShares(head));
        }
        for (Heir heir : heirs) {
            if (isHead(scope, heir.customerId())) {
                return Optional.of(Kinship.isHead(heir));
            }
            if (put(scope, parent, head, heir) == 0) {
                return Optional.of(Kinship.sharesAnother(heir));
            }
        }
        return Optional.empty();
    }

    private void alone(Scope scope) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))::text")
                .param("shared subscriptions " + scope.environment())
                .query(String.class)
                .single();
    }

    private boolean isHeir(Scope scope, CustomerId customer) {
        return jdbc.sql(
                        """
                        select exists (select 1 from subscription_heir
                        where tenant = ? and environment = ? and customer_id = ?)
                        """)
                .params(scope.tenant().value(), scope.environment().value(), customer.value())
                .query(Boolean.class)
                .single();
    }

    private boolean isHead(Scope scope, CustomerId customer) {
        return jdbc.sql(
                        """
                        select exists (select 1 from subscription_heir
                        where tenant = ? and environment = ? and head_id = ?)
                        """)
                .params(scope.tenant().value(), scope.environment().value(), customer.value())
                .query(Boolean.class)
                .single();
    }

    private int put(Scope scope, SubscriptionId parent, CustomerId head, Heir heir) {
        return jdbc.sql(
                        """
                        insert into subscription_heir
                            (tenant, environment, customer_id, subscription_id, head_id)
                        values (?, ?, ?, ?, ?) on conflict do nothing
                        """)
                .params(
                        scope.tenant().value(),
                        scope.environment().value(),
                        heir.customerId().value(),
                        parent.value(),
                        head.value())
                .update();
    }

    @Override
    public void leave(Scope scope, SubscriptionId parent, List<CustomerId> customers) {
        if (customers.isEmpty()) {
            return;
        }
        alone(scope);
        String[] ids = customers.stream().map(CustomerId::value).toArray(String[]::new);
        jdbc.sql(
                        """
                        delete from subscription_heir
                        where tenant = ? and environment = ? and subscription_id = ?
                          and customer_id = any(?::text[])
                        """)
                .params(scope.tenant().value(), scope.environment().value(), parent.value(), ids)
                .update();
    }

    @Override
    public Optional<Rejection> group(
            Scope scope, SubscriptionId parent, List<SubscriptionId> children) {
        alone(scope);
        if (isInGroup(scope, "subscription_id", parent)) {
            return Optional.of(Kinship.parentIsInGroup(parent));
        }
        for (SubscriptionId child : children) {
            if (isInGroup(scope, "parent_id", child)) {
                return Optional.of(Kinship.hasGroup(child));
            }
            if (put(scope, parent, child) == 0) {
                return Optional.of(Kinship.isInAnotherGroup(child));
            }
        }
        return Optional.empty();
    }

    private boolean isInGroup(Scope scope, String as, SubscriptionId id) {
        return jdbc.sql(
                        """
                        select exists (select 1 from subscription_group_member
                        where tenant = ? and environment = ? and %s = ?)
                        """
                                .formatted(as))
                .params(scope.tenant().value(), scope.environment().value(), id.value())
                .query(Boolean.class)
                .single();
    }

    private int put(Scope scope, SubscriptionId parent, SubscriptionId child) {
        return jdbc.sql(
                        """
                        insert into subscription_group_member
                            (tenant, environment, subscription_id, parent_id)
                        values (?, ?, ?, ?) on conflict do nothing
                        """)
                .params(
                        scope.tenant().value(),
                        scope.environment().value(),
                        child.value(),
                        parent.value())
                .update();
    }

    @Override
    public void free(Scope scope, SubscriptionId child, SubscriptionId parent) {
        jdbc.sql(
                        """
                        delete from subscription_group_member
                        where tenant = ? and environment = ? and subscription_id = ?
                          and parent_id = ?
                        """)
                .params(
                        scope.tenant().value(),
                        scope.environment().value(),
                        child.value(),
                        parent.value())
                .update();
    }
}
