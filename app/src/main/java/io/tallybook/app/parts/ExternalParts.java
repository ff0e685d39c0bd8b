package io.tallybook.app.parts;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Parts that somebody else runs. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tallybook.parts", havingValue = "external")
class ExternalParts {
    @Bean
    Addresses addresses(
            @Value("${tallybook.postgres.host}") String host,
            @Value("${tallybook.postgres.port:5432}") int port,
            @Value("${tallybook.postgres.database:tallybook}") String database,
            @Value("${tallybook.postgres.user}") String user,
            @Value("${tallybook.postgres.password}") String password,
            @Value("${tallybook.kafka.bootstrap-servers}") String bootstrapServers,
            @Value("${tallybook.kafka.replication:3}") short replication,
            @Value("${tallybook.clickhouse.url}") String clickHouseUrl,
            @Value("${tallybook.clickhouse.database:tallybook}") String clickHouseDatabase,
            @Value("${tallybook.clickhouse.user}") String clickHouseUser,
            @Value("${tallybook.clickhouse.password}") String clickHousePassword) {
        return new Addresses(
                new Addresses.Postgres(host, port, database, user, password),
                new Addresses.Kafka(bootstrapServers, replication),
                new Addresses.ClickHouse(
                        clickHouseUrl, clickHouseDatabase, clickHouseUser, clickHousePassword));
    }
}
