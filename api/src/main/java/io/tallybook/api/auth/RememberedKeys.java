package io.tallybook.api.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Remembers, for a short while, who a key belongs to, so that a stream of requests does not ask for
 * each. A withdrawn key works for at most {@link #FOR} longer. Unknown keys are remembered too:
 * guessing must not cost the database.
 */
public final class RememberedKeys implements KeyRing {

    static final Duration FOR = Duration.ofSeconds(5);

    private static final int MOST = 10_000;

    private record Memory(Optional<Caller> caller, long until) {}

    private final KeyRing keys;
    private final LongSupplier nanos;
    private final Map<String, Memory> memories = new ConcurrentHashMap<>();

    /**
     * Shapes: {@code nanos} is a clock that only goes forward, such as {@code System::nanoTime}.
     */
    public RememberedKeys(KeyRing keys, LongSupplier nanos) {
        this.keys = keys;
        this.nanos = nanos;
    }

    @Override
    public Mono<Caller> find(String sha256) {
        Memory memory = memories.get(sha256);
        if (memory != null && nanos.getAsLong() - memory.until() < 0) {
            return Mono.justOrEmpty(memory.caller());
        }
        return keys.find(sha256)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .doOnNext(caller -> remember(sha256, caller))
                .flatMap(Mono::justOrEmpty);
    }

    private void remember(String sha256, Optional<Caller> caller) {
        long now = nanos.getAsLong();
        if (memories.size() >= MOST) {
            memories.values().removeIf(m -> now - m.until() >= 0);
        }
        if (memories.size() >= MOST) {
            memories.clear();
        }
        memories.put(sha256, new Memory(caller, now + FOR.toNanos()));
    }
}
