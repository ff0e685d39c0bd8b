package io.tallybook.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryServer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

class PurgeTest {
    private final DatabaseClient database = MemoryServer.shared().database();

    private void request(String key, String firstSeen, String heldUntil) {
        database.sql(
                        "insert into idempotent_request (tenant, environment, key, route, digest,"
                            + " seed, runner, first_seen, held_until) values ('purge', 'e', :key,"
                            + " 'r', 'd', 's', 'r', now() - interval '"
                                + firstSeen
                                + "', now() + interval '"
                                + heldUntil
                                + "')")
                .bind("key", key)
                .fetch()
                .rowsUpdated()
                .block();
    }

    private long left(String stem) {
        Long left =
                database.sql(
                                "select count(*) as n from idempotent_request where tenant ="
                                        + " 'purge' and key like :stem || '%'")
                        .bind("stem", stem)
                        .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                        .one()
                        .block();
        return left == null ? -1 : left;
    }

    @Test
    void whatIsOlderThanItIsKeptGoesUnlessItIsHeld() {
        String stem = Client.fresh("purge");
        request(stem + "-old", "8 days", "-8 days");
        request(stem + "-new", "6 days", "-6 days");
        request(stem + "-running", "8 days", "30 seconds");
        try (Purge purge = new Purge(database, Duration.ofDays(7), Duration.ofDays(1))) {
            assertThat(purge.now().block()).isPositive();
            assertThat(left(stem)).isEqualTo(2);
            assertThat(left(stem + "-old")).isZero();
        }
    }
}
