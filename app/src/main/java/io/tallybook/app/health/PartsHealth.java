package io.tallybook.app.health;

import io.tallybook.app.parts.Addresses;
import io.tallybook.app.parts.OwnTopics;
import io.tallybook.ingestion.account.AccountsWatch;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.sink.SinkStatus;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.query.ledger.LedgerAuditor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Each part by name at {@code /actuator/health}: up, or what is wrong with it. */
@Configuration(proxyBeanMethods = false)
class PartsHealth {
    private static final int PATIENCE_MILLIS = 3_000;

    /** The broker that takes usage in. */
    @Bean(destroyMethod = "close")
    Admin kafkaOfHealth(Addresses addresses) {
        return Admin.create(
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        addresses.kafka().bootstrapServers(),
                        AdminClientConfig.CLIENT_ID_CONFIG,
                        "health",
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        PATIENCE_MILLIS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        PATIENCE_MILLIS));
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(Admin kafkaOfHealth) {
        return () -> {
            try {
                int nodes =
                        kafkaOfHealth
                                .describeCluster()
                                .nodes()
                                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                                .size();
                return (nodes > 0 ? Health.up() : Health.down())
                        .withDetail("brokers", nodes)
                        .build();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Health.unknown().build();
            } catch (Exception e) {
                return Health.down(e).build();
            }
        };
    }

    /**
     * Whether balances are what their events make them. A difference takes nothing out of service:
     * it wants somebody to look.
     */
    @Bean
    HealthIndicator ledgerHealthIndicator(LedgerAuditor auditor) {
        return () ->
                auditor.last()
                        .map(
                                audit ->
                                        Health.status(
                                                        audit.differences().isEmpty()
                                                                ? "UP"
                                                                : "DIFFERS")
                                                .withDetail("audited_at", audit.endedAt())
                                                .withDetail("compared", audit.compared())
                                                .withDetail(
                                                        "differences", audit.differences().size())
                                                .build())
                        .orElseGet(() -> Health.up().withDetail("audited_at", "not yet").build());
    }

    @Bean
    HealthIndicator clickHouseHealthIndicator(UsageStore store) {
        return () ->
                (store.answers() ? Health.up() : Health.down())
                        .withDetail("url", store.address().url())
                        .build();
    }

    /**
     * Whether usage goes on from the broker to ClickHouse; while it does not, it waits and is not
     * lost.
     */
    @Bean
    HealthIndicator usageSinkHealthIndicator(UsageSink sink) {
        return () -> {
            SinkStatus status = sink.status();
            return (status.state() == SinkStatus.State.RUNNING ? Health.up() : Health.down())
                    .withDetail("state", status.state())
                    .withDetail("detail", status.detail())
                    .build();
        };
    }

    /** The topics that users own: each is read, or says what is wrong. */
    @Bean
    HealthIndicator usageTopicsHealthIndicator(OwnTopics topics) {
        return () -> {
            Map<String, String> states = new TreeMap<>();
            topics.intakes()
                    .forEach(each -> states.put(each.topic().name(), state(each.trouble())));
            boolean allRun = states.values().stream().allMatch("running"::equals);
            return (allRun ? Health.up() : Health.down()).withDetails(states).build();
        };
    }

    private static String state(String trouble) {
        return trouble.isEmpty() ? "running" : "tries again after: " + trouble;
    }

    /** Down when records of usage have been unexplained for a minute. */
    @Bean
    HealthIndicator usageAccountsHealthIndicator(AccountsWatch accounts) {
        return () -> {
            LogAccounts.Standing standing = accounts.standing();
            return (accounts.isAlarm() ? Health.down() : Health.up())
                    .withDetail("unexplained", standing.unexplained())
                    .withDetail("first", standing.firstMissing())
                    .build();
        };
    }

    @Bean
    HealthIndicator eventStoreHealthIndicator(EventStore store) {
        return () -> {
            try {
                TrackingToken head = store.createHeadToken();
                return Health.up()
                        .withDetail("events", head == null ? 0 : head.position().orElse(0))
                        .build();
            } catch (RuntimeException e) {
                // Thrown, it would take the answer of all other parts with it.
                return Health.down(e).build();
            }
        };
    }

    /** Projections and processes: each runs, or says what stopped it. */
    @Bean
    HealthIndicator processorsHealthIndicator(EventProcessingConfiguration processing) {
        return () -> {
            Map<String, String> states = new TreeMap<>();
            processing
                    .eventProcessors()
                    .forEach(
                            (name, processor) -> {
                                if (processor instanceof StreamingEventProcessor streaming) {
                                    states.put(name, state(streaming));
                                }
                            });
            boolean allRun = states.values().stream().allMatch("running"::equals);
            return (allRun ? Health.up() : Health.down()).withDetails(states).build();
        };
    }

    private static String state(StreamingEventProcessor processor) {
        List<EventTrackerStatus> segments = List.copyOf(processor.processingStatus().values());
        return segments.stream()
                .filter(EventTrackerStatus::isErrorState)
                .findFirst()
                .map(failed -> "tries again after: " + failed.getError())
                .orElse(processor.isRunning() ? "running" : "stopped");
    }
}
