package io.tallybook.query;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.wire.EventSerializer;
import io.tallybook.embedded.TestPostgres;
import io.tallybook.embedded.postgres.PostgresServer;
import io.tallybook.query.access.RoleProjector;
import io.tallybook.query.access.UserProjector;
import io.tallybook.query.access.UserQueries;
import io.tallybook.query.alert.AlertProjector;
import io.tallybook.query.alert.AlertQueries;
import io.tallybook.query.alert.AlertSettingsProjector;
import io.tallybook.query.catalogue.AddonProjector;
import io.tallybook.query.catalogue.AddonQueries;
import io.tallybook.query.catalogue.CatalogueProcessor;
import io.tallybook.query.catalogue.FeatureProjector;
import io.tallybook.query.catalogue.FeatureQueries;
import io.tallybook.query.catalogue.GroupProjector;
import io.tallybook.query.catalogue.GroupQueries;
import io.tallybook.query.catalogue.MeterProjector;
import io.tallybook.query.catalogue.MeterQueries;
import io.tallybook.query.catalogue.PlanProjector;
import io.tallybook.query.catalogue.PlanQueries;
import io.tallybook.query.catalogue.PriceProjector;
import io.tallybook.query.catalogue.PriceQueries;
import io.tallybook.query.catalogue.PriceUnitProjector;
import io.tallybook.query.catalogue.PriceUnitQueries;
import io.tallybook.query.creditgrant.CreditGrantProjector;
import io.tallybook.query.creditgrant.CreditGrantQueries;
import io.tallybook.query.creditnote.CreditNoteProjector;
import io.tallybook.query.creditnote.CreditNoteQueries;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.customer.CustomerQueries;
import io.tallybook.query.discount.CouponAssociationProjector;
import io.tallybook.query.discount.CouponAssociationQueries;
import io.tallybook.query.discount.CouponProjector;
import io.tallybook.query.discount.CouponQueries;
import io.tallybook.query.discount.DiscountProcessor;
import io.tallybook.query.entitlement.EntitlementProjector;
import io.tallybook.query.entitlement.EntitlementQueries;
import io.tallybook.query.history.HistoryQueries;
import io.tallybook.query.invoice.BilledQueries;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.invoice.InvoiceQueries;
import io.tallybook.query.invoice.LifetimeQueries;
import io.tallybook.query.invoice.PreviewQueries;
import io.tallybook.query.invoice.UnusedQueries;
import io.tallybook.query.ledger.LedgerProjector;
import io.tallybook.query.ledger.LedgerQueries;
import io.tallybook.query.notice.NoticeProjector;
import io.tallybook.query.payment.PaymentProjector;
import io.tallybook.query.payment.PaymentQueries;
import io.tallybook.query.plansync.PlanSyncProjector;
import io.tallybook.query.plansync.PlanSyncQueries;
import io.tallybook.query.progress.Waiting;
import io.tallybook.query.replay.Rebuild;
import io.tallybook.query.replay.RebuildMarks;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.subscription.SubscriptionQueries;
import io.tallybook.query.tax.TaxAssociationProjector;
import io.tallybook.query.tax.TaxAssociationQueries;
import io.tallybook.query.tax.TaxRateProjector;
import io.tallybook.query.tax.TaxRateQueries;
import io.tallybook.query.tenancy.ApiKeyProjector;
import io.tallybook.query.tenancy.EnvironmentProjector;
import io.tallybook.query.tenancy.SettingProjector;
import io.tallybook.query.tenancy.TenancyProcessor;
import io.tallybook.query.tenancy.TenancyQueries;
import io.tallybook.query.tenancy.TenantProjector;
import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.ProjectionMetrics;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.wallet.WalletProjector;
import io.tallybook.query.wallet.WalletQueries;
import io.tallybook.testkit.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.deadletter.InMemorySequencedDeadLetterQueue;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.flywaydb.core.Flyway;
import reactor.core.scheduler.Schedulers;

/**
 * The whole query side on a database of its own, with Axon's processors and buses as in the
 * application and an event store in memory.
 */
public final class ReadSide implements AutoCloseable {
    public static final List<String> PROCESSORS =
            List.of(
                    TenancyProcessor.NAME,
                    CustomerProjector.PROCESSOR,
                    CatalogueProcessor.NAME,
                    DiscountProcessor.NAME,
                    CreditGrantProjector.PROCESSOR,
                    EntitlementProjector.PROCESSOR,
                    SubscriptionProjector.PROCESSOR,
                    InvoiceProjector.PROCESSOR,
                    WalletProjector.PROCESSOR,
                    PaymentProjector.PROCESSOR,
                    CreditNoteProjector.PROCESSOR,
                    LedgerProjector.PROCESSOR,
                    AlertProjector.PROCESSOR);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HikariDataSource pool;
    private final Configuration axon;
    private final Waiting waiting;
    private final ReadTables tables;
    private final Rebuild rebuild;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, InMemorySequencedDeadLetterQueue<EventMessage<?>>> deadLetters =
            new HashMap<>();

