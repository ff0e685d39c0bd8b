package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;

/** Searches among 100,000 customers, each with a filter, a sort and a page of twenty. */
public final class CustomerSearch implements Bench.Benchmark {
    private static final int CUSTOMERS = 100_000;
    private static final int NAMES = 200;
    private static final int IN_FLIGHT = 4;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation();
                Connections connections = installation.live().connections()) {
            Workers.run(CUSTOMERS, 32, i -> create(connections, i));
            Workers.during(WARM_UP, IN_FLIGHT, i -> search(connections, i));
            Measured.during(MEASURED, IN_FLIGHT, installation, i -> search(connections, i))
                    .print(
                            "searches by name, newest first, 20 of 500 among 100,000",
                            "target p99 30 ms, " + IN_FLIGHT + " in flight");
        }
    }

    private static void create(Connections connections, int number) throws Exception {
        connections.send(
                "POST",
                "/v1/customers",
                "{\"external_id\":\"customer-"
                        + number
                        + "\",\"name\":\"name "
                        + number % NAMES
                        + "\",\"email\":\""
                        + number
                        + "@example.com\"}");
    }

    private static void search(Connections connections, int number) throws Exception {
        connections.send(
                "POST",
                "/v1/customers/search",
                """
                {"filters":[{"field":"name","operator":"eq","data_type":"string",
                             "value":{"string":"name %d"}}],
                 "sort":[{"field":"created_at","direction":"desc"}],"limit":20}\
                """
                        .formatted(number % NAMES));
    }
}
