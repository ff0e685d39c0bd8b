package io.tallybook.app.parts;

import io.tallybook.embedded.LocalStack;
import io.tallybook.embedded.clickhouse.ClickHouseEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All parts on this machine, in one directory, alive as long as the application is. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tallybook.parts", havingValue = "local", matchIfMissing = true)
class LocalParts {
    private static final String DATABASE = "tallybook";

    @Bean(destroyMethod = "close")
    LocalStack localStack(@Value("${tallybook.data}") Path data)
            throws IOException, InterruptedException {
        return LocalStack.start(data.toAbsolutePath());
    }

    @Bean
    Addresses addresses(LocalStack stack) throws SQLException {
        var postgres = stack.postgres();
        postgres.createDatabase(DATABASE);
        var clickHouse = stack.clickHouse();
        return new Addresses(
                new Addresses.Postgres(
                        postgres.host(),
                        postgres.port(),
                        DATABASE,
                        postgres.user(),
                        postgres.password()),
                new Addresses.Kafka(stack.kafka().bootstrapServers(), (short) 1),
                new Addresses.ClickHouse(
                        clickHouse.url(),
                        ClickHouseEngine.DATABASE,
                        ClickHouseEngine.USER,
                        clickHouse.password()));
    }
}
