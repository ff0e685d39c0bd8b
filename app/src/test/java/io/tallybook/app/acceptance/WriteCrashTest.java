package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The application is killed while many create customers at once, and started again. */
class WriteCrashTest {
    private static final int KILLS = 2;
    private static final int WRITERS = 16;
    private static final int ANSWERED_BEFORE_KILL = 400;

    /** What writers have tried, and what they were answered. */
    private record Tried(Set<String> names, Map<String, String> answered) {
        Tried() {
            this(ConcurrentHashMap.newKeySet(), new ConcurrentHashMap<>());
        }
    }

    @Test
    void whatWasAnsweredIsThereAndNothingIsThereByHalf() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Http sandbox = new Http(app.url(), app.key()).freshSandbox("2025-01-01T00:00:00Z");
            Tried tried = new Tried();
            for (int round = 0; round < KILLS; round++) {
                killUnderLoad(app, sandbox, tried, round);
                app.restart();
                sandbox = sandbox.at(app.url());
                check(sandbox, tried);
            }
        }
    }

    private static void killUnderLoad(RunningApp app, Http sandbox, Tried tried, int round)
            throws Exception {
        CountDownLatch enough = new CountDownLatch(ANSWERED_BEFORE_KILL);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                all.add(
                        writers.submit(
                                () -> {
                                    while (write(sandbox, tried, round, next.getAndIncrement())) {
                                        enough.countDown();
                                    }
                                }));
            }
            assertThat(enough.await(3, TimeUnit.MINUTES)).as("customers are made").isTrue();
            app.kill();
            for (Future<?> each : all) {
                each.get(3, TimeUnit.MINUTES);
            }
        }
    }

    /** Whether it was answered. */
    private static boolean write(Http sandbox, Tried tried, int round, int number) {
        String name = "customer-" + round + "-" + number;
        tried.names().add(name);
        try {
            tried.answered().put(name, Shop.id(create(sandbox, name).expect(201)));
            return true;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Http.Answer create(Http sandbox, String name)
            throws IOException, InterruptedException {
        return sandbox.post(
                "/v1/customers", "{\"external_id\":\"" + name + "\",\"name\":\"" + name + "\"}");
    }

    private static void check(Http sandbox, Tried tried) throws Exception {
        for (String name : tried.names()) {
            Http.Answer found = sandbox.get("/v1/customers/external/" + name);
            String answered = tried.answered().get(name);
            if (answered != null) {
                assertThat(Shop.id(found.expect(200))).as(name).isEqualTo(answered);
            }
            if (found.status() == 200) {
                sameInTheStore(sandbox, found.body());
                create(sandbox, name).expect(409);
            } else {
                found.expect(404);
                wholeOrMadeNow(sandbox, tried, name);
            }
        }
    }

    /**
     * Either nothing of it is left, its name neither, so that it can be made; or it was written
     * without being answered, and the view that has not shown it yet will.
     */
    private static void wholeOrMadeNow(Http sandbox, Tried tried, String name) throws Exception {
        Http.Answer made = create(sandbox, name);
        if (made.status() == 201) {
            tried.answered().put(name, Shop.id(made.body()));
            return;
        }
        made.expect(409);
        JsonNode shown =
                Eventually.get(
                        Duration.ofSeconds(30),
                        () -> sandbox.get("/v1/customers/external/" + name).expect(200));
        sameInTheStore(sandbox, shown);
    }

    private static void sameInTheStore(Http sandbox, JsonNode customer) throws Exception {
        JsonNode history =
                sandbox.get("/v1/audit/customer/" + Shop.id(customer) + "/history").expect(200);
        assertThat(history.path("items")).as(history.toString()).hasSize(1);
        JsonNode then =
                sandbox.get(
                                "/v1/audit/customer/"
                                        + Shop.id(customer)
                                        + "?as_of="
                                        + "2025-01-01T00:00:00Z")
                        .expect(200);
        assertThat(then.path("state").path("external_id").asString())
                .as(then.toString())
                .isEqualTo(customer.path("external_id").asString());
    }
}
