package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;

/** Subscriptions made over HTTP, 16 in flight, of a plan with a fixed and a tiered usage line. */
public final class SubscriptionCreation implements Bench.Benchmark {
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final int CUSTOMERS = 20_000;
    private static final int IN_FLIGHT = 16;

    @Override
    public void run() throws Exception {
        Limits.print(IN_FLIGHT);
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.live();
            Catalogue catalogue = Catalogue.make(api);
            try (Connections connections = api.connections()) {
                Workers.run(
                        CUSTOMERS,
                        IN_FLIGHT,
                        i -> CustomerCreation.create(connections, "customer-" + i));
                Workers.during(WARM_UP, IN_FLIGHT, i -> create(connections, catalogue, i));
                Measured.during(
                                MEASURED,
                                IN_FLIGHT,
                                installation,
                                i -> create(connections, catalogue, i))
                        .print("subscriptions made", "target 500/s at 16 in flight");
            }
        }
    }

    private static void create(Connections connections, Catalogue catalogue, int number)
            throws Exception {
        connections.send(
                "POST",
                "/v1/subscriptions",
                catalogue.subscription(
                        "\"external_customer_id\":\"customer-" + number % CUSTOMERS + "\""));
    }
}
