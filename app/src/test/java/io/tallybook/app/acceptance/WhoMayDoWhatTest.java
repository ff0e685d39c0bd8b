package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may do what, on the whole machine. */
class WhoMayDoWhatTest {
    private final RunningApp app;
    private final Http owner;

    WhoMayDoWhatTest() throws Exception {
        app = RunningApp.shared();
        owner = new Http(app.url(), app.key());
    }

    private Http with(String key) {
        return new Http(app.url(), key);
    }

    private JsonNode signUp(String email) throws Exception {
        return owner.post(
                        "/v1/auth/signup",
                        "{\"email\":\"%s\",\"password\":\"correct horse battery\"}"
                                .formatted(email))
                .expect(201);
    }

    private static String machineKey(Http by, String role) throws Exception {
        String account =
                by.post(
                                "/v1/users",
                                "{\"type\":\"service_account\",\"name\":\"m\",\"roles\":[\"%s\"]}"
                                        .formatted(role))
                        .expect(201)
                        .path("id")
                        .asString();
        return by.post(
                        "/v1/secrets/api/keys",
                        "{\"name\":\"m\",\"type\":\"private_key\",\"service_account_id\":\"%s\"}"
                                .formatted(account))
                .expect(201)
                .path("api_key")
                .asString();
    }

    private record Route(String method, String path) {}

    /** Every route that the running application says it has. */
    private List<Route> routes() throws Exception {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                owner.get("/openapi.json").expect(200).path("paths").properties()) {
            path.getValue()
                    .propertyNames()
                    .forEach(
                            method -> {
                                if (List.of("get", "put", "post", "delete").contains(method)) {
                                    routes.add(
                                            new Route(
                                                    method.toUpperCase(java.util.Locale.ROOT),
                                                    path.getKey()
                                                            .replaceAll("\\{[^}]*}", "nothing")));
                                }
                            });
        }
        return routes.stream()
                .filter(route -> route.path().startsWith("/v1/"))
                .filter(route -> !route.path().startsWith("/v1/auth/"))
                .toList();
    }

    @Test
    void noRouteIsOpenWithoutAKeyAndAReaderOfEventsReadsEventsAlone() throws Exception {
        Http nobody = with("tb_sandbox_nobody_knows_this");
        Http reader = with(machineKey(owner, "event_reader"));
        List<String> wrong = new ArrayList<>();
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(60);
        for (Route route : routes) {
            int stranger = nobody.send(route.method(), route.path(), "{}").status();
            int known = reader.send(route.method(), route.path(), "{}").status();
            String first = route.path().split("/")[2];
            boolean open =
                    List.of("events", "usage", "meter-usage", "usage-records").contains(first)
                            || route.path().equals("/v1/users/me");
            if (stranger != 401 || (!open && known != 403) || known >= 500) {
                wrong.add(route + ": " + stranger + ", " + known);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoSignsUpHasATenantOfTheirOwnInWhichNothingOfOthersIs() throws Exception {
        Shop shop = Shop.open();
        String customer = shop.customer("border");
        JsonNode account = signUp("ada@tallybook.test");
        Http ada = with(account.path("api_key").asString());
        assertThat(ada.get("/v1/customers/" + customer).status()).isEqualTo(404);
        assertThat(ada.get("/v1/audit/customer/" + customer + "/history").status()).isEqualTo(404);
        assertThat(ada.get("/v1/users/me").expect(200).path("email").asString())
                .isEqualTo("ada@tallybook.test");
        assertThat(
                        owner.post(
                                        "/v1/auth/signup",
                                        "{\"email\":\"ada@tallybook.test\",\"password\":\"correct"
                                                + " horse battery\"}")
                                .status())
                .isEqualTo(409);
        owner.post(
                        "/v1/auth/login",
                        "{\"email\":\"ada@tallybook.test\",\"password\":\"correct horse battery\"}")
                .expect(200);
    }

    @Test
    void aKeyLivesIsRotatedAndRevokedAndItsHistoryTellsWhoDidIt() throws Exception {
        JsonNode account = signUp("keys@tallybook.test");
        Http keys = with(account.path("api_key").asString());
        JsonNode made =
                keys.post(
                                "/v1/secrets/api/keys",
                                "{\"name\":\"k\",\"type\":\"private_key\",\"requests_per_minute\":500}")
                        .expect(201);
        String id = made.at("/secret/id").asString();
        Http used = with(made.path("api_key").asString());
        assertThat(used.get("/v1/customers").raw().headers().firstValue("X-RateLimit-Limit"))
                .hasValue("500");
        String path = "/v1/secrets/api/keys/" + id;
        Http next =
                with(
                        keys.post(path + "/rotate", "{\"overlap_seconds\":3600}")
                                .expect(201)
                                .path("api_key")
                                .asString());
        used.get("/v1/customers").expect(200);
        next.get("/v1/customers").expect(200);
        assertThat(keys.send("DELETE", path, "").status()).isEqualTo(204);
        used.get("/v1/customers").expect(401);
        next.get("/v1/customers").expect(200);

        JsonNode history = keys.get("/v1/audit/secret/" + id + "/history").expect(200);
        List<String> events = new ArrayList<>();
        history.path("items").forEach(item -> events.add(item.path("event").asString()));
        assertThat(events)
                .containsExactly("api_key.issued", "api_key.terms_set", "api_key.revoked");
        assertThat(history.at("/items/2/actor").asString()).startsWith("secret_");
        String user = account.path("user_id").asString();
        assertThat(keys.get("/v1/audit/user/" + user).expect(200).at("/state/email").asString())
                .isEqualTo("keys@tallybook.test");
    }

    @Test
    void theFirstStartHasMadeATenantAndItsOwner() throws Exception {
        JsonNode me = owner.get("/v1/users/me").expect(200);
        assertThat(me.at("/roles/0").asString()).isEqualTo("super_admin");
        String tenant = me.at("/tenant/id").asString();
        owner.get("/v1/tenants/" + tenant).expect(200);
        assertThat(owner.get("/v1/environments").expect(200).path("total").asInt())
                .isGreaterThanOrEqualTo(2);
    }
}
