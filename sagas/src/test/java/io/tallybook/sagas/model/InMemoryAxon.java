package io.tallybook.sagas.model;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.command.bus.CommandProvenance;
import io.tallybook.command.bus.NotFoundInterceptor;
import io.tallybook.command.subscription.Kinship;
import io.tallybook.command.uniqueness.NumberSeries;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.wire.EventSerializer;
import io.tallybook.core.wire.Wire;
import io.tallybook.sagas.FinalizationDelays;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.cancellation.CancellationSaga;
import io.tallybook.sagas.finalization.FinalizationSaga;
import io.tallybook.sagas.finalization.WalletOrder;
import io.tallybook.sagas.grants.Takeover;
import io.tallybook.sagas.grouping.Grouping;
import io.tallybook.sagas.inheritance.Inheritance;
import io.tallybook.sagas.renewal.RenewalSaga;
import io.tallybook.sagas.succession.Succession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.saga.repository.inmemory.InMemorySagaStore;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/**
 * The real aggregates and the real processes on stores in memory. Only what remembers a choice of
 * wallets is in the database, as it is in the program.
 */
final class InMemoryAxon {
    private static final List<String> AGGREGATES =
            List.of("subscription.Subscription", "invoice.Invoice", "wallet.Wallet");

    private InMemoryAxon() {}

    static Configuration start(
            DataSource choices, QueryGateway views, Delivery delivery, ExecutorService commands) {
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false);
        Serializer serializer =
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(Wire::configure).build();
        Serializer events = EventSerializer.createInMemory();
        Registers registers = new Registers();
        configurer
                .configureSerializer(_ -> serializer)
                .configureEventSerializer(_ -> events)
                .configureTransactionManager(_ -> NoTransactionManager.instance())
                .configureEmbeddedEventStore(_ -> new InMemoryEventStorageEngine())
                .configureCommandBus(axon -> bus(axon, commands))
                .registerComponent(NumberSeries.class, _ -> registers)
                .registerComponent(Uniqueness.class, _ -> registers)
                .registerComponent(Subscribers.class, _ -> registers)
                .registerComponent(Kinship.class, _ -> registers)
                .registerComponent(References.class, _ -> registers)
                .registerComponent(
                        ProcessCommands.class, axon -> new ProcessCommands(axon.commandGateway()))
                .registerComponent(
                        FinalizationDelays.class, _ -> new FinalizationDelays(views, Samples.DELAY))
                .registerComponent(
                        Subscriptions.class, _ -> new Subscriptions(views, Duration.ZERO))
                .registerComponent(WalletOrder.class, _ -> new WalletOrder(choices, views));
        AGGREGATES.forEach(name -> configurer.configureAggregate(aggregate(name)));
        processes(configurer.eventProcessing(), views, delivery);
        return configurer.start();
    }

    private static void processes(
            EventProcessingConfigurer processing, QueryGateway views, Delivery delivery) {
        processing
                .registerSagaStore(_ -> new InMemorySagaStore())
                .registerSaga(RenewalSaga.class)
                .registerSaga(CancellationSaga.class)
                .registerSaga(FinalizationSaga.class)
                .registerEventHandler(
                        axon ->
                                new Succession(
                                        axon.getComponent(ProcessCommands.class),
                                        new SimpleMeterRegistry()))
                .registerEventHandler(
                        axon ->
                                new Inheritance(
                                        axon.getComponent(Subscriptions.class),
                                        axon.getComponent(ProcessCommands.class)))
                .registerEventHandler(
                        axon ->
                                new Grouping(
                                        axon.getComponent(Subscriptions.class),
                                        axon.getComponent(ProcessCommands.class),
                                        axon.getComponent(FinalizationDelays.class)))
                .registerDefaultListenerInvocationErrorHandler(
                        _ -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(_ -> PropagatingErrorHandler.instance());
        for (String processor :
                List.of(
                        RenewalSaga.PROCESSOR,
                        CancellationSaga.PROCESSOR,
                        FinalizationSaga.PROCESSOR,
                        Succession.PROCESSOR,
                        Takeover.PROCESSOR)) {
            processing.registerSubscribingEventProcessor(processor, _ -> delivery);
        }
    }

    private static AsynchronousCommandBus bus(Configuration axon, ExecutorService commands) {
        AsynchronousCommandBus bus =
                AsynchronousCommandBus.builder()
                        .executor(commands)
                        .transactionManager(axon.getComponent(TransactionManager.class))
                        .build();
        bus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(List.of(new CommandProvenance())));
        bus.registerHandlerInterceptor(new NotFoundInterceptor());
        return bus;
    }

    private static Class<?> aggregate(String name) {
        try {
            return Class.forName("io.tallybook.command." + name);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("the command side has no " + name, e);
        }
    }
}
