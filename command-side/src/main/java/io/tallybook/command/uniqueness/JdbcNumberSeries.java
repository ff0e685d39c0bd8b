package io.tallybook.command.uniqueness;

import io.tallybook.core.Scope;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A number series as one row in Postgres, whose lock is the short serial section. */
public final class JdbcNumberSeries implements NumberSeries {
    private final JdbcClient jdbc;

    public JdbcNumberSeries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public long next(Scope scope, String series) {
        return jdbc.sql(
                        """
                        insert into number_series as s (tenant, environment, series, last_number)
                        values (?, ?, ?, 1)
                        on conflict (tenant, environment, series)
                            do update set last_number = s.last_number + 1
                        returning last_number
                        """)
                .params(scope.tenant().value(), scope.environment().value(), series)
                .query(Long.class)
                .single();
    }
}
