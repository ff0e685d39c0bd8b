package io.tallybook.sagas;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.command.bus.CommandProvenance;
import io.tallybook.command.bus.NotFoundInterceptor;
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
import io.tallybook.core.Command;
import io.tallybook.core.Receipt;
import io.tallybook.core.wire.EventSerializer;
import io.tallybook.core.wire.Wire;
import io.tallybook.sagas.cancellation.CancellationSaga;
import io.tallybook.sagas.collection.Charging;
import io.tallybook.sagas.collection.PaymentMethods;
import io.tallybook.sagas.collection.Refunding;
import io.tallybook.sagas.duework.DueKind;
import io.tallybook.sagas.duework.DueWork;
import io.tallybook.sagas.duework.DueWorkCommands;
import io.tallybook.sagas.duework.DueWorkMetrics;
import io.tallybook.sagas.duework.DueWorkProjection;
import io.tallybook.sagas.duework.EnvironmentLocks;
import io.tallybook.sagas.duework.Pace;
import io.tallybook.sagas.duework.Performer;
import io.tallybook.sagas.duework.Progress;
import io.tallybook.sagas.finalization.ComputationInputs;
import io.tallybook.sagas.finalization.FinalizationSaga;
import io.tallybook.sagas.finalization.WalletOrder;
import io.tallybook.sagas.gateway.SandboxProvider;
import io.tallybook.sagas.grants.Giving;
import io.tallybook.sagas.grants.GrantsOfPlans;
import io.tallybook.sagas.grants.Takeover;
import io.tallybook.sagas.grouping.Grouping;
import io.tallybook.sagas.inheritance.Inheritance;
import io.tallybook.sagas.notice.Grace;
import io.tallybook.sagas.plansync.PlanSyncing;
import io.tallybook.sagas.renewal.RenewalSaga;
import io.tallybook.sagas.succession.Succession;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import io.tallybook.sagas.unusedcredit.UnusedCredit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcSQLErrorCodesResolver;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The real aggregates, the real processes and Axon's JDBC store on one database. Starting another
 * on the same database is what a restart after a crash is.
 */
