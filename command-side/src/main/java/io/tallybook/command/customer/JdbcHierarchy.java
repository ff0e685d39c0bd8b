package io.tallybook.command.customer;

import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tree in Postgres, changed by one transaction of an environment at a time. */
public final class JdbcHierarchy implements Hierarchy {
    private final JdbcClient jdbc;

    public JdbcHierarchy(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    public Optional<Rejection> place(
            Scope scope, CustomerId customer, @Nullable CustomerId parent) {
        alone(scope);
        if (parent == null) {
            jdbc.sql("delete from customer_parent where customer_id = ?")
                    .param(customer.value())
                    .update();
            return Optional.empty();
        }
        return standsAgainst(scope, customer, parent)
                .or(
                        () -> {
                            put(scope, customer, parent);
                            return Optional.empty();
                        });
    }

    private void alone(Scope scope) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))::text")
                .param("customer hierarchy " + scope.environment())
                .query(String.class)
                .single();
    }

    private Optional<Rejection> standsAgainst(Scope scope, CustomerId customer, CustomerId parent) {
        if (!isThere(scope, parent)) {
            return Optional.of(Hierarchy.unknown(parent));
        }
        List<String> lineage = lineage(parent);
        if (lineage.contains(customer.value())) {
            return Optional.of(Hierarchy.cycle(parent));
        }
        return lineage.size() + levelsOf(customer) > LEVELS_MAX
                ? Optional.of(Hierarchy.deep(parent))
                : Optional.empty();
    }

    private boolean isThere(Scope scope, CustomerId parent) {
        return !jdbc.sql(
                        """
                        select 1 from customer_key
                        where customer_id = ? and tenant = ? and environment = ?
                          and deleted_at is null
                        """)
                .params(parent.value(), scope.tenant().value(), scope.environment().value())
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    private List<String> lineage(CustomerId from) {
        return jdbc.sql(
                        """
                        with recursive up (id) as (
                            select ?::text collate "C"
                            union select p.parent_id from customer_parent p
                                  join up on p.customer_id = up.id)
                        select id from up
                        """)
                .param(from.value())
                .query(String.class)
                .list();
    }

    private int levelsOf(CustomerId root) {
        return jdbc.sql(
                        """
                        with recursive down (id, level) as (
                            select ?::text collate "C", 1
                            union select p.customer_id, level + 1 from customer_parent p
                                  join down on p.parent_id = down.id)
                        select max(level) from down
                        """)
                .param(root.value())
                .query(Integer.class)
                .single();
    }

    private void put(Scope scope, CustomerId customer, CustomerId parent) {
        jdbc.sql(
                        """
                        insert into customer_parent (customer_id, parent_id, tenant, environment)
                        values (?, ?, ?, ?)
                        on conflict (customer_id) do update set parent_id = excluded.parent_id
                        """)
                .params(
                        customer.value(),
                        parent.value(),
                        scope.tenant().value(),
                        scope.environment().value())
                .update();
    }

    @Override
    public long children(Scope scope, CustomerId customer) {
        alone(scope);
        return jdbc.sql("select count(*) from customer_parent where parent_id = ?")
                .param(customer.value())
                .query(Long.class)
                .single();
    }
}
