package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;

/** Customers made over HTTP, 32 in flight, beside what the machine itself can do. */
public final class CustomerCreation implements Bench.Benchmark {
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final int IN_FLIGHT = 32;

    @Override
    public void run() throws Exception {
        Limits.print(IN_FLIGHT);
        try (Installation installation = new Installation();
                Connections connections = installation.live().connections()) {
            Workers.during(WARM_UP, IN_FLIGHT, i -> create(connections, "warm-" + i));
            Measured.during(
                            MEASURED,
                            IN_FLIGHT,
                            installation,
                            i -> create(connections, "customer-" + i))
                    .print("customers made", "target 2,000/s at 32 in flight");
        }
    }

    static void create(Connections connections, String externalId) throws Exception {
        connections.send(
                "POST",
                "/v1/customers",
                "{\"external_id\":\""
                        + externalId
                        + "\",\"name\":\"Ada Lovelace\",\"email\":\""
                        + externalId
                        + "@example.com\",\"address_city\":\"London\",\"address_country\":\"GB\","
                        + "\"metadata\":{\"segment\":\"small\"}}");
    }
}
