package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A plan with 500 prices, read with all of them. */
public final class PlanReading implements Bench.Benchmark {
    private static final int PRICES = 500;
    private static final int AT_ONCE = 100;
    private static final int IN_FLIGHT = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation();
                Connections connections = installation.live().connections()) {
            String plan =
                    JsonMapper.shared()
                            .readTree(connections.send("POST", "/v1/plans", "{\"name\":\"Bench\"}"))
                            .path("id")
                            .asString();
            for (int made = 0; made < PRICES; made += AT_ONCE) {
                connections.send("POST", "/v1/prices/bulk", prices(plan, made));
            }
            Workers.Piece read =
                    _ -> connections.send("GET", "/v1/plans/" + plan + "?expand=prices", "");
            Workers.during(WARM_UP, IN_FLIGHT, read);
            Measured.during(MEASURED, IN_FLIGHT, installation, read)
                    .print(
                            "a plan read with its 500 prices",
                            "target p99 50 ms, " + IN_FLIGHT + " in flight");
        }
    }

    private static String prices(String plan, int first) {
        List<String> items = new ArrayList<>();
        for (int i = first; i < first + AT_ONCE; i++) {
            items.add(
                    """
                    {"entity_type":"PLAN","entity_id":"%s","currency":"usd","billing_period":"MONTHLY",
                     "billing_period_count":1,"invoice_cadence":"ADVANCE","price_unit_type":"FIAT",
                     "type":"FIXED","billing_model":"FLAT_FEE","amount":"%d.50"}\
                    """
                            .formatted(plan, i));
        }
        return "{\"items\":[" + String.join(",", items) + "]}";
    }
}
