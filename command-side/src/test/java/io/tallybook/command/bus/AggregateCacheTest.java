package io.tallybook.command.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AggregateCacheTest {
    private final AggregateCache cache = new AggregateCache(2);

    @Test
    void theLongestUnusedIsGivenUpFirst() {
        cache.put("a", 1);
        cache.put("b", 2);
        assertThat(cache.<String, Integer>get("a")).isEqualTo(1);
        cache.put("c", 3);
        assertThat(cache.containsKey("b")).isFalse();
        assertThat(cache.containsKey("a")).isTrue();
        assertThat(cache.containsKey("c")).isTrue();
    }

    @Test
    void whatIsThereIsNotReplacedUnlessAsked() {
        assertThat(cache.putIfAbsent("a", 1)).isTrue();
        assertThat(cache.putIfAbsent("a", 2)).isFalse();
        assertThat(cache.<Integer>computeIfAbsent("a", () -> 3)).isEqualTo(1);
        assertThat(cache.<Integer>computeIfAbsent("b", () -> 4)).isEqualTo(4);
        cache.<Integer>computeIfPresent("a", n -> n + 10);
        assertThat(cache.<String, Integer>get("a")).isEqualTo(11);
    }

    @Test
    void whatIsRemovedIsGone() {
        cache.put("a", 1);
        assertThat(cache.remove("a")).isTrue();
        assertThat(cache.remove("a")).isFalse();
        cache.put("b", 1);
        cache.removeAll();
        assertThat(cache.containsKey("b")).isFalse();
    }

    @Test
    void itIsGivenUpWhenMemoryIsShort() throws Exception {
        Process little =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Large.class.getName())
                        .redirectErrorStream(true)
                        .start();

        String told = new String(little.getInputStream().readAllBytes(), UTF_8);

        assertThat(little.waitFor()).as(told).isZero();
        assertThat(told).contains("all seen, some given up");
    }

    /** Keeps more than there is memory for. */
    static final class Large {
        private static final int ENTRIES = 500;

        private Large() {}

        public static void main(String[] none) {
            var cache = new AggregateCache(ENTRIES);
            boolean seen = true;
            for (int i = 0; i < ENTRIES; i++) {
                cache.put(i, new byte[1 << 20]);
                byte[] held = cache.get(i);
                seen &= held != null;
            }
            long kept = IntStream.range(0, ENTRIES).filter(cache::containsKey).count();
            System.out.println(
                    (seen ? "all seen" : "not all seen")
                            + ", "
                            + (kept < ENTRIES ? "some given up" : "none given up"));
        }
    }
}
