package io.tallybook.app.axon;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import io.tallybook.query.Views;
import io.tallybook.query.catalogue.FeatureProjector;
import io.tallybook.query.catalogue.FeatureQueries;
import io.tallybook.query.catalogue.MeterProjector;
import io.tallybook.query.catalogue.MeterQueries;
import io.tallybook.query.catalogue.PlanProjector;
import io.tallybook.query.catalogue.PlanQueries;
import io.tallybook.query.catalogue.PriceProjector;
import io.tallybook.query.catalogue.PriceQueries;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.customer.CustomerQueries;
import io.tallybook.query.history.HistoryQueries;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.invoice.InvoiceQueries;
import io.tallybook.query.invoice.PreviewQueries;
import io.tallybook.query.progress.Waiting;
import io.tallybook.query.replay.Rebuild;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.subscription.SubscriptionQueries;
import io.tallybook.query.tenancy.ApiKeyProjector;
import io.tallybook.query.tenancy.EnvironmentProjector;
import io.tallybook.query.tenancy.TenancyQueries;
import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.ProjectionMetrics;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.wallet.WalletProjector;
import io.tallybook.query.wallet.WalletQueries;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.scheduler.Schedulers;

/** The views, and who answers what is asked of them. */
@Configuration(proxyBeanMethods = false)
@Import({
    ApiKeyProjector.class,
    EnvironmentProjector.class,
    TenancyQueries.class,
    CustomerProjector.class,
    CustomerQueries.class,
    MeterProjector.class,
    MeterQueries.class,
    FeatureProjector.class,
    FeatureQueries.class,
    PlanProjector.class,
    PlanQueries.class,
    PriceProjector.class,
    PriceQueries.class,
    SubscriptionProjector.class,
    SubscriptionQueries.class,
    InvoiceProjector.class,
    InvoiceQueries.class,
    WalletProjector.class,
    WalletQueries.class
})
class QueryConfiguration {
    private static final Duration BATCH_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(25);

    @Bean
    ReadTables readTables(ConnectionFactory connections) {
        return new ReadTables(connections);
    }

    @Bean
    Waiting waiting(ReadTables tables, MeterRegistry registry) {
        return new Waiting((kind, ids) -> tables.versions(Views.of(kind), ids), POLL, registry);
    }

    @Bean
    ProjectionRoom projectionRoom(
            ReadTables tables, Waiting waiting, MeterRegistry registry, Clock machine) {
        return new ProjectionRoom(
                tables,
                new BlockingBridge(BATCH_LIMIT),
                waiting,
                new ProjectionMetrics(registry, machine));
    }

    @Bean
    PreviewQueries previewQueries(QueryGateway queries) {
        return new PreviewQueries(queries);
    }

    @Bean
    HistoryQueries historyQueries(EventStore store) {
        return new HistoryQueries(store, Schedulers.boundedElastic());
    }

    @Bean
    Rebuild rebuild(EventProcessingConfiguration processing) {
        return new Rebuild(name -> processing.eventProcessor(name, StreamingEventProcessor.class));
    }
}
