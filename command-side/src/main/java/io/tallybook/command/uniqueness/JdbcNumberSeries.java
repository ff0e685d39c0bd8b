package io.tallybook.command.uniqueness;

import io.tallybook.core.Scope;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A number series as one row in Postgres, whose lock is the short serial section.
 *
 * <p>The first number that a transaction takes is written at once, which is what locks the row. The
 * others are counted from there and the last is written before the commit: two writes for as many
 * invoices as are finalized together.
 */
public final class JdbcNumberSeries implements NumberSeries {
    private final JdbcClient jdbc;

    public JdbcNumberSeries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    private record Series(Scope scope, String name) {}

    /** Numbers that the transaction has taken; the first of each series is written already. */
    private final class Taken implements TransactionSynchronization {
        private final Map<Series, Long> last = new HashMap<>();
        private final Map<Series, Long> written = new HashMap<>();

        long next(Series series, long start) {
            Long before = last.get(series);
            long number = before == null ? first(series, start) : Math.max(before + 1, start);
            last.put(series, number);
            return number;
        }

        private long first(Series series, long start) {
            long number = write(series, start);
            written.put(series, number);
            return number;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            last.forEach(
                    (series, number) -> {
                        if (!number.equals(written.get(series))) {
                            write(series, number);
                        }
                    });
        }

        boolean isOf(JdbcNumberSeries numbers) {
            return numbers == JdbcNumberSeries.this;
        }
    }

    @Override
    public long next(Scope scope, String name, long start) {
        Series series = new Series(scope, name);
        return TransactionSynchronizationManager.isSynchronizationActive()
                ? taken().next(series, start)
                : write(series, start);
    }

    private Taken taken() {
        for (TransactionSynchronization each :
                TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Taken taken && taken.isOf(this)) {
                return taken;
            }
        }
        Taken taken = new Taken();
        TransactionSynchronizationManager.registerSynchronization(taken);
        return taken;
    }

    /** Writes, and answers, the number after the last one, or {@code least} if that is more. */
    private long write(Series series, long least) {
        return jdbc.sql(
                        """
                        insert into number_series as s (tenant, environment, series, last_number)
                        values (:tenant, :environment, :series, :least)
                        on conflict (tenant, environment, series)
                            do update set last_number = greatest(s.last_number + 1, :least)
                        returning last_number
                        """)
                .param("tenant", series.scope().tenant().value())
                .param("environment", series.scope().environment().value())
                .param("series", series.name())
                .param("least", least)
                .query(Long.class)
                .single();
    }
}
