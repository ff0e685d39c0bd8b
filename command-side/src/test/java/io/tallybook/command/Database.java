package io.tallybook.command;

import io.tallybook.embedded.TestPostgres;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A database of its own with the tables of the command side. */
public final class Database {
    private Database() {}

    public static DataSource fresh() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        TestPostgres postgres = TestPostgres.fresh();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.server().user());
        source.setPassword(postgres.server().password());
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V001__event_store.sql"),
                        new ClassPathResource("db/migration/V100__command_side.sql"),
                        new ClassPathResource("db/migration/V120__references.sql"),
                        new ClassPathResource("db/migration/V130__customer_key.sql"),
                        new ClassPathResource("db/migration/V541__coupon_redemptions.sql"),
                        new ClassPathResource("db/migration/V574__subscribers.sql"),
                        new ClassPathResource("db/migration/V732__subscription_heirs.sql"),
                        new ClassPathResource("db/migration/V780__grouped_subscriptions.sql"))
                .execute(source);
        return source;
    }
}
