package io.tallybook.app.axon;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.command.bus.Beginners;
import io.tallybook.command.bus.CommandProvenance;
import io.tallybook.command.bus.CommandTargets;
import io.tallybook.command.bus.GroupCommitBus;
import io.tallybook.command.bus.NotFoundInterceptor;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.queryhandling.LoggingQueryInvocationErrorHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How commands reach their aggregates. */
@Configuration(proxyBeanMethods = false)
class BusConfiguration {
    /**
     * Commands that wait at the same moment share a transaction; those that are for no aggregate
     * have a virtual thread each.
     *
     * <p>It is the local segment, so that with Axon Server the distributed bus wraps it.
     */
    @Bean(destroyMethod = "shutdown")
    @Qualifier("localSegment")
    CommandBus localSegment(
            TransactionManager transactions,
            org.axonframework.config.Configuration axon,
            DuplicateCommandHandlerResolver duplicates,
            MeterRegistry registry,
            DataSource dataSource,
            Cache cache,
            @Value("${tallybook.commands.lanes:4}") int lanes,
            @Value("${tallybook.commands.together-max:64}") int togetherMax) {
        GroupCommitBus bus =
                new GroupCommitBus(
                        SimpleCommandBus.builder()
                                .transactionManager(transactions)
                                .duplicateCommandHandlerResolver(duplicates)
                                .spanFactory(axon.getComponent(CommandBusSpanFactory.class))
                                .messageMonitor(new CommandMetrics(registry)),
                        transactions,
                        new Beginners(dataSource, cache),
                        lanes,
                        togetherMax,
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("command-", 0).factory()));
        bus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        bus.registerHandlerInterceptor(new NotFoundInterceptor());
        return bus;
    }

    /**
     * Without a transaction: Axon's own choice opens one on a connection for events for every
     * query, and the views are read on connections of their own.
     */
    @Bean
    @Qualifier("localSegment")
    SimpleQueryBus localQueries(org.axonframework.config.Configuration axon) {
        return SimpleQueryBus.builder()
                .errorHandler(LoggingQueryInvocationErrorHandler.builder().build())
                .queryUpdateEmitter(axon.getComponent(QueryUpdateEmitter.class))
                .build();
    }

    @Bean
    CommandTargetResolver commandTargets() {
        return new CommandTargets();
    }

    /** What a command carries goes on to the events that it makes. */
    @Bean
    CorrelationDataProvider commandProvenance() {
        return new CommandProvenance();
    }
}
