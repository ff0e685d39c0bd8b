package io.tallybook.app.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private static final long BEGAN = Instant.parse("2026-01-01T00:00:00.123Z").toEpochMilli();

    @Test
    void areTheOnesThatTheFrameworkGives() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(MessageIds.class);
        assertThat(UUID.fromString(new GenericEventMessage<>("x").getIdentifier()).version())
                .isEqualTo(7);
    }

    @Test
    void haveTheMomentOfTheBeginningAndFollowEachOther() {
        MessageIds ids = new MessageIds(BEGAN, new SecureRandom());
        List<UUID> made =
                Stream.generate(ids::generateIdentifier)
                        .limit(1_000)
                        .map(UUID::fromString)
                        .toList();
        assertThat(made)
                .allSatisfy(
                        id -> {
                            assertThat(id.version()).isEqualTo(7);
                            assertThat(id.variant()).isEqualTo(2);
                            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(BEGAN);
                        });
        for (int i = 1; i < made.size(); i++) {
            assertThat(made.get(i).getLeastSignificantBits())
                    .isEqualTo(made.get(i - 1).getLeastSignificantBits() + 1);
        }
    }

    @Test
    void ofManyThreadsAndOfProgramsThatBeginAtTheSameMomentAreAllDifferent() throws Exception {
        Set<String> all = new HashSet<>();
        List<Future<List<String>>> making = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int program = 0; program < 4; program++) {
                MessageIds ids = new MessageIds(BEGAN, new SecureRandom());
                Callable<List<String>> some =
                        () -> Stream.generate(ids::generateIdentifier).limit(10_000).toList();
                making.add(threads.submit(some));
                making.add(threads.submit(some));
            }
        }
        for (Future<List<String>> made : making) {
            all.addAll(made.get());
        }
        assertThat(all).hasSize(80_000);
    }
}
