package io.tallybook.api.auth;

import io.tallybook.core.tenancy.EnvironmentId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Remembers, for a short while, who a key belongs to, so that a stream of requests does not ask for
 * each. What is withdrawn here is forgotten here at once; another instance of this program may let
 * it in for at most {@link #FOR} longer. Unknown keys are remembered too: guessing must not cost
 * the database. Whoever asks while the question is under way waits for the same answer.
 */
public final class RememberedKeys implements KeyRing {

    static final Duration FOR = Duration.ofSeconds(1);

    private static final int MOST = 10_000;

    private record Memory(Mono<Optional<Caller>> caller, long until) {}

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
        return remembered(sha256, () -> keys.find(sha256));
    }

    @Override
    public Mono<Caller> find(Tokens.Person person, @Nullable EnvironmentId environment) {
        return remembered(
                person.user() + "/" + person.session() + "/" + person.tenant() + "/" + environment,
                () -> keys.find(person, environment));
    }

    /**
     * Forgets everybody: what somebody may do has changed. A question under way is not remembered
     * either, since its answer may be of before.
     */
    public void forget() {
        memories.clear();
    }

    private Mono<Caller> remembered(String name, Supplier<Mono<Caller>> asked) {
        return Mono.defer(
                () -> {
                    Memory memory = memories.get(name);
                    if (memory == null || nanos.getAsLong() - memory.until() >= 0) {
                        memory = ask(name, asked.get());
                    }
                    return memory.caller().flatMap(Mono::justOrEmpty);
                });
    }

    private Memory ask(String name, Mono<Caller> asked) {
        makeRoom();
        Mono<Optional<Caller>> answer =
                asked.map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        // A failure is told to those who wait for it, and to nobody after them.
                        .doOnError(_ -> memories.remove(name))
                        .cache();
        Memory memory = new Memory(answer, nanos.getAsLong() + FOR.toNanos());
        memories.put(name, memory);
        return memory;
    }

    private void makeRoom() {
        if (memories.size() < MOST) {
            return;
        }
        long now = nanos.getAsLong();
        memories.values().removeIf(m -> now - m.until() >= 0);
        if (memories.size() >= MOST) {
            memories.clear();
        }
    }
}
