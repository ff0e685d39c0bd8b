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
    public long next(Scope scope, String series, long start) {
        return jdbc.sql(
                        """
                        insert into number_series as s (tenant, environment, series, last_number)
                        values (:tenant, :environment, :series, :start)
                        on conflict (tenant, environment, series)
                            do update set last_number = greatest(s.last_number + 1, :start)
                        returning last_number
                        """)
                .param("tenant", scope.tenant().value())
                .param("environment", scope.environment().value())
                .param("series", series)
                .param("start", start)
                .query(Long.class)
                .single();
    }
}
