package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurstTest {
    private static final int TOGETHER = 64;
    private static final int REQUESTS = 1_500;
    private static final int SECONDS_MAX = 120;

    /** What one is refused must not reach what is under way for another. */
    @Test
    void eachOfManyRequestsAtOnceIsAnswered() throws Exception {
        Shop shop = Shop.open();
        Http http = shop.http();
        String known = shop.customer("known");
        String gone = Shop.id(http.post("/v1/plans", "{\"name\":\"Gone\"}").expect(201));
        http.send("DELETE", "/v1/plans/" + gone, "").expect(200);
        List<Callable<Integer>> requests =
                IntStream.range(0, REQUESTS)
                        .<Callable<Integer>>mapToObj(
                                i ->
                                        () ->
                                                i % 2 == 0
                                                        ? customer(http, "c" + i)
                                                        : toPlan(http, known, gone))
                        .toList();
        ExecutorService clients = Executors.newFixedThreadPool(TOGETHER);
        try {
            List<Future<Integer>> answers =
                    clients.invokeAll(requests, SECONDS_MAX, TimeUnit.SECONDS);
            assertThat(answers).filteredOn(Future::isCancelled).as("never answered").isEmpty();
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? 201 : 404);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static int customer(Http http, String name) throws Exception {
        String body = "{\"external_id\":\"%s\",\"name\":\"%s\"}".formatted(name, name);
        return http.post("/v1/customers", body).status();
    }

    private static int toPlan(Http http, String customer, String plan) throws Exception {
        String body =
                ("{\"customer_id\":\"%s\",\"plan_id\":\"%s\",\"currency\":\"usd\","
                                + "\"billing_period\":\"MONTHLY\"}")
                        .formatted(customer, plan);
        return http.post("/v1/subscriptions", body).status();
    }
}
