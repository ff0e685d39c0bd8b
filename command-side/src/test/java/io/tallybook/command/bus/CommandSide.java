package io.tallybook.command.bus;

import io.tallybook.command.Database;
import io.tallybook.command.customer.Hierarchy;
import io.tallybook.command.customer.JdbcHierarchy;
import io.tallybook.command.sealing.CustomerKeys;
import io.tallybook.command.sealing.JdbcCustomerKeys;
import io.tallybook.command.sealing.MasterKeys;
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
import io.tallybook.core.Receipt;
import io.tallybook.core.wire.EventSerializer;
import io.tallybook.core.wire.SealedBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.spring.stereotype.Aggregate;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Every aggregate of this module on a real event store in Postgres, put together as in production.
 */
final class CommandSide implements AutoCloseable {
    static final MasterKeys MASTER =
            MasterKeys.parse("1:" + Base64.getEncoder().encodeToString(new byte[32]));
    static final int TOGETHER_MAX = 64;

    final DataSource database;
    private final Configuration configuration;

    CommandSide(Cache cache) {
        this(Database.fresh(), cache);
    }

    CommandSide(DataSource database, Cache cache) {
        this(database, cache, 4);
    }

    CommandSide(DataSource database, Cache cache, int lanes) {
        this.database = database;
        TransactionManager transactions =
                new SpringTransactionManager(new JdbcTransactionManager(database));
        JdbcCustomerKeys keys = new JdbcCustomerKeys(database, MASTER, java.time.Clock.systemUTC());
        Serializer serializer = EventSerializer.create(keys, SealedBox.create());
        Configurer configurer =
                DefaultConfigurer.defaultConfiguration()
                        .configureSerializer(_ -> serializer)
                        .configureEventSerializer(_ -> serializer)
                        .configureMessageSerializer(_ -> serializer)
                        .registerComponent(TransactionManager.class, _ -> transactions)
                        .registerComponent(Uniqueness.class, _ -> new JdbcUniqueness(database))
                        .registerComponent(References.class, _ -> new JdbcReferences(database))
                        .registerComponent(Subscribers.class, _ -> new JdbcSubscribers(database))
                        .registerComponent(CustomerKeys.class, _ -> keys)
                        .registerComponent(Hierarchy.class, _ -> new JdbcHierarchy(database))
                        .registerComponent(Kinship.class, _ -> new JdbcKinship(database))
                        .registerComponent(NumberSeries.class, _ -> new JdbcNumberSeries(database))
                        .configureCorrelationDataProviders(_ -> List.of(new CommandProvenance()))
                        .registerComponent(CommandTargetResolver.class, _ -> new CommandTargets())
                        .configureCommandBus(c -> bus(c, transactions, cache, lanes))
                        .configureEventStore(
                                _ ->
                                        EmbeddedEventStore.builder()
                                                .storageEngine(
                                                        engine(database, transactions, serializer))
                                                .build());
        for (Class<?> type : aggregates()) {
            configurer.configureAggregate(
                    AggregateConfigurer.defaultConfiguration(type).configureCache(_ -> cache));
        }
        configuration = configurer.start();
    }

    private CommandBus bus(
            Configuration c, TransactionManager transactions, Cache cache, int lanes) {
        GroupCommitBus bus =
                new GroupCommitBus(
                        SimpleCommandBus.builder().transactionManager(transactions),
                        transactions,
                        new Beginners(database, cache),
                        lanes,
                        TOGETHER_MAX,
                        Executors.newVirtualThreadPerTaskExecutor());
        bus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(c.correlationDataProviders()));
        bus.registerHandlerInterceptor(new NotFoundInterceptor());
        return bus;
    }

    static JdbcEventStorageEngine engine(
            DataSource database, TransactionManager transactions, Serializer serializer) {
        JdbcEventStorageEngine.Builder builder = JdbcEventStorageEngine.builder();
        builder.snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(new SpringDataSourceConnectionProvider(database))
                .transactionManager(transactions)
                .schema(
                        EventSchema.builder()
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
                                .build());
        return new EventEngine(builder, Duration.ZERO);
    }

    static List<Class<?>> aggregates() {
        ClassPathScanningCandidateComponentProvider scanner =
                new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Aggregate.class));
        List<Class<?>> types = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents("io.tallybook.command")) {
            try {
                types.add(Class.forName(found.getBeanClassName()));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return types;
    }

    CompletableFuture<Receipt> send(Object command, Map<String, ?> meta) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        configuration
                .commandBus()
                .<Object, Receipt>dispatch(
                        GenericCommandMessage.asCommandMessage(command).andMetaData(meta),
                        (_, result) -> {
                            if (result.isExceptional()) {
                                answer.completeExceptionally(result.exceptionResult());
                            } else {
                                answer.complete(result.getPayload());
                            }
                        });
        return answer;
    }

    Receipt send(Object command) {
        return send(command, Map.of()).join();
    }

    CommandBus bus() {
        return configuration.commandBus();
    }

    @Override
    public void close() {
        configuration.shutdown();
    }
}
