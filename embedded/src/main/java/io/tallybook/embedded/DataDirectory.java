package io.tallybook.embedded;

import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.Port;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One application's data on one machine, held by a lock for as long as it is open. */
final class DataDirectory implements AutoCloseable {
    private static final List<String> PORTS =
            List.of("postgres", "kafka", "kafka.controller", "clickhouse");

    private final Path root;
    private final FileChannel lock;
    private final Properties ports;

    private DataDirectory(Path root, FileChannel lock, Properties ports) {
        this.root = root;
        this.lock = lock;
        this.ports = ports;
    }

    /** Takes {@code root} for this process; fails at once, naming the holder, if another has it. */
    static DataDirectory open(Path root) throws IOException {
        Path here = Directories.createPrivate(root.toAbsolutePath().normalize());
        FileChannel channel =
                FileChannel.open(
                        here.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new IOException(
                        "data directory "
                                + here
                                + " is in use by process "
                                + Files.readString(here.resolve("lock")).strip());
            }
            channel.truncate(0);
            String holder = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return new DataDirectory(here, channel, ports(here.resolve("ports.properties")));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Path root() {
        return root;
    }

    Path path(String part) {
        return root.resolve(part);
    }

    int port(String name) {
        return Integer.parseInt(ports.getProperty(name));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("giving back the lock of " + root, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisVeryProcess) {
            return null;
        }
    }

    /**
     * The ports of the last start; one that is missing, or that another program has taken since, is
     * chosen anew.
     */
    private static Properties ports(Path file) throws IOException {
        Properties known = new Properties();
        if (Files.exists(file)) {
            known.load(new StringReader(Files.readString(file)));
        }
        Properties ports = new Properties();
        Set<Integer> chosen = new LinkedHashSet<>();
        for (String name : PORTS) {
            int port = usable(known.getProperty(name), chosen);
            chosen.add(port);
            ports.setProperty(name, Integer.toString(port));
        }
        if (!ports.equals(known)) {
            StringWriter text = new StringWriter();
            ports.store(text, "loopback ports of this data directory");
            Directories.writePrivate(file, text.toString());
        }
        return ports;
    }

    private static int usable(@Nullable String known, Set<Integer> chosen) throws IOException {
        if (known != null && Port.isFree(Integer.parseInt(known))) {
            return Integer.parseInt(known);
        }
        int port = Port.free();
        while (chosen.contains(port)) {
            port = Port.free();
        }
        return port;
    }
}
