package io.tallybook.command.uniqueness;

import io.tallybook.core.Scope;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uniqueness by a primary key in Postgres. */
public final class JdbcUniqueness implements Uniqueness {
    private final JdbcClient jdbc;

    public JdbcUniqueness(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public boolean claim(Claim claim) {
        int inserted =
                jdbc.sql(
                                """
                                insert into unique_value (tenant, environment, kind, value, owner)
                                values (?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(key(claim))
                        .param(claim.owner().value())
                        .update();
        return inserted == 1 || owner(claim).equals(claim.owner().value());
    }

    @Override
    public String owner(Claim claim) {
        return jdbc.sql(
                        """
                        select owner from unique_value
                        where tenant = ? and environment = ? and kind = ? and value = ?
                        """)
                .params(key(claim))
                .query(String.class)
                .single();
    }

    @Override
    public void release(Claim claim) {
        jdbc.sql(
                        """
                        delete from unique_value
                        where tenant = ? and environment = ? and kind = ? and value = ?
                            and owner = ?
                        """)
                .params(key(claim))
                .param(claim.owner().value())
                .update();
    }

    private static List<Object> key(Claim claim) {
        return List.of(
                claim.scope().map(scope -> scope.tenant().value()).orElse(""),
                claim.scope().map(Scope::environment).map(Object::toString).orElse(""),
                claim.kind(),
                claim.value());
    }
}
