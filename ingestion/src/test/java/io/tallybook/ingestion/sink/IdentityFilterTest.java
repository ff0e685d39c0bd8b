package io.tallybook.ingestion.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.XxHash64;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentityFilterTest {
    @Test
    void whatWasAddedMayAlwaysBeKnown() {
        IdentityFilter filter = new IdentityFilter(1_000);
        Random random = new Random(1);
        for (int i = 0; i < 500_000; i++) {
            filter.add(random.nextLong());
        }
        Random again = new Random(1);
        for (int i = 0; i < 500_000; i++) {
            assertThat(filter.mayKnow(again.nextLong())).isTrue();
        }
        assertThat(filter.isFull()).isTrue();
    }

    @Test
    void whatWasNotAddedIsNearlyAlwaysCertainlyNew() {
        IdentityFilter filter = new IdentityFilter(200_000);
        Random random = new Random(2);
        for (int i = 0; i < 200_000; i++) {
            filter.add(random.nextLong());
        }
        int wrong = 0;
        for (int i = 0; i < 200_000; i++) {
            wrong += filter.mayKnow(random.nextLong()) ? 1 : 0;
        }
        assertThat(filter.isFull()).isFalse();
        assertThat(wrong).isLessThan(200_000 / 50);
    }

    @Test
    void whereMemoryIsShortItIsSmallerAndStillNeverWrongOfWhatWasAdded() {
        IdentityFilter filter =
                new IdentityFilter(
                        1_000_000,
                        bytes -> {
                            if (bytes > 500_000) {
                                throw new OutOfMemoryError("none of " + bytes);
                            }
                            return Arena.ofAuto().allocate(bytes, Long.BYTES);
                        });
        Random random = new Random(3);
        for (int i = 0; i < 1_000_000; i++) {
            filter.add(random.nextLong());
        }
        Random again = new Random(3);
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(filter.mayKnow(again.nextLong())).isTrue();
        }
        assertThat(filter.isFull()).isFalse();
    }

    @Test
    void theHashIsTheOneTheStoreWorksOut() {
        try (UsageStore store = new UsageStore(UsagePath.address(LocalStack.forTests()))) {
            store.migrate();
            StringBuilder text = new StringBuilder();
            for (int length = 0; length < 150; length++) {
                long theirs = store.query("SELECT xxHash64('" + text + "')").int64();
                assertThat(XxHash64.of(text.toString().getBytes(StandardCharsets.UTF_8)))
                        .as("of %s bytes", length)
                        .isEqualTo(theirs);
                text.append((char) ('a' + length % 26));
            }
        }
    }
}