public final class Engine implements AutoCloseable {
    private static final List<String> AGGREGATES =
            List.of(
                    "subscription.Subscription",
                    "invoice.Invoice",
                    "wallet.Wallet",
                    "creditgrant.CreditGrant",
                    "creditnote.CreditNote",
                    "payment.Payment",
                    "plansync.PlanSync");
    private static final List<String> PROCESSORS =
            List.of(
                    DueWorkProjection.PROCESSOR,
                    Takeover.PROCESSOR,
                    Succession.PROCESSOR,
                    RenewalSaga.PROCESSOR,
                    CancellationSaga.PROCESSOR,
                    FinalizationSaga.PROCESSOR);
    private static final int SEGMENTS = 4;
    private static final int SAGA_BATCH = 32;
    private static final Pace PACE =
            new Pace(
                    1000,
                    8,
                    Duration.ofSeconds(60),
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5));

    private final DataSource dataSource;
    private final ViewsInMemory views;
    private final Configuration axon;
    private final List<CommandMessage<?>> sent = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DueWorkMetrics metrics = new DueWorkMetrics(meters);
    private final DueWork dueWork;

    public Engine(DataSource dataSource, ViewsInMemory views, Clock machine) {
        this.dataSource = dataSource;
        this.views = views;
        this.dueWork = new DueWork(dataSource);
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false);
        store(configurer);
        commandSide(configurer);
        processes(configurer, machine);
        axon = configurer.start();
        axon.commandBus()
                .registerDispatchInterceptor(
                        messages ->
                                (_, message) -> {
                                    sent.add(message);
                                    return message;
                                });
    }

    public CommandGateway commands() {
        return axon.commandGateway();
    }

    public Receipt send(Command command) {
        return axon.commandGateway().sendAndWait(command);
    }

    public EventStore events() {
        return axon.eventStore();
    }

    public DueWork dueWork() {
        return dueWork;
    }

    public Performer performer() {
        return axon.getComponent(Performer.class);
    }

    public DueWorkMetrics metrics() {
        return metrics;
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    /** How far the processes have come. */
    public Progress progress() {
        return axon.getComponent(Progress.class);
    }

    /** The processor that keeps the table of due work. */
    public StreamingEventProcessor dueWorkProcessor() {
        return axon.eventProcessingConfiguration()
                .eventProcessor(DueWorkProjection.PROCESSOR, StreamingEventProcessor.class)
                .orElseThrow();
    }

    /** Lets a check fail commands before they are handled, as a store that is away would. */
    public void beforeEachCommand(Consumer<Object> check) {
        axon.commandBus()
                .registerDispatchInterceptor(
                        messages ->
                                (_, message) -> {
                                    check.accept(message.getPayload());
                                    return message;
                                });
    }

    /** Every command so far, in the order in which they were sent. */
    public List<CommandMessage<?>> sent() {
        return List.copyOf(sent);
    }

    private void store(Configurer configurer) {
        ConnectionProvider connections = new SpringDataSourceConnectionProvider(dataSource);
        TransactionManager transactions =
                new SpringTransactionManager(new JdbcTransactionManager(dataSource));
        Serializer serializer =
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(Wire::configure).build();
        Serializer events = EventSerializer.createInMemory();
        configurer
                .configureSerializer(_ -> serializer)
                .configureEventSerializer(_ -> events)
                .configureTransactionManager(_ -> transactions)
                .registerComponent(
                        EventStorageEngine.class,
                        _ -> engine(serializer, events, connections, transactions))
                .configureEmbeddedEventStore(axon -> axon.getComponent(EventStorageEngine.class));
        configurer
                .eventProcessing()
                .registerTokenStore(
                        _ ->
                                JdbcTokenStore.builder()
                                        .connectionProvider(connections)
                                        .serializer(serializer)
                                        .schema(tokenSchema())
                                        .build())
                .registerSagaStore(
                        _ ->
                                JdbcSagaStore.builder()
                                        .connectionProvider(connections)
                                        .serializer(serializer)
                                        .sqlSchema(new PostgresSagaSqlSchema(sagaSchema()))
                                        .build());
    }

    private static EventStorageEngine engine(
            Serializer serializer,
            Serializer events,
            ConnectionProvider connections,
            TransactionManager transactions) {
        return JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(events)
                .persistenceExceptionResolver(new JdbcSQLErrorCodesResolver())
                .connectionProvider(connections)
                .transactionManager(transactions)
                .schema(eventSchema())
                .build();
    }

    private void commandSide(Configurer configurer) {
        for (String name : AGGREGATES) {
            try {
                configurer.configureAggregate(Class.forName("io.tallybook.command." + name));
            } catch (ClassNotFoundException e) {
                throw new LinkageError("the command side has no " + name, e);
            }
        }
        configurer
                .registerComponent(NumberSeries.class, _ -> new JdbcNumberSeries(dataSource))
                .registerComponent(Uniqueness.class, _ -> new JdbcUniqueness(dataSource))
                .registerComponent(Subscribers.class, _ -> new JdbcSubscribers(dataSource))
                .registerComponent(Kinship.class, _ -> new JdbcKinship(dataSource))
                .registerComponent(References.class, _ -> new JdbcReferences(dataSource))
                .configureCommandBus(
                        axon -> {
                            AsynchronousCommandBus bus =
                                    AsynchronousCommandBus.builder()
                                            .executor(Executors.newVirtualThreadPerTaskExecutor())
                                            .transactionManager(
                                                    axon.getComponent(TransactionManager.class))
                                            .build();
                            bus.registerHandlerInterceptor(
                                    new CorrelationDataInterceptor<>(
                                            List.of(new CommandProvenance())));
                            bus.registerHandlerInterceptor(new NotFoundInterceptor());
                            return bus;
                        });
    }

    private void processes(Configurer configurer, Clock machine) {
        configurer
                .registerComponent(
                        ProcessCommands.class, axon -> new ProcessCommands(axon.commandGateway()))
                .registerComponent(
                        FinalizationDelays.class,
                        _ -> new FinalizationDelays(views.gateway(), Samples.DELAY))
                .registerComponent(
                        Subscriptions.class,
                        _ -> new Subscriptions(views.gateway(), Duration.ofMillis(10)))
                .registerComponent(
                        WalletOrder.class, _ -> new WalletOrder(dataSource, views.gateway()))
                .registerComponent(
                        Progress.class,
                        axon ->
                                new Progress(
                                        axon.eventStore(),
                                        axon.getComponent(EventStorageEngine.class),
                                        axon.eventProcessingConfiguration(),
                                        PROCESSORS))
                .registerComponent(Performer.class, axon -> performer(axon, machine))
                .registerCommandHandler(
                        axon -> new DueWorkCommands(axon.getComponent(Performer.class)));
        EventProcessingConfigurer processing = configurer.eventProcessing();
        processing
                .registerSaga(RenewalSaga.class)
                .registerSaga(CancellationSaga.class)
                .registerSaga(FinalizationSaga.class)
                .registerEventHandler(_ -> new DueWorkProjection(dueWork, metrics))
                .registerEventHandler(this::takeover)
                .registerEventHandler(
                        axon -> new Succession(axon.getComponent(ProcessCommands.class), meters))
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
                        _ -> PropagatingErrorHandler.instance());
        track(processing, DueWorkProjection.PROCESSOR, 1, 500);
        track(processing, Takeover.PROCESSOR, SEGMENTS, SAGA_BATCH);
        track(processing, Succession.PROCESSOR, SEGMENTS, SAGA_BATCH);
        track(processing, RenewalSaga.PROCESSOR, SEGMENTS, SAGA_BATCH);
        track(processing, CancellationSaga.PROCESSOR, SEGMENTS, SAGA_BATCH);
        track(processing, FinalizationSaga.PROCESSOR, SEGMENTS, SAGA_BATCH);
    }

    private Takeover takeover(Configuration axon) {
        return new Takeover(
                axon.getComponent(Subscriptions.class),
                views.gateway(),
                axon.getComponent(ProcessCommands.class),
                new GrantsOfPlans(dataSource));
    }

    private static void track(
            EventProcessingConfigurer processing, String processor, int segments, int batch) {
        processing.registerTrackingEventProcessor(
                processor,
                Configuration::eventStore,
                _ ->
                        TrackingEventProcessorConfiguration.forParallelProcessing(segments)
                                .andBatchSize(batch)
                                .andInitialTrackingToken(StreamableMessageSource::createTailToken));
    }

    private Performer performer(Configuration axon, Clock machine) {
        return new Performer(
                dueWork,
                new EnvironmentLocks(dataSource),
                axon.getComponent(Progress.class),
                axon.getComponent(ProcessCommands.class),
                Map.of(
                        DueKind.FINALIZE,
                        new ComputationInputs(
                                axon.getComponent(Subscriptions.class),
                                views.gateway(),
                                axon.getComponent(ProcessCommands.class)),
                        DueKind.CHARGE,
                        charging(axon),
                        DueKind.SYNC_PLAN,
                        new PlanSyncing(axon.getComponent(ProcessCommands.class), views.gateway()),
                        DueKind.APPLY_GRANT,
                        giving(axon),
                        DueKind.CREDIT_WALLET,
                        giving(axon),
                        DueKind.UNUSED_CREDIT,
                        new UnusedCredit(
                                views.gateway(),
                                axon.getComponent(Subscriptions.class),
                                new ChosenWallets(dataSource, views.gateway()),
                                axon.getComponent(ProcessCommands.class)),
                        DueKind.END_GRACE,
                        new Grace(views.gateway()),
                        DueKind.REFUND,
                        new Refunding(views.gateway())),
                machine,
                PACE,
                metrics);
    }

    private Giving giving(Configuration axon) {
        return new Giving(
                views.gateway(),
                axon.getComponent(ProcessCommands.class),
                axon.getComponent(FinalizationDelays.class));
    }

    private Charging charging(Configuration axon) {
        SandboxProvider provider = new SandboxProvider();
        return new Charging(
                axon.getComponent(ProcessCommands.class),
                views.gateway(),
                new PaymentMethods(views.gateway(), provider),
                provider);
    }

    private static EventSchema eventSchema() {
        return EventSchema.builder()
                .eventTable("domain_event_entry")
                .snapshotTable("snapshot_event_entry")
                .globalIndexColumn("global_index")
                .timestampColumn("time_stamp")
                .eventIdentifierColumn("event_identifier")
                .aggregateIdentifierColumn("aggregate_identifier")
                .sequenceNumberColumn("sequence_number")
                .typeColumn("type")
                .payloadTypeColumn("payload_type")
                .payloadRevisionColumn("payload_revision")
                .payloadColumn("payload")
                .metaDataColumn("meta_data")
                .build();
    }

    private static TokenSchema tokenSchema() {
        return TokenSchema.builder()
                .setTokenTable("token_entry")
                .setProcessorNameColumn("processor_name")
                .setSegmentColumn("segment")
                .setTokenColumn("token")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("time_stamp")
                .setOwnerColumn("owner")
                .build();
    }

    private static SagaSchema sagaSchema() {
        return SagaSchema.builder()
                .sagaEntryTable("saga_entry")
                .revisionColumn("revision")
                .serializedSagaColumn("serialized_saga")
                .associationValueEntryTable("association_value_entry")
                .associationKeyColumn("association_key")
                .associationValueColumn("association_value")
                .sagaIdColumn("saga_id")
                .sagaTypeColumn("saga_type")
                .build();
    }

    @Override
    public void close() {
        axon.shutdown();
        if (axon.commandBus() instanceof AsynchronousCommandBus bus) {
            bus.shutdown();
        }
    }
}
