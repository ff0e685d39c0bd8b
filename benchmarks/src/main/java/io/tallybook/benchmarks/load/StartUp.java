package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;
import java.util.Locale;

/** How soon it is ready on a fresh directory, and how much memory all processes take when idle. */
public final class StartUp implements Bench.Benchmark {
    private static final Duration SETTLING = Duration.ofSeconds(20);

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            System.out.printf(
                    Locale.ROOT,
                    "ready after %.1f s on a fresh directory (target 15 s), %.1f s CPU of all"
                            + " processes; %s%n",
                    installation.ready().toMillis() / 1e3,
                    installation.processes().cpu().toMillis() / 1e3,
                    Installation.options());
            Thread.sleep(SETTLING);
            Duration before = installation.processes().cpu();
            Thread.sleep(SETTLING);
            Duration idle = installation.processes().cpu().minus(before);
            System.out.printf(
                    Locale.ROOT,
                    "idle: %.0f MB in all processes (target 2,000 MB), %.1f %% of one core%n",
                    installation.processes().memory() / 1e6,
                    100.0 * idle.toMillis() / SETTLING.toMillis());
        }
    }
}
