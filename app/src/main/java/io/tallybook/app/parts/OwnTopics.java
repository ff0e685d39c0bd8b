package io.tallybook.app.parts;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.UsageFormat;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.ingestion.topic.OwnTopic;
import io.tallybook.ingestion.topic.TopicIntake;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The topics of {@code tallybook.usage.topics}, each under its name: what the operator has agreed
 * with a user about where usage is to be fetched.
 */
public final class OwnTopics implements AutoCloseable {
    private static final String PREFIX = "tallybook.usage.topics";

    private final List<TopicIntake> intakes;

    private OwnTopics(List<TopicIntake> intakes) {
        this.intakes = List.copyOf(intakes);
    }

    /** As the settings have it. */
    record Settings(
            String tenant,
            String environment,
            String bootstrapServers,
            String topic,
            @Nullable String group,
            @Nullable Map<String, String> kafka) {
        OwnTopic named(String name) {
            return new OwnTopic(
                    name,
                    new Scope(
                            new TenantId(required(name, "tenant", tenant)),
                            new EnvironmentId(required(name, "environment", environment))),
                    required(name, "bootstrap-servers", bootstrapServers),
                    required(name, "topic", topic),
                    group == null ? "tallybook-" + name : group,
                    kafka == null ? Map.of() : kafka);
        }

        private static String required(String name, String what, @Nullable String value) {
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException(
                        "%s.%s.%s: expected a value, got nothing".formatted(PREFIX, name, what));
            }
            return value;
        }
    }

    static OwnTopics of(
            Environment settings,
            UsageFormat format,
            UsageIntake intake,
            RejectedRecords rejected,
            Clock machine,
            MeterRegistry registry) {
        Map<String, Settings> named =
                Objects.requireNonNull(
                        Binder.get(settings)
                                .bind(PREFIX, Bindable.mapOf(String.class, Settings.class))
                                .orElse(Map.of()));
        return new OwnTopics(
                named.entrySet().stream()
                        .map(
                                each ->
                                        new TopicIntake(
                                                each.getValue().named(each.getKey()),
                                                format,
                                                intake,
                                                rejected,
                                                machine,
                                                registry))
                        .toList());
    }

    void start() {
        intakes.forEach(TopicIntake::start);
    }

    public List<TopicIntake> intakes() {
        return intakes;
    }

    @Override
    public void close() {
        intakes.forEach(TopicIntake::close);
    }
}
