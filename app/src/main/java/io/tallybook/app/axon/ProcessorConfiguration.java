package io.tallybook.app.axon;

import io.tallybook.query.entitlement.AccessQueries;
import io.tallybook.sagas.duework.DueWorkMetrics;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How events reach projections and processes. */
@Configuration(proxyBeanMethods = false)
class ProcessorConfiguration {
    // Processes wait for their commands; no projection may wait for a thread behind them.
    private static final int WORKERS = 64;
    private static final int COORDINATORS = 2;
    private static final int BATCH = 500;
    private static final long CLAIM_MILLIS = 5000;

    // Longer than a process takes to answer an event: what follows from it is written with it.
    private static final Duration GATHERING = Duration.ofMillis(100);

    // What a process orders follows from what it hears: it waits a little, for the work goes on
    // with it.
    private static final Duration GATHERING_OF_PROCESSES = Duration.ofMillis(15);
    private static final int MUCH = 100;

    @Bean
    @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
    NotifyingEventSource notifyingEventSource(EventStore store) {
        return new NotifyingEventSource(store);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService processorCoordinators() {
        return Executors.newScheduledThreadPool(
                COORDINATORS, Thread.ofPlatform().daemon().name("coordinator-", 0).factory());
    }

    /**
     * While much due work is performed, nobody waits for one event, and there are many more to
     * come.
     */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService processorWorkers(DueWorkMetrics dueWork) {
        return workers("processor-", dueWork, GATHERING);
    }

    /** Of processes whose commands bring the work on. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService processWorkers(DueWorkMetrics dueWork) {
        return workers("process-", dueWork, GATHERING_OF_PROCESSES);
    }

    private static ScheduledExecutorService workers(
            String name, DueWorkMetrics dueWork, Duration gathering) {
        return new GatheringWorkers(
                WORKERS,
                Thread.ofVirtual().name(name, 0).factory(),
                () -> dueWork.underWay() >= MUCH ? gathering : Duration.ZERO);
    }

    /**
     * All processors are pooled and begin at the first event, processes too: one that began at the
     * head would miss what was recorded while it was still being set up.
     *
     * <p>An error is never logged and passed over: the batch is rolled back and tried again.
     */
    @Bean
    ConfigurerModule processors(
            ScheduledExecutorService processorCoordinators,
            ScheduledExecutorService processorWorkers,
            ObjectProvider<NotifyingEventSource> notifying) {
        return configurer -> {
            EventProcessingConfigurer processing = configurer.eventProcessing();
            processing.registerDefaultListenerInvocationErrorHandler(
                    c -> PropagatingErrorHandler.instance());
            processing.configureDefaultStreamableMessageSource(
                    axon -> {
                        NotifyingEventSource source = notifying.getIfAvailable();
                        return source != null ? source : axon.eventStore();
                    });
            processing.usingPooledStreamingEventProcessors(
                    (axon, builder) ->
                            builder.coordinatorExecutor(processorCoordinators)
                                    .workerExecutor(processorWorkers)
                                    .initialSegmentCount(1)
                                    .initialToken(StreamableMessageSource::createTailToken)
                                    .tokenClaimInterval(CLAIM_MILLIS)
                                    .batchSize(BATCH));
        };
    }

    /**
     * What a process remembers of events is its own: every process hears all of them, from now on.
     */
    @Bean
    ConfigurerModule memories() {
        return configurer ->
                configurer
                        .eventProcessing()
                        .registerTokenStore(
                                AccessQueries.PROCESSOR, axon -> new InMemoryTokenStore())
                        .registerPooledStreamingEventProcessorConfiguration(
                                AccessQueries.PROCESSOR,
                                (axon, builder) ->
                                        builder.initialToken(
                                                StreamableMessageSource::createHeadToken));
    }
}
