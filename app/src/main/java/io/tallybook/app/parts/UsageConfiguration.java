package io.tallybook.app.parts;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.core.usage.UsageFormat;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNews;
import io.tallybook.ingestion.account.AccountsWatch;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.amendment.Amendments;
import io.tallybook.ingestion.archive.ParquetExport;
import io.tallybook.ingestion.archive.Retention;
import io.tallybook.ingestion.archive.UsageArchive;
import io.tallybook.ingestion.intake.DiskReserve;
import io.tallybook.ingestion.intake.KafkaUsageIntake;
import io.tallybook.ingestion.reading.AccountReader;
import io.tallybook.ingestion.reading.AmendmentReader;
import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.reading.CustomersHeard;
import io.tallybook.ingestion.reading.LiveUsage;
import io.tallybook.ingestion.reading.LiveUsageQueries;
import io.tallybook.ingestion.reading.OpeningQueries;
import io.tallybook.ingestion.reading.OpeningReader;
import io.tallybook.ingestion.reading.UsageQueries;
import io.tallybook.ingestion.reading.UsageReader;
import io.tallybook.ingestion.reading.UsageTail;
import io.tallybook.ingestion.rejected.RejectedTable;
import io.tallybook.ingestion.rollup.Rollup;
import io.tallybook.ingestion.rollup.RollupKeeper;
import io.tallybook.ingestion.rollup.RollupSteps;
import io.tallybook.ingestion.sink.SetAsideReplay;
import io.tallybook.ingestion.sink.StoredUsage;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.StoreAddress;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** The usage path: into the broker, from there into ClickHouse, and out again as readings. */
@Configuration(proxyBeanMethods = false)
class UsageConfiguration {
    private static final String GROUP = "tallybook-usage-sink";
    private static final int LOOK_EVERY_MS = 200;
    private static final Duration ACCOUNTS_EVERY = Duration.ofSeconds(10);
    private static final Duration ROLL_UP_EVERY = Duration.ofSeconds(10);
    private static final Duration REPLAY_EVERY = Duration.ofMinutes(1);
    private static final Duration COMPLETENESS_LIMIT = Duration.ofSeconds(30);

    /**
     * Makes the topic on its first start; the number of its partitions never changes, or repeats
     * would no longer meet.
     */
    @Bean
    UsageLog usageLog(
            Addresses addresses,
            @Value("${tallybook.usage.topic:tallybook.usage}") String topic,
            @Value("${tallybook.usage.partitions:4}") int partitions)
            throws ExecutionException, InterruptedException {
        Addresses.Kafka kafka = addresses.kafka();
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                kafka.bootstrapServers()))) {
            NewTopic wanted =
                    new NewTopic(topic, partitions, kafka.replication())
                            .configs(UsageLog.topicSettings());
            admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        return new UsageLog(kafka.bootstrapServers(), topic);
    }

    @Bean(destroyMethod = "close")
    UsageStore usageStore(Addresses addresses) {
        Addresses.ClickHouse at = addresses.clickHouse();
        UsageStore store =
                new UsageStore(new StoreAddress(at.url(), at.database(), at.user(), at.password()));
        store.migrate();
        return store;
    }

    @Bean(destroyMethod = "close")
    KafkaUsageIntake usageIntake(UsageLog log, MeterRegistry registry) {
        return new KafkaUsageIntake(log, registry);
    }

    /** Where the log is on this machine, usage is refused before its disk is full. */
    @Bean
    @Primary
    DiskReserve usageWithinTheDisk(
            KafkaUsageIntake intake,
            @Value("${tallybook.parts:local}") String parts,
            @Value("${tallybook.data}") Path data,
            @Value("${tallybook.usage.disk-reserve:268435456}") long reserveBytes) {
        return new DiskReserve(
                intake, intake, data.toAbsolutePath(), parts.equals("local") ? reserveBytes : 0);
    }

    @Bean
    ParquetExport usageExport(UsageStore store, Completeness completeness) {
        return new ParquetExport(store, completeness);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Retention usageRetention(
            UsageStore store,
            AccountsWatch accounts,
            Clock machine,
            @Value("${tallybook.usage.keep-months:0}") int keepMonths,
            @Value("${tallybook.usage.archive:${tallybook.data}/archive}") Path directory) {
        return new Retention(
                new UsageArchive(store, accounts::standing, directory),
                directory,
                machine,
                keepMonths);
    }

    @Bean
    RejectedTable rejectedRecords(UsageStore store) {
        return new RejectedTable(store);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    OwnTopics ownTopics(
            Environment settings,
            UsageFormat format,
            UsageIntake intake,
            RejectedTable rejected,
            Clock machine,
            MeterRegistry registry) {
        return OwnTopics.of(settings, format, intake, rejected, machine, registry);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    UsageSink usageSink(
            UsageLog log,
            UsageStore store,
            MeterRegistry registry,
            Clock machine,
            LiveUsage live,
            ObjectProvider<UsageNews> listeners,
            @Value("${tallybook.instance}") String instance) {
        return new UsageSink(
                new UsageSink.Settings(log, GROUP, instance, machine),
                store,
                registry,
                StoredUsage.both(live, new CustomersHeard(listeners.stream().toList())));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    SetAsideReplay setAsideReplay(UsageStore store, UsageIntake intake) {
        return new SetAsideReplay(store, intake, REPLAY_EVERY);
    }

    @Bean(destroyMethod = "close")
    Completeness completeness(UsageLog log) {
        return new Completeness(log, GROUP, COMPLETENESS_LIMIT);
    }

    @Bean(destroyMethod = "close")
    UsageQueries usageQueries(
            UsageStore store,
            Completeness completeness,
            RollupSteps rollups,
            AccountsWatch accounts) {
        return new UsageQueries(
                new UsageReader(store, completeness, rollups),
                new AccountReader(store, completeness, accounts::standing),
                new AmendmentReader(store, completeness),
                new UsageTail(store, completeness));
    }

    @Bean(destroyMethod = "close")
    OpeningQueries openingQueries(UsageStore store, Completeness completeness) {
        return new OpeningQueries(new OpeningReader(store, completeness));
    }

    @Bean(destroyMethod = "close")
    Amendments usageAmendments(
            UsageStore store, Completeness completeness, KafkaUsageIntake intake) {
        return new Amendments(new AmendmentReader(store, completeness), intake);
    }

    @Bean
    RollupSteps rollupSteps(UsageStore store) {
        return new RollupSteps(store);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    RollupKeeper rollupKeeper(
            UsageStore store,
            RollupSteps steps,
            Completeness completeness,
            Clock machine,
            MeterRegistry registry) {
        return new RollupKeeper(
                new Rollup(store, steps, machine), completeness::stored, ROLL_UP_EVERY, registry);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AccountsWatch usageAccounts(
            UsageStore store,
            Completeness completeness,
            ObjectProvider<ImportAccounts> imports,
            Clock machine,
            MeterRegistry registry) {
        return new AccountsWatch(
                new LogAccounts(store, completeness),
                () -> imports.stream().toList(),
                machine,
                ACCOUNTS_EVERY,
                registry);
    }

    @Bean(destroyMethod = "close")
    LiveUsageQueries liveUsageQueries(LiveUsage live) {
        return new LiveUsageQueries(live);
    }

    /** Readings that follow what is stored, for those who ask before each use. */
    @Bean
    LiveUsage liveUsage(
            UsageStore store,
            Completeness completeness,
            @Value("${tallybook.usage.live-readings:100000}") int readings) {
        return new LiveUsage(store, completeness, readings, LOOK_EVERY_MS);
    }
}
