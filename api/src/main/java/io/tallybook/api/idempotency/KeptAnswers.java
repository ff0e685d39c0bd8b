package io.tallybook.api.idempotency;

import io.tallybook.api.flexprice.access.UserJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.access.UserId;
import io.tallybook.core.customer.PersonalCopies;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers kept for idempotency keys, as a place that may show a person: a customer or a user,
 * in its own answer and in whatever else it was answered with. They stay the answers they were,
 * with the person as it is shown once it was erased. A user belongs to the tenant, so the answers
 * of all its environments are looked at.
 */
public final class KeptAnswers implements PersonalCopies {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String SHOWING =
            """
            select environment, key, body from idempotent_request
            where tenant = :tenant and position(:person in body) > 0
            """;

    private static final String REPLACE =
            """
            update idempotent_request set body = :body
            where tenant = :tenant and environment = :environment and key = :key
            """;

    private final DatabaseClient database;

    public KeptAnswers(DatabaseClient database) {
        this.database = database;
    }

    private record Kept(String environment, String key, String body) {}

    @Override
    public String place() {
        return "answers kept for idempotency keys";
    }

    @Override
    public boolean clear(Scope scope, EntityId person) {
        List<Kept> showing =
                Objects.requireNonNull(
                        database.sql(SHOWING)
                                .bind("tenant", scope.tenant().value())
                                .bind("person", person.value())
                                .map(
                                        row ->
                                                new Kept(
                                                        text(row.get("environment", String.class)),
                                                        text(row.get("key", String.class)),
                                                        text(row.get("body", String.class))))
                                .all()
                                .collectList()
                                .block(LIMIT));
        Flux.fromIterable(showing)
                .concatMap(
                        kept ->
                                database.sql(REPLACE)
                                        .bind("tenant", scope.tenant().value())
                                        .bind("environment", kept.environment())
                                        .bind("key", kept.key())
                                        .bind("body", erased(kept.body(), person))
                                        .fetch()
                                        .rowsUpdated())
                .then()
                .block(LIMIT);
        return true;
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNull(value);
    }

    private static String erased(String body, EntityId person) {
        try {
            JsonNode answer = Json.MAPPER.readTree(body);
            erase(answer, person);
            return Json.MAPPER.writeValueAsString(answer);
        } catch (JacksonException e) {
            // What cannot be read cannot be cleared in part.
            return "{}";
        }
    }

    private static void erase(JsonNode node, EntityId person) {
        if (node instanceof ObjectNode object
                && object.path("id").asString("").equals(person.value())) {
            switch (person) {
                case UserId _ -> UserJson.erase(object);
                default -> CustomerJson.erase(object);
            }
        }
        for (JsonNode inner : node) {
            erase(inner, person);
        }
    }
}
