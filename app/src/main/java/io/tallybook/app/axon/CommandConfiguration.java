package io.tallybook.app.axon;

import io.tallybook.command.bus.AggregateCache;
import io.tallybook.command.discount.JdbcRedemptions;
import io.tallybook.command.discount.Redemptions;
import io.tallybook.command.entitlement.ManyEntitlements;
import io.tallybook.command.subscription.JdbcKinship;
import io.tallybook.command.subscription.Kinship;
import io.tallybook.command.uniqueness.JdbcNumberSeries;
import io.tallybook.command.uniqueness.JdbcReferences;
import io.tallybook.command.uniqueness.JdbcSubscribers;
import io.tallybook.command.uniqueness.JdbcUniqueness;
import io.tallybook.command.uniqueness.NumberSeries;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.command.uniqueness.Uniqueness;
import javax.sql.DataSource;
import org.axonframework.common.caching.Cache;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What aggregates work with. */
@Configuration(proxyBeanMethods = false)
class CommandConfiguration {
    /** Of the aggregates used last. */
    @Bean
    Cache aggregateCache(@Value("${tallybook.aggregates.cached:50000}") int entries) {
        return new AggregateCache(entries);
    }

    @Bean
    Uniqueness uniqueness(DataSource dataSource) {
        return new JdbcUniqueness(dataSource);
    }

    @Bean
    References references(DataSource dataSource) {
        return new JdbcReferences(dataSource);
    }

    @Bean
    Redemptions redemptions(DataSource dataSource) {
        return new JdbcRedemptions(dataSource);
    }

    @Bean
    Subscribers subscribers(DataSource dataSource) {
        return new JdbcSubscribers(dataSource);
    }

    @Bean
    Kinship kinship(DataSource dataSource) {
        return new JdbcKinship(dataSource);
    }

    @Bean
    NumberSeries numberSeries(DataSource dataSource) {
        return new JdbcNumberSeries(dataSource);
    }

    @Bean
    ManyEntitlements manyEntitlements(
            ObjectProvider<org.axonframework.config.Configuration> axon, Uniqueness uniqueness) {
        return new ManyEntitlements(axon::getObject, uniqueness);
    }
}
