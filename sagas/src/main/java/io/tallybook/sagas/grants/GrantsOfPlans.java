package io.tallybook.sagas.grants;

import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which grants subscriptions took over from their plan, in the transaction of the process's own
 * token: a view might lag behind the process that wants to end them.
 */
public final class GrantsOfPlans {
    private final JdbcClient jdbc;

    public GrantsOfPlans(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void remember(SubscriptionId subscription, CreditGrantId grant) {
        jdbc.sql(
                        """
                        insert into grant_of_plan (subscription_id, grant_id) values (?, ?)
                        on conflict do nothing
                        """)
                .params(subscription.value(), grant.value())
                .update();
    }

    List<CreditGrantId> of(SubscriptionId subscription) {
        return jdbc
                .sql(
                        """
                        select grant_id from grant_of_plan where subscription_id = ?
                        order by grant_id
                        """)
                .params(subscription.value())
                .query(String.class)
                .list()
                .stream()
                .map(CreditGrantId::new)
                .toList();
    }

    void forget(SubscriptionId subscription) {
        jdbc.sql("delete from grant_of_plan where subscription_id = ?")
                .params(subscription.value())
                .update();
    }
}
