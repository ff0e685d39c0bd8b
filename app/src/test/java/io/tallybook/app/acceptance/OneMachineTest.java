package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OneMachineTest {
    @Test
    void aKillLeavesNoChildBehindAndASecondStartFindsEverythingAgain() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Http http = new Http(app.url(), app.key());
            String customer =
                    Shop.id(
                            http.post(
                                            "/v1/customers",
                                            "{\"external_id\":\"acme\",\"name\":\"Acme\"}")
                                    .expect(201));
            http.post(
                            "/v1/events",
                            "{\"event_id\":\"e-1\",\"event_name\":\"call\",\"external_customer_id\":\"acme\"}")
                    .expect(202);
            List<ProcessHandle> children =
                    ProcessHandle.of(app.pid()).orElseThrow().descendants().toList();
            assertThat(children).as("Postgres and ClickHouse").hasSizeGreaterThanOrEqualTo(2);
            app.kill();
            Eventually.within(
                    Duration.ofSeconds(20),
                    () ->
                            assertThat(children)
                                    .as("children of a parent that was killed")
                                    .noneMatch(ProcessHandle::isAlive));
            app.restart();
            Http again = http.at(app.url());
            assertThat(
                            again.get("/v1/customers/" + customer)
                                    .expect(200)
                                    .path("external_id")
                                    .asString())
                    .isEqualTo("acme");
            Eventually.within(
                    Duration.ofSeconds(60),
                    () -> assertThat(again.get("/v1/events/e-1").status()).isEqualTo(200));
        }
    }

    @Test
    void theKeyOfTheSandboxIsForItsOwnerAlone() throws Exception {
        Path key = RunningApp.shared().directory().resolve("sandbox.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void healthNamesEachPart() throws Exception {
        JsonNode health =
                new Http(RunningApp.shared().url(), "none").get("/actuator/health").expect(200);
        for (String part :
                List.of("db", "eventStore", "kafka", "clickHouse", "usageSink", "processors")) {
            assertThat(health.at("/components/" + part + "/status").asString())
                    .as(part)
                    .isEqualTo("UP");
        }
    }

    @Test
    void aLiveEnvironmentFollowsTheMachineAndItsClockCannotBeMoved() throws Exception {
        Http sandbox = new Http(RunningApp.shared().url(), RunningApp.shared().key());
        String key =
                sandbox.post("/v1/environments", "{\"name\":\"live\",\"type\":\"production\"}")
                        .expect(201)
                        .path("api_key")
                        .asString();
        Http live = new Http(sandbox.url(), key);
        assertThat(live.get("/v1/clock").expect(200).path("mode").asString()).isEqualTo("live");
        for (Optional<String> route :
                List.of(Optional.of("/v1/clock/advance"), Optional.<String>empty())) {
            Http.Answer answer =
                    route.isPresent()
                            ? live.post(route.get(), "{\"to\":\"2030-01-01T00:00:00Z\"}")
                            : live.put("/v1/clock", "{\"now\":\"2030-01-01T00:00:00Z\"}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("message").asString()).contains("live environment");
        }
    }

    @Test
    void aClockIsNotSetWhereSomethingLivesByIt() throws Exception {
        Shop shop = Shop.open();
        shop.http().put("/v1/clock", "{\"now\":\"2020-01-01T00:00:00Z\"}").expect(200);
        shop.http().put("/v1/clock", "{\"now\":\"" + Shop.START + "\"}").expect(200);
        shop.subscribe(shop.customer("acme"));
        Http.Answer refused = shop.http().put("/v1/clock", "{\"now\":\"2020-01-01T00:00:00Z\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("message").asString()).contains("subscription");
        assertThat(
                        shop.http()
                                .post("/v1/clock/advance", "{\"to\":\"2024-01-01T00:00:00Z\"}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void anEventThatWasJustAcceptedKeepsTheClockWhereItIs() throws Exception {
        Shop shop = Shop.open();
        shop.call("acme", "just-now", Shop.START);
        Http.Answer refused = shop.http().put("/v1/clock", "{\"now\":\"2020-01-01T00:00:00Z\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("message").asString()).contains("usage");
    }

    @Test
    void aRepeatUnderAKeyAnswersTheSameAndAnotherBodyIsAConflict() throws Exception {
        Shop shop = Shop.open();
        String body = "{\"external_id\":\"once\",\"name\":\"Once\"}";
        JsonNode first =
                shop.http().post("/v1/customers", body, "Idempotency-Key", "k-1").expect(201);
        JsonNode second =
                shop.http().post("/v1/customers", body, "Idempotency-Key", "k-1").expect(201);
        assertThat(second).isEqualTo(first);
        shop.http()
                .post(
                        "/v1/customers",
                        "{\"external_id\":\"twice\",\"name\":\"Twice\"}",
                        "Idempotency-Key",
                        "k-1")
                .expect(409);
        assertThat(
                        shop.http()
                                .get("/v1/customers")
                                .expect(200)
                                .path("pagination")
                                .path("total")
                                .asInt())
                .isEqualTo(1);
    }
}
