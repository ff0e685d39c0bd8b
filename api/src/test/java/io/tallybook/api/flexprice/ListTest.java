package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.response.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What lists have in common: paging, filters, groups of filters. */
class ListTest {

    private final Client client = Client.sandbox();

    private String plan(String name) {
        JsonNode made =
                client.post("/v1/plans", Json.object().put("name", name).node().toString())
                        .must(201);
        return made.get("id").stringValue();
    }

    private static String named(String stem) {
        return """
        {"field":"name","operator":"starts_with","data_type":"string","value":{"string":"%s"}}\
        """
                .formatted(stem);
    }

    @Test
    void aListIsPagedThroughByItsCursorWhileItGrows() {
        String stem = Client.fresh("paged");
        List<String> before =
                IntStream.range(0, 7).mapToObj(i -> plan(stem + i)).toList().reversed();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    client.post(
                                    "/v1/plans/search",
                                    "{\"limit\":3,\"cursor\":\"%s\",\"filters\":[%s]}"
                                            .formatted(cursor, named(stem)))
                            .must(200);
            page.get("items").forEach(item -> seen.add(item.get("id").stringValue()));
            JsonNode next = page.get("pagination").get("next_cursor");
            cursor = next.isNull() ? "" : next.stringValue();
            plan(stem + "later" + seen.size());
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(before);
    }

    @Test
    void theLastPageByOffsetHasNoCursor() {
        String stem = Client.fresh("last");
        plan(stem + 1);
        plan(stem + 2);
        String body = "{\"limit\":%d,\"filters\":[" + named(stem) + "]}";

        assertThat(cursorOf(body.formatted(2)).isNull()).isTrue();
        assertThat(cursorOf(body.formatted(1)).isString()).isTrue();
    }

    private JsonNode cursorOf(String body) {
        return client.post("/v1/plans/search", body).must(200).get("pagination").get("next_cursor");
    }

    @Test
    void filtersMayBeGrouped() {
        String stem = Client.fresh("grouped");
        String one = plan(stem + "a");
        String two = plan(stem + "b");
        plan(stem + "c");
        String is = "{\"field\":\"id\",\"operator\":\"eq\",\"value\":{\"string\":\"%s\"}}";
        JsonNode page =
                client.post(
                                "/v1/plans/search",
                                "{\"filters\":[{\"or\":[%s,{\"and\":[%s,%s]}]}]}"
                                        .formatted(
                                                is.formatted(one),
                                                is.formatted(two),
                                                named(stem + "b")))
                        .must(200);

        assertThat(page.get("items").findValuesAsString("id")).contains(one, two).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"cursor":"x"}                                | cursor
                    {"cursor":7}                                  | cursor
                    {"cursor":"MTphYmM","offset":1}               | offset
                    {"filters":[{"or":[]}]}                       | filters[0].or
                    {"filters":[{"or":{}}]}                       | filters[0].or
                    {"filters":[{"or":[{"field":"shoe","operator":"eq","value":{"string":"x"}}]}]} | filters[0].or[0].field
                    {"filters":[{"field":"name","operator":"eq","data_type":"colour","value":{"string":"x"}}]} | filters[0].data_type
                    {"filters":[{"field":"name","operator":"eq","value":{"array":["a","b"]}}]} | filters[0].value
                    {"filters":[{"field":"status","operator":"eq","value":{"string":"lost"}}]} | archived, deleted, published
                    {"status":"lost"}                             | status
                    {"filters":[{"or":[{"or":[{"or":[{"or":[{"or":[{"field":"name","operator":"eq","value":{"string":"x"}}]}]}]}]}]}]} | levels
                    """)
    void whatIsWrongWithAListIsNamed(String body, String words) {
        Client.Told told = client.post("/v1/plans/search", body);

        assertThat(told.status()).as(told.message()).isEqualTo(400);
        assertThat(told.message()).contains(words);
    }
}
