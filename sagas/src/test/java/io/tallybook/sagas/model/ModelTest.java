package io.tallybook.sagas.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.duework.DueWorkInMemory.Ties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Random scripts, each lived through by the program and by {@link SlowBiller}.
 *
 * <p>{@code model.sequences} says how many, {@code model.steps} of how many steps, {@code
 * model.seed} which: the seed of the first, from which all others follow. A seed that fails is
 * printed with the shortest script that fails alike, and kept in {@code model.failures}.
 */
class ModelTest {
    private static final int SEQUENCES = Integer.getInteger("model.sequences", 300);
    private static final int STEPS = Integer.getInteger("model.steps", 50);
    private static final int FAILURES_MAX = Integer.getInteger("model.failures.max", 1);

    private static final TestDatabase DATABASE = new TestDatabase();
    private static int runs;

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    private record Failure(long seed, Ties ties, String difference, List<Act> shortest) {
        @Override
        public String toString() {
            return shortest.stream()
                    .map(act -> "\n    " + act)
                    .collect(
                            Collectors.joining(
                                    "", "seed " + seed + ", " + ties + ":", "\n  " + difference));
        }
    }

    @Test
    void everyInvoiceIsTheOneThatASlowBillerWrites() throws IOException {
        long first = Long.getLong("model.seed", System.nanoTime());
        SplittableRandom seeds = new SplittableRandom(first);
        List<Failure> failures = new ArrayList<>();
        long invoices = 0;
        int done = 0;
        while (done < SEQUENCES && failures.size() < FAILURES_MAX) {
            long seed = done == 0 ? first : seeds.nextLong();
            List<Act> script = Scripts.of(seed, STEPS);
            Ties ties = seed % 2 == 0 ? Ties.AS_PROMISED : Ties.LAST_PROMISED_FIRST;
            Duel.Outcome outcome = run(ties, script);
            invoices += outcome.invoices();
            done++;
            if (outcome.difference().isPresent()) {
                Failure failure = shortest(seed, ties, script, outcome.difference().get());
                keep(failure);
                failures.add(failure);
            }
        }
        System.out.printf(
                "model: %d scripts of %d steps from seed %d, %d invoices compared, %d differ%n",
                done, STEPS, first, invoices, failures.size());
        assertThat(failures).isEmpty();
    }

    private static Duel.Outcome run(Ties ties, List<Act> script) {
        return Duel.run(DATABASE.dataSource(), "run " + runs++, ties, script);
    }

    /**
     * Takes out one step after the other, as long as it still fails.
     *
     * @param seen how it failed; told if it does not fail again
     */
    private static Failure shortest(long seed, Ties ties, List<Act> script, String seen) {
        List<Act> shortest = new ArrayList<>(script);
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int step = shortest.size() - 1; step >= 0; step--) {
                List<Act> without = new ArrayList<>(shortest);
                without.remove(step);
                if (run(ties, without).difference().isPresent()) {
                    shortest = without;
                    shorter = true;
                }
            }
        }
        String difference =
                run(ties, shortest)
                        .difference()
                        .orElse("once, and not when it was run again: " + seen);
        return new Failure(seed, ties, difference, shortest);
    }

    // A campaign keeps what it finds where the next one can look at it.
    private static void keep(Failure failure) throws IOException {
        Optional<Path> file =
                Optional.ofNullable(System.getProperty("model.failures")).map(Path::of);
        if (file.isPresent()) {
            Files.writeString(
                    file.get(),
                    failure + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
