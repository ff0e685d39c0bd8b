package io.tallybook.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The npm client of Flexprice, as it is installed today, through every operation: the files {@code
 * src/test/npm/*.test.mjs} hold the assertions, and every answer is held to the description that
 * the server gives of it.
 */
class NpmClientTest {

    private static final Path PROJECT = Path.of("src", "test", "npm");
    private static final Path TARGET = Path.of("target", "npm-client");

    @Test
    void theNpmClientWorksUnchanged() throws Exception {
        RunningApp app = RunningApp.shared();
        String key =
                new Http(app.url(), app.key())
                        .post(
                                "/v1/environments",
                                "{\"name\":\"npm client\",\"type\":\"development\"}")
                        .expect(201)
                        .path("api_key")
                        .asString();
        Files.createDirectories(TARGET);
        File log = TARGET.resolve("client.log").toFile();
        ProcessBuilder node =
                new ProcessBuilder("node", PROJECT.resolve("run.mjs").toString(), TARGET.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        node.environment().put("TALLYBOOK_URL", app.url() + "/v1");
        node.environment().put("TALLYBOOK_API_KEY", key);
        Process client = node.start();
        boolean ended = client.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            client.destroyForcibly().waitFor();
        }
        assertThat(ended && client.exitValue() == 0)
                .as("the client's own report:\n%s", Files.readString(log.toPath()))
                .isTrue();
    }
}
