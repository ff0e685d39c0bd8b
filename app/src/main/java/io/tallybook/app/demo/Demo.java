package io.tallybook.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code ./tallybook demo}: bills one customer for one month of usage on a fresh sandbox
 * environment, and prints the invoice with its reasons.
 */
public final class Demo {
    private static final long SEED = 7;

    private Demo() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            Map<String, String> options = options(arguments);
            Path data = Path.of(option(options, "--data"));
            Trace trace = trace(options);
            Client installation =
                    new Client(read(data, "tallybook.url"), read(data, "sandbox.key"));
            JsonNode environment =
                    installation.post(
                            "/v1/environments", "{\"name\":\"demo\",\"type\":\"development\"}");
            String key = environment.path("api_key").asString();
            Client sandbox = installation.withKey(key);
            Steps.print("");
            Steps.say(
                    "sandbox     "
                            + environment.path("id").asString()
                            + " on "
                            + installation.url());
            Scenario.Result result = new Scenario(sandbox, trace).run();
            Steps.print(new Report(sandbox).of(result, key));
        } catch (IllegalArgumentException e) {
            System.err.println("tallybook demo: " + e.getMessage());
            System.exit(2);
        }
    }

    private static Trace trace(Map<String, String> options) throws IOException {
        String file = options.get("--trace");
        if (file == null) {
            return Trace.generated(
                    Long.parseLong(options.getOrDefault("--seed", Long.toString(SEED))));
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("--trace: cannot read " + path);
        }
        return Trace.ofCsv(path, mapping(option(options, "--map")));
    }

    private static Map<String, String> mapping(String text) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int cut = pair.indexOf('=');
            if (cut < 1 || cut == pair.length() - 1) {
                throw new IllegalArgumentException(
                        "--map: expected timestamp=COLUMN,property=COLUMN,… , got '" + text + "'");
            }
            mapping.put(pair.substring(0, cut).strip(), pair.substring(cut + 1).strip());
        }
        return mapping;
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static String read(Path data, String file) throws IOException {
        Path path = data.resolve(file);
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(
                    "nothing is running on " + data + ": start it with ./tallybook up");
        }
        return Files.readString(path).strip();
    }
}
