package io.tallybook.app.axon;

import io.tallybook.command.customer.Hierarchy;
import io.tallybook.command.customer.JdbcHierarchy;
import io.tallybook.command.sealing.Erasures;
import io.tallybook.command.sealing.JdbcCustomerKeys;
import io.tallybook.command.sealing.MasterKeys;
import io.tallybook.command.sealing.StoredEvents;
import io.tallybook.core.customer.PersonalCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The keys of personal data, and what follows when one is destroyed. */
@Configuration(proxyBeanMethods = false)
class SealingConfiguration {
    private static final Duration RESUMED_EVERY = Duration.ofSeconds(30);

    /**
     * Given as a setting where several processes share them, otherwise made in the data directory:
     * never in the database whose contents they protect.
     */
    @Bean
    MasterKeys masterKeys(
            @Value("${tallybook.personal-data.master-keys:}") String given,
            @Value("${tallybook.personal-data.master-keys-file:${tallybook.data}/master.keys}")
                    Path file)
            throws IOException {
        return given.isBlank() ? MasterKeys.in(file) : MasterKeys.parse(given);
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcCustomerKeys customerKeys(DataSource database, MasterKeys masters, Clock machine) {
        JdbcCustomerKeys keys = new JdbcCustomerKeys(database, masters, machine);
        keys.adopt();
        keys.rewrap();
        return keys;
    }

    @Bean
    Hierarchy customerHierarchy(DataSource database) {
        return new JdbcHierarchy(database);
    }

    @Bean
    StoredEvents storedEventsOfCustomers(DataSource database) {
        return new StoredEvents(database);
    }

    @Bean
    Erasures erasures(DataSource database, List<PersonalCopies> places) {
        return new Erasures(database, places);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Resumption resumptionOfErasures(Erasures erasures) {
        return new Resumption(erasures, RESUMED_EVERY);
    }
}
