package io.tallybook.command.uniqueness;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** References counted in one row of Postgres for each entity, whose lock puts them in order. */
public final class JdbcReferences implements References {
    private final JdbcClient jdbc;

    public JdbcReferences(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public boolean hold(Scope scope, EntityId referred) {
        return changed(
                """
                insert into reference_count as r (tenant, environment, referred, holders, retired)
                values (?, ?, ?, 1, false)
                on conflict (tenant, environment, referred)
                    do update set holders = r.holders + 1 where not r.retired
                """,
                scope,
                referred);
    }

    @Override
    public void letGo(Scope scope, EntityId referred) {
        changed(
                """
                update reference_count set holders = holders - 1
                where tenant = ? and environment = ? and referred = ? and holders > 0
                """,
                scope,
                referred);
    }

    @Override
    public boolean retire(Scope scope, EntityId referred) {
        return changed(
                """
                insert into reference_count as r (tenant, environment, referred, holders, retired)
                values (?, ?, ?, 0, true)
                on conflict (tenant, environment, referred)
                    do update set retired = true where r.holders = 0
                """,
                scope,
                referred);
    }

    private boolean changed(String statement, Scope scope, EntityId referred) {
        return jdbc.sql(statement)
                        .params(
                                scope.tenant().value(),
                                scope.environment().value(),
                                referred.value())
                        .update()
                == 1;
    }
}
