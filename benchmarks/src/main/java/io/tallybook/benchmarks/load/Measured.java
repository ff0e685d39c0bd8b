package io.tallybook.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Pieces of the same work, done by several at once: how many a second, at what cost, how long. */
record Measured(int count, double seconds, Duration cpu, Latencies latencies) {
    private static final int REMEMBERED = 1_000_000;

    static Measured during(
            Duration time, int inFlight, Installation installation, Workers.Piece piece)
            throws Exception {
        Latencies latencies = new Latencies(REMEMBERED);
        Duration before = installation.processes().cpu();
        long start = System.nanoTime();
        int count =
                Workers.during(
                        time,
                        inFlight,
                        index -> {
                            long begin = System.nanoTime();
                            piece.run(index);
                            latencies.add(System.nanoTime() - begin);
                        });
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(
                count, seconds, installation.processes().cpu().minus(before), latencies);
    }

    double perSecond() {
        return count / seconds;
    }

    double cpuMillisEach() {
        return cpu.toNanos() / 1e6 / count;
    }

    void print(String what, String target) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f/s (%s), %.2f ms CPU each in all processes but the load generator; %s%n",
                what,
                perSecond(),
                target,
                cpuMillisEach(),
                latencies);
    }
}
