package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Invoices read one by one, each with its lines, its customer and its subscription. */
public final class InvoiceReading implements Bench.Benchmark {
    private static final int INVOICES = 200;
    private static final int IN_FLIGHT = 8;
    private static final String START = "2025-01-01T00:00:00Z";
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox(START);
            Catalogue catalogue = Catalogue.make(api);
            Workers.run(INVOICES, IN_FLIGHT, i -> catalogue.subscribe("customer-" + i, START));
            api.post("/v1/clock/advance", "{\"to\":\"2025-02-01T02:00:00Z\"}");
            List<String> paths = new ArrayList<>();
            for (JsonNode each : api.post("/v1/invoices/search", "{\"limit\":500}").path("items")) {
                paths.add("/v1/invoices/" + each.path("id").asString());
            }
            try (Connections connections = api.connections()) {
                Workers.Piece read = i -> connections.send("GET", paths.get(i % paths.size()), "");
                Workers.during(WARM_UP, IN_FLIGHT, read);
                Measured.during(MEASURED, IN_FLIGHT, installation, read)
                        .print(
                                "invoices read",
                                "target 3,000/s, p99 10 ms, " + IN_FLIGHT + " in flight");
            }
        }
    }
}
