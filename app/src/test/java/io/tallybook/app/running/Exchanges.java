package io.tallybook.app.running;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tests of this JVM said to the application and what it answered, one line each, for the
 * check against the contract that follows the tests.
 */
final class Exchanges {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path FILE =
            Path.of("target", "exchanges", ProcessHandle.current().pid() + ".ndjson");

    private Exchanges() {}

    static synchronized void keep(String sent, HttpResponse<String> answer) throws IOException {
        var line =
                JSON.createObjectNode()
                        .put("method", answer.request().method())
                        .put("url", answer.uri().toString())
                        .put("sent", sent)
                        .put("status", answer.statusCode())
                        .put("type", answer.headers().firstValue("content-type").orElse(null))
                        .put("body", answer.body());
        Files.createDirectories(FILE.getParent());
        Files.writeString(
                FILE,
                line.toString() + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
