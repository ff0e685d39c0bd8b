package io.tallybook.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What is served as the description of the API. */
class DescriptionTest {

    private final WebTestClient anyone = MemoryServer.shared().anyone();
    private final JsonNode document = new Client(anyone).get("/openapi.json").must(200);

    @Test
    void everyRouteIsDescribed() {
        assertThat(MemoryServer.shared().description().undescribed())
                .as("add these to a file under openapi/")
                .filteredOn(route -> !route.path().startsWith("/v1/test/"))
                // Clients of old send the version twice: the same routes.
                .filteredOn(route -> !route.path().startsWith("/v1/v1/"))
                .isEmpty();
    }

    @Test
    void everyOperationHasANameOfItsOwnWordsAndAnAnswer() {
        Set<String> names = new HashSet<>();
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                String name = operation.path("operationId").asString();
                assertThat(names.add(name)).as("%s is taken once", name).isTrue();
                assertThat(operation.path("summary").asString()).as(name).isNotBlank();
                assertThat(operation.path("tags").size()).as(name).isOne();
                assertThat(operation.path("responses").propertyNames())
                        .as(name)
                        .anyMatch(status -> status.startsWith("2"));
            }
        }
        assertThat(names).contains("createCustomer", "queryPlan", "readHistory");
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryFieldIsExplained() {
        JsonNode schemas = document.at("/components/schemas");
        List<String> unexplained = new ArrayList<>();
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asString().substring(1)).isMissingNode())
                    .as("%s is there", reference)
                    .isFalse();
        }
        for (var schema : schemas.properties()) {
            for (var field : schema.getValue().path("properties").properties()) {
                if (!field.getValue().has("description")) {
                    unexplained.add(schema.getKey() + "." + field.getKey());
                }
            }
        }
        assertThat(unexplained).as("add these to openapi/words.yaml").isEmpty();
    }

    @Test
    void examplesHoldToTheirSchemas() {
        var check = new SchemaCheck(document);
        for (JsonNode content : document.findValues("application/json")) {
            if (content.has("example")) {
                assertThat(check.faults(content.get("schema"), content.get("example"))).isEmpty();
            }
        }
    }

    @Test
    void everyBodyIsShownByAnExample() {
        List<String> without = new ArrayList<>();
        int with = 0;
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                JsonNode content = operation.at("/requestBody/content/application~1json");
                if (content.isMissingNode()) {
                    continue;
                }
                with++;
                if (!content.has("example")) {
                    without.add(operation.path("operationId").asString());
                }
            }
        }
        assertThat(without).isEmpty();
        assertThat(with).isGreaterThan(120);
    }

    @Test
    void peopleReadItOnAPageThatNeedsNobodyElse() {
        for (String path : List.of("/docs", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js")) {
            byte[] body =
                    anyone.get()
                            .uri(path)
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody()
                            .returnResult()
                            .getResponseBody();
            assertThat(body).as(path).isNotEmpty();
        }
        String page =
                anyone.get()
                        .uri("/docs")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(page).doesNotContain("http://", "https://");
        anyone.get().uri("/docs/application.properties").exchange().expectStatus().isNotFound();
    }
}
