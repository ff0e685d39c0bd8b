package io.tallybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
    private static final Duration FEW_SECONDS = Duration.ofSeconds(15);

    @Test
    void whatWasAcknowledgedSurvivesAKillAndNoProcessIsLeftBehind(@TempDir Path directory)
            throws Exception {
        Process child = child(directory);
        long acknowledged = 0;
        List<ProcessHandle> parts = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            while (acknowledged < 50) {
                String[] words = out.readLine().split(" ", -1);
                switch (words[0]) {
                    case "postgres", "clickhouse" ->
                            parts.add(ProcessHandle.of(Long.parseLong(words[1])).orElseThrow());
                    case "acknowledged" -> acknowledged = Long.parseLong(words[1]);
                    default -> {}
                }
            }
            // Not Process.destroyForcibly, which would also close the stream we read from.
            child.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("acknowledged ")) {
                    acknowledged = Long.parseLong(line.split(" ", -1)[1]);
                }
            }
        }

        assertThat(parts).hasSize(2);
        Eventually.within(FEW_SECONDS, () -> assertThat(parts).noneMatch(ProcessHandle::isAlive));
        try (LocalStack stack = LocalStack.start(directory)) {
            assertThat(postgresCount(stack)).isBetween(acknowledged, acknowledged + 1);
            assertThat(clickHouseCount(stack)).isBetween(acknowledged, acknowledged + 1);
            assertThat(kafkaCount(stack)).isBetween(acknowledged, acknowledged + 1);
        }
    }

    @Test
    void aDirectoryInUseIsRefusedAndTheHolderIsNamed() {
        LocalStack stack = LocalStack.forTests();

        assertThatThrownBy(() -> LocalStack.start(stack.directory()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void committedMeansOnDisk() throws Exception {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(postgres(LocalStack.forTests(), "show " + setting)).isEqualTo("on");
        }
    }

    @Test
    void aKilledClickHouseComesBackOnTheSamePortWithItsData() throws Exception {
        LocalStack stack = LocalStack.forTests();
        stack.clickHouse().execute("CREATE TABLE tallybook.kept (n Int64) ORDER BY n");
        stack.clickHouse().execute("INSERT INTO tallybook.kept VALUES (7)");
        String url = stack.clickHouse().url();
        long pid = stack.clickHouse().pid();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        Eventually.within(
                Duration.ofMinutes(1),
                () ->
                        assertThat(stack.clickHouse().execute("SELECT n FROM tallybook.kept"))
                                .isEqualTo("7\n"));
        assertThat(stack.clickHouse().url()).isEqualTo(url);
        assertThat(stack.clickHouse().pid()).isNotEqualTo(pid);
    }

    @Test
    void clickHouseAdmitsNobodyWithoutThePasswordOfThisDirectory() throws Exception {
        LocalStack stack = LocalStack.forTests();

        stack.clickHouse().execute("CREATE TABLE tallybook.secret (n Int64) ORDER BY n");
        String password = stack.clickHouse().password();

        assertThat(asked(stack, "tallybook", "wrong")).contains("AUTHENTICATION_FAILED");
        // The console's user has no password and no rights.
        assertThat(asked(stack, "default", "")).contains("ACCESS_DENIED");
        assertThat(asked(stack, "tallybook", password)).isEqualTo("0\n");
    }

    @Test
    void clickHouseKeepsItsUserOutOfFilesAndOtherServers() {
        LocalStack stack = LocalStack.forTests();

        assertThatThrownBy(
                        () ->
                                stack.clickHouse()
                                        .execute("SELECT * FROM file('/etc/passwd', 'RawBLOB')"))
                .hasMessageContaining("ACCESS_DENIED");
    }

    @Test
    void everyTestDatabaseIsEmptyAndItsOwn() throws Exception {
        TestPostgres one = TestPostgres.fresh();
        TestPostgres other = TestPostgres.fresh();
        try (Connection connection = one.server().connect(one.database());
                Statement sql = connection.createStatement()) {
            sql.execute("create table only_here (n int)");
        }
        try (Connection connection = other.server().connect(other.database());
                Statement sql = connection.createStatement()) {
            ResultSet found = sql.executeQuery("select to_regclass('only_here')");
            found.next();
            assertThat(found.getString(1)).isNull();
        }
    }

    private static Process child(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackInAChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String asked(LocalStack stack, String user, String password) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String query = "/?query=SELECT%20count()%20FROM%20tallybook.secret";
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(stack.clickHouse().url() + query))
                            .header("X-ClickHouse-User", user)
                            .header("X-ClickHouse-Key", password)
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static String postgres(LocalStack stack, String query) throws Exception {
        try (Connection connection = stack.postgres().connect("postgres");
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static long postgresCount(LocalStack stack) throws Exception {
        return Long.parseLong(postgres(stack, "select count(*) from survivor"));
    }

    private static long clickHouseCount(LocalStack stack) throws Exception {
        return Long.parseLong(
                stack.clickHouse().execute("SELECT count() FROM tallybook.survivor").strip());
    }

    private static long kafkaCount(LocalStack stack) throws Exception {
        TopicPartition partition = new TopicPartition(StackInAChild.TOPIC, 0);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }
}
