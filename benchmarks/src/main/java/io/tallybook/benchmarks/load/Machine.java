package io.tallybook.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** The machine's own limits, measured in the same run, to hold the figures against. */
public final class Machine {
    private static final int HASHED_MEGABYTES = 64;
    private static final int SYNCS = 300;

    private Machine() {}

    public static String describe() throws IOException, NoSuchAlgorithmException {
        return String.format(
                Locale.ROOT,
                "machine: %d cores, load %s, SHA-256 %.0f MB/s on one core, %.0f synced 4 KB"
                        + " writes/s",
                Runtime.getRuntime().availableProcessors(),
                load(),
                hashRate(),
                syncRate());
    }

    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ")[0] : "unknown";
    }

    private static double hashRate() throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] megabyte = new byte[1 << 20];
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < HASHED_MEGABYTES; i++) {
                sha.update(megabyte);
            }
            sha.digest();
            best = Math.min(best, System.nanoTime() - start);
        }
        return HASHED_MEGABYTES / (best / 1e9);
    }

    private static double syncRate() throws IOException {
        Path file = Files.createTempFile("tallybook-sync", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(4096);
            long start = System.nanoTime();
            for (int i = 0; i < SYNCS; i++) {
                channel.write(page.rewind());
                channel.force(false);
            }
            return SYNCS / ((System.nanoTime() - start) / 1e9);
        } finally {
            Files.delete(file);
        }
    }
}