    private ReadSide(TestPostgres postgres, Object[] furtherHandlers) {
        PostgresServer server = postgres.server();
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), server.user(), server.password())
                .load()
                .migrate();
        this.pool = pool(postgres);
        this.tables = new ReadTables(pool);
        this.waiting =
                new Waiting(
                        (kind, ids) -> tables.versions(Views.of(kind), ids),
                        Duration.ofMillis(25),
                        registry);
        this.axon = configured(furtherHandlers).start();
        this.rebuild =
                new Rebuild(
                        name ->
                                axon.eventProcessingConfiguration()
                                        .eventProcessor(name, StreamingEventProcessor.class),
                        new RebuildMarks(tables, new BlockingBridge(LIMIT)));
    }

    public static ReadSide start(Object... furtherHandlers) {
        return new ReadSide(TestPostgres.fresh(), furtherHandlers);
    }

    private static HikariDataSource pool(TestPostgres postgres) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(postgres.server().user());
        pool.setPassword(postgres.server().password());
        pool.setMaximumPoolSize(8);
        pool.setMinimumIdle(1);
        return pool;
    }

    private Configurer configured(Object[] furtherHandlers) {
        Configurer configurer =
                DefaultConfigurer.defaultConfiguration()
                        .configureSerializer(_ -> EventSerializer.createInMemory())
                        .configureEventStore(
                                c ->
                                        EmbeddedEventStore.builder()
                                                .storageEngine(new OrderedMemoryStore())
                                                .build());
        ProjectionRoom room =
                new ProjectionRoom(
                        tables,
                        new BlockingBridge(LIMIT),
                        (id, end) ->
                                this.axon
                                        .eventStore()
                                        .readEvents(id, 0)
                                        .asStream()
                                        .takeWhile(event -> event.getSequenceNumber() < end)
                                        .toList(),
                        waiting,
                        new ProjectionMetrics(registry, Clock.systemUTC()));
        projections(configurer, room);
        List<Object> handlers = new ArrayList<>(List.of(furtherHandlers));
        handlers.addAll(
                List.of(
                        waiting,
                        new TenancyQueries(tables),
                        new UserQueries(tables),
                        new CustomerQueries(tables),
                        new MeterQueries(tables),
                        new FeatureQueries(tables),
                        new GroupQueries(tables),
                        new PlanQueries(tables),
                        new PriceQueries(tables),
                        new PriceUnitQueries(tables),
                        new AddonQueries(tables),
                        new EntitlementQueries(tables),
                        new SubscriptionQueries(tables),
                        new InvoiceQueries(tables),
                        new BilledQueries(tables),
                        new PaymentQueries(tables),
                        new CreditNoteQueries(tables),
                        new CouponQueries(tables),
                        new TaxRateQueries(tables),
                        new CouponAssociationQueries(tables),
                        new TaxAssociationQueries(tables),
                        new CreditGrantQueries(tables),
                        new LedgerQueries(tables),
                        new AlertQueries(tables),
                        new WalletQueries(tables)));
        handlers.forEach(handler -> configurer.registerQueryHandler(_ -> handler));
        configurer.registerQueryHandler(c -> new PreviewQueries(c.queryGateway()));
        configurer.registerQueryHandler(c -> new UnusedQueries(c.queryGateway()));
        configurer.registerQueryHandler(c -> new LifetimeQueries(tables, c.queryGateway()));
        configurer.registerQueryHandler(
                c -> new HistoryQueries(c.eventStore(), Schedulers.boundedElastic()));
        configurer.registerQueryHandler(
                c -> new PlanSyncQueries(tables, c.eventStore(), Schedulers.boundedElastic()));
        return configurer;
    }

    private void projections(Configurer configurer, ProjectionRoom room) {
        List.of(
                        new EnvironmentProjector(room),
                        new ApiKeyProjector(room),
                        new TenantProjector(room),
                        new UserProjector(room),
                        new RoleProjector(room),
                        new SettingProjector(room),
                        new CustomerProjector(room),
                        new MeterProjector(room),
                        new FeatureProjector(room),
                        new GroupProjector(room),
                        new PlanProjector(room),
                        new PriceProjector(room),
                        new PriceUnitProjector(room),
                        new PlanSyncProjector(room),
                        new AddonProjector(room),
                        new EntitlementProjector(room),
                        new SubscriptionProjector(room),
                        new InvoiceProjector(room),
                        new PaymentProjector(room),
                        new CreditNoteProjector(room),
                        new CouponProjector(room),
                        new CouponAssociationProjector(room),
                        new TaxAssociationProjector(room),
                        new CreditGrantProjector(room),
                        new TaxRateProjector(room),
                        new WalletProjector(room),
                        new LedgerProjector(room),
                        new AlertSettingsProjector(room),
                        new AlertProjector(room),
                        new NoticeProjector(room))
                .forEach(
                        projector ->
                                configurer.eventProcessing().registerEventHandler(_ -> projector));
        configurer
                .eventProcessing()
                .registerDefaultListenerInvocationErrorHandler(
                        _ -> org.axonframework.eventhandling.PropagatingErrorHandler.INSTANCE)
                .registerDefaultErrorHandler(_ -> PropagatingErrorHandler.INSTANCE);
        for (String name : PROCESSORS) {
            InMemorySequencedDeadLetterQueue<EventMessage<?>> letters =
                    InMemorySequencedDeadLetterQueue.defaultQueue();
            deadLetters.put(name, letters);
            configurer
                    .eventProcessing()
                    .registerDeadLetterQueue(name, _ -> letters)
                    .registerDeadLetteringEventHandlerInvokerConfiguration(
                            name, (_, invoker) -> invoker.allowReset(true))
                    // As in the application: only these let go of a segment before they are reset.
                    .registerPooledStreamingEventProcessor(
                            name,
                            Configuration::eventStore,
                            (_, processor) -> processor.initialSegmentCount(2).batchSize(100));
        }
    }

    /** Stores the next event of an entity, as of {@link Samples#START}. */
    public long publish(Scope scope, String id, Object event) {
        return publish(scope, id, event, Samples.START);
    }

    /** Stores the next event of an entity and answers its sequence. */
    public long publish(Scope scope, String id, Object event, Instant effectiveAt) {
        long sequence = sequences.merge(id, 0L, (before, _) -> before + 1);
        axon.eventStore().publish(message(scope, id, sequence, event, effectiveAt));
        return sequence;
    }

    /** Events as the store holds them. */
    public static GenericDomainEventMessage<?> message(
            Scope scope, String id, long sequence, Object event, Instant effectiveAt) {
        return new GenericDomainEventMessage<>(
                "entity",
                id,
                sequence,
                event,
                Map.of(
                        Meta.TENANT, scope.tenant().value(),
                        Meta.ENVIRONMENT, scope.environment().value(),
                        Meta.ACTOR, "tester",
                        Meta.COMMAND, "test.command",
                        Meta.EFFECTIVE_AT, effectiveAt.toString()));
    }

    /** Stores these events as they are. */
    public void publish(List<? extends EventMessage<?>> messages) {
        axon.eventStore().publish(messages);
    }

    /** Waits until the view of an entity has seen the last event published of it. */
    public void settled(ViewKind kind, String id) {
        boolean seen =
                answer(
                        new io.tallybook.core.AwaitView(
                                kind, id, sequences.getOrDefault(id, -1L), LIMIT.toMillis()),
                        Boolean.class);
        if (!seen) {
            throw new AssertionError(kind + " " + id + " has not seen event " + sequences.get(id));
        }
    }

    public <R> R answer(Object query, Class<R> type) {
        return joined(axon.queryGateway().query(query, ResponseTypes.instanceOf(type)));
    }

    public <R> Optional<R> find(Object query, Class<R> type) {
        return joined(axon.queryGateway().query(query, ResponseTypes.optionalInstanceOf(type)));
    }

    private static <R> R joined(CompletableFuture<R> answer) {
        return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Every row of a table as text, in the order of the keys; without updated_at of the row. */
    public List<String> rows(String table) {
        return tables.read(
                        Sql.of("select r::text as row from " + table + " r order by id"),
                        row -> String.valueOf(row.get("row", String.class)))
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    /** Rebuilds every view and waits until every event has been seen again. */
    public void rebuilt() {
        PROCESSORS.parallelStream().forEach(rebuild::rebuild);
        PROCESSORS.forEach(this::caughtUp);
    }

    public void caughtUp(String processor) {
        long head = axon.eventStore().createHeadToken().position().orElse(-1);
        StreamingEventProcessor streaming =
                axon.eventProcessingConfiguration()
                        .eventProcessor(processor, StreamingEventProcessor.class)
                        .orElseThrow();
        Eventually.within(
                LIMIT,
                () -> {
                    if (streaming.processingStatus().size() < 2
                            || streaming.processingStatus().values().stream()
                                    .anyMatch(
                                            status ->
                                                    status.getCurrentPosition().orElse(-1)
                                                            < head)) {
                        throw new AssertionError(
                                processor + " is at " + streaming.processingStatus());
                    }
                });
    }

    public InMemorySequencedDeadLetterQueue<EventMessage<?>> deadLetters(String processor) {
        return java.util.Objects.requireNonNull(deadLetters.get(processor));
    }

    public Rebuild rebuild() {
        return rebuild;
    }

    public DataSource connections() {
        return pool;
    }

    public ReadTables tables() {
        return tables;
    }

    /** The same tables as another program sees them, which remembers for itself. */
    public ReadTables tablesOfAnotherProgram() {
        return new ReadTables(pool);
    }

    public Configuration axon() {
        return axon;
    }

    public SimpleMeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        axon.shutdown();
        pool.close();
    }
}
