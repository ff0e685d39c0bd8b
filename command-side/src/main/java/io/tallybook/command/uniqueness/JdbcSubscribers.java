package io.tallybook.command.uniqueness;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Subscribers in two tables of Postgres, under locks that end with the transaction.
 *
 * <p>The lock is a statement of its own: a statement that waits for a lock still sees what it saw
 * before it waited.
 */
public final class JdbcSubscribers implements Subscribers {
    private final JdbcClient jdbc;

    public JdbcSubscribers(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    public Optional<EntityId> enrol(Scope scope, SubscriptionId subscription, Parties parties) {
        List<EntityId> all = new ArrayList<>(parties.offered());
        all.addAll(parties.customers());
        // In one order everywhere, so that nobody waits for one who waits for him.
        String[] ids = all.stream().map(EntityId::value).distinct().sorted().toArray(String[]::new);
        jdbc.sql(
                        """
                        select pg_advisory_xact_lock_shared(hashtextextended(id, 570))
                        from unnest(?::text[]) with ordinality as one(id, n) order by n
                        """)
                .param(ids)
                .query()
                .listOfRows();
        List<String> gone =
                jdbc.sql(
                                """
                                select referred from withdrawn
                                where tenant = ? and environment = ? and referred = any(?::text[])
                                """)
                        .params(scope.tenant().value(), scope.environment().value(), ids)
                        .query(String.class)
                        .list();
        if (gone.isEmpty()) {
            parties.customers().forEach(customer -> note(scope, customer, subscription));
        }
        return all.stream().filter(id -> gone.contains(id.value())).findFirst();
    }

    private void note(Scope scope, CustomerId customer, SubscriptionId subscription) {
        jdbc.sql(
                        """
                        insert into subscriber (tenant, environment, customer_id, subscription_id)
                        values (?, ?, ?, ?) on conflict do nothing
                        """)
                .params(
                        scope.tenant().value(),
                        scope.environment().value(),
                        customer.value(),
                        subscription.value())
                .update();
    }

    @Override
    public boolean close(Scope scope, CustomerId customer, long counted) {
        // Who would wait here may be waited for: commands that come together share a transaction.
        boolean alone =
                jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 570))")
                        .param(customer.value())
                        .query(Boolean.class)
                        .single();
        if (!alone) {
            return false;
        }
        long known =
                jdbc.sql(
                                """
                                select count(*) from subscriber
                                where tenant = ? and environment = ? and customer_id = ?
                                """)
                        .params(
                                scope.tenant().value(),
                                scope.environment().value(),
                                customer.value())
                        .query(Long.class)
                        .single();
        if (known > counted) {
            return false;
        }
        note(scope, customer);
        return true;
    }

    @Override
    public void withdraw(Scope scope, EntityId offered) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 570))")
                .param(offered.value())
                .query()
                .listOfRows();
        note(scope, offered);
    }

    private void note(Scope scope, EntityId gone) {
        jdbc.sql(
                        """
                        insert into withdrawn (tenant, environment, referred)
                        values (?, ?, ?) on conflict do nothing
                        """)
                .params(scope.tenant().value(), scope.environment().value(), gone.value())
                .update();
    }
}
