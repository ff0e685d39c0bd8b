package io.tallybook.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A process and all that it has started: what they use together. Linux only. */
record Processes(long root) {
    private static final long NANOS_PER_TICK = 10_000_000;

    // utime, stime, and those of children that were waited for: cutime, cstime
    private static final int TICKS_FROM = 11;
    private static final int TICKS_TO = 15;

    /** Processor time used so far by those that are alive, and by those that they saw end. */
    Duration cpu() throws IOException {
        long ticks = 0;
        for (long pid : all()) {
            ticks += ticks(pid);
        }
        return Duration.ofNanos(ticks * NANOS_PER_TICK);
    }

    /** Memory in bytes; a page that several share is counted once between them. */
    long memory() throws IOException {
        long kilobytes = 0;
        for (long pid : all()) {
            kilobytes += proportionalSet(pid);
        }
        return kilobytes * 1024;
    }

    /** As {@link #memory()}, of the first of them alone. */
    long memoryOfRoot() throws IOException {
        return proportionalSet(root) * 1024;
    }

    private List<Long> all() {
        return ProcessHandle.of(root)
                .map(
                        handle ->
                                Stream.concat(Stream.of(handle), handle.descendants())
                                        .map(ProcessHandle::pid)
                                        .toList())
                .orElse(List.of());
    }

    private static long ticks(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, TICKS_FROM, TICKS_TO).mapToLong(Long::parseLong).sum();
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    private static long proportionalSet(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
