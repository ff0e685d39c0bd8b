package io.tallybook.app.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files in docker/ agree with each other and with the sources. They are never run here. */
class DockerFilesTest {
    private static final Repository REPOSITORY = Repository.here();
    private static final Pattern METRIC = Pattern.compile("\\b((?:tallybook|usage)_[a-z_]+)");
    private static final String SUFFIX = "_(total|seconds|count|sum|max|bucket)$";

    @Test
    void theComposeFileIsSound() {
        assertThat(ComposeCheck.faults(REPOSITORY, compose())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postgres:18.6                  | postgres:latest             | has no version
                    apache/kafka:4.2.1             | apache/kafka                | has no version
                    clickhouse:                    | klickhouse:                 | services:
                    dockerfile: docker/Dockerfile  | dockerfile: docker/Nofile   | no /
                    ./prometheus/prometheus.yml    | ./prometheus/other.yml      | nothing to mount
                    - kafka:/var/lib/kafka/data    | - kafke:/var/lib/kafka/data | nothing to mount
                    127.0.0.1:9090:9090            | 127.0.0.1:3000:9090         | is taken
                    127.0.0.1:9090:9090            | 9090:9090                   | is not loopback
                    TALLYBOOK_CLICKHOUSE_URL:      | TALLYBOOK_CLICKHOUSE_ADDRESS: | knows no setting
                    TALLYBOOK_KAFKA_BOOTSTRAPSERVERS: | AXON_TIMEOUT_ENABLED:    | bootstrapservers is missing
                    ${GRAFANA_ADMIN_PASSWORD:?copy docker/.env.example to docker/.env} | admin | must come from the environment
                    ${TALLYBOOK_API_KEY:-}         | ${TALLYBOOK_KEY:-}          | .env.example has no
                    """)
    void aBrokenComposeFileIsCaught(String right, String wrong, String fault) {
        String broken = compose().replace(right, wrong);
        assertThat(broken).isNotEqualTo(compose());
        assertThat(ComposeCheck.faults(REPOSITORY, broken)).anyMatch(f -> f.contains(fault));
    }

    @Test
    void aServiceWithoutHealthCannotBeWaitedFor() {
        String broken = compose().replace("    healthcheck:", "    x-healthcheck:");
        assertThat(ComposeCheck.faults(REPOSITORY, broken))
                .contains("kafka: no health check")
                .anyMatch(f -> f.contains("waits for the health of kafka"));
    }

    @Test
    void theDockerfileIsSound() {
        assertThat(DockerfileCheck.faults(REPOSITORY, dockerfile())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    debian:13.6-slim       | debian:stable-slim     | has no version
                    WORKDIR /src           | WORKDIRECTORY /src     | unknown instruction
                    COPY sagas/ sagas/     | COPY saga/ sagas/      | not there
                    COPY sagas/ sagas/     | WORKDIR /src           | module sagas is not copied
                    COPY sagas/ sagas/     | COPY LICENSE sagas/    | kept out by
                    --from=runtime         | --from=jre             | no earlier stage
                    USER 10001:10001       | USER root              | runs as root
                    HEALTHCHECK            | LABEL health=          | no HEALTHCHECK
                    ENTRYPOINT ["/opt/java/bin/java", | ENTRYPOINT [/opt/java/bin/java,  | no list of words
                    io.tallybook.app.Tallybook | io.tallybook.app.Main | no class
                    TALLYBOOK_PARTS=external | TALLYBOOK_PART=external | no such setting
                    """)
    void aBrokenDockerfileIsCaught(String right, String wrong, String fault) {
        String broken = dockerfile().replace(right, wrong);
        assertThat(broken).isNotEqualTo(dockerfile());
        assertThat(DockerfileCheck.faults(REPOSITORY, broken)).anyMatch(f -> f.contains(fault));
    }

    @Test
    void prometheusAsksAServiceOfTheComposeFile() {
        assertThat(REPOSITORY.read("docker/prometheus/prometheus.yml"))
                .contains("tallybook:8080")
                .contains("/actuator/prometheus");
        assertThat(ComposeCheck.SERVICES).contains("tallybook");
    }

    @Test
    void theDashboardAsksTheProvisionedSource() {
        Map<?, ?> provisioning =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(
                                REPOSITORY.read(
                                        "docker/grafana/provisioning/datasources/prometheus.yaml"));
        assertThat(provisioning.toString()).contains("uid=prometheus,");
        assertThat(dashboard().findValues("datasource"))
                .isNotEmpty()
                .allMatch(source -> source.path("uid").asString().equals("prometheus"));
    }

    @Test
    void everyMetricOfOursOnTheDashboardHasAMeter() {
        assertThat(REPOSITORY.meterNames())
                .containsAll(
                        metricsIn(dashboard().findValues("expr").stream().map(JsonNode::asString)));
    }

    @Test
    void everyAlertAsksForAMetricThatThereIs() {
        assertThat(REPOSITORY.read("docker/prometheus/prometheus.yml")).contains("- alerts.yml");
        assertThat(compose()).contains("/etc/prometheus/alerts.yml");
        List<Map<?, ?>> rules = alerts();
        assertThat(rules).allSatisfy(rule -> assertThat(rule.keySet().toString()).contains("expr"));
        Set<String> asked = metricsIn(rules.stream().map(rule -> String.valueOf(rule.get("expr"))));
        assertThat(REPOSITORY.meterNames()).containsAll(asked);
        assertThat(asked).contains("usage_unexplained", "tallybook_due_work_lag");
    }

    private static Set<String> metricsIn(Stream<String> expressions) {
        Set<String> shown =
                expressions
                        .flatMap(expr -> METRIC.matcher(expr).results())
                        .map(found -> found.group(1))
                        .map(name -> name.replaceAll(SUFFIX, "").replaceAll(SUFFIX, ""))
                        .collect(Collectors.toSet());
        assertThat(shown).isNotEmpty();
        return shown;
    }

    private static List<Map<?, ?>> alerts() {
        Map<String, List<Map<String, List<Map<?, ?>>>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(REPOSITORY.read("docker/prometheus/alerts.yml"));
        return Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream())
                .toList();
    }

    @Test
    void whatHealthRunsIsExecutable() throws IOException {
        var script = REPOSITORY.docker().resolve("healthy.sh");
        assertThat(Files.readString(script)).startsWith("#!/bin/bash\n");
        assertThat(script).isExecutable();
    }

    private static String compose() {
        return REPOSITORY.read("docker/compose.yaml");
    }

    private static String dockerfile() {
        return REPOSITORY.read("docker/Dockerfile");
    }

    private static JsonNode dashboard() {
        return JsonMapper.shared()
                .readTree(REPOSITORY.read("docker/grafana/dashboards/tallybook.json"));
    }
}
