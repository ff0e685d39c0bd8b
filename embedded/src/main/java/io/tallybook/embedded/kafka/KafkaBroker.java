package io.tallybook.embedded.kafka;

import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.Port;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker (and its KRaft controller) in this JVM, data kept on disk.
 *
 * <p><b>What "acknowledged" means here.</b> The broker has written the record to its log file, that
 * is, to the operating system. It survives any death of this JVM, kill -9 included. A power cut or
 * a crash of the machine can take what the system had not yet written to the disk, by its own
 * rhythm some seconds' worth: a cluster answers that with replicas, one machine with {@link
 * Settings#flushEveryMessages()}.
 *
 * <p>When its disk fails or is full, Kafka halts the process it runs in, which is this one: it can
 * no longer keep its word.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String NODE_ID = "1";
    private static final Duration LEADER_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MS = 10;

    private final KafkaRaftServer server;
    private final Settings settings;
    private final FileChannel lock;

    private KafkaBroker(KafkaRaftServer server, Settings settings, FileChannel lock) {
        this.server = server;
        this.settings = settings;
        this.lock = lock;
    }

    /**
     * @param directory where logs and metadata are kept
     * @param flushEveryMessages force each partition's log to the disk after this many records,
     *     before they are acknowledged: 1 makes an acknowledgement survive a power cut and costs a
     *     disk write per batch; {@link #LEFT_TO_THE_SYSTEM} is Kafka's own default
     */
    public record Settings(Path directory, int port, int controllerPort, long flushEveryMessages) {
        public static final long LEFT_TO_THE_SYSTEM = Long.MAX_VALUE;

        public Settings {
            if (flushEveryMessages < 1) {
                throw new IllegalArgumentException(
                        "flushEveryMessages must be >= 1, not " + flushEveryMessages);
            }
        }
    }

    /**
     * Starts the broker and returns when it serves; fails if another one uses the directory or a
     * port.
     */
    public static KafkaBroker start(Settings settings) throws Exception {
        for (int port : List.of(settings.port(), settings.controllerPort())) {
            if (!Port.isFree(port)) {
                throw new IOException("port " + port + " for Kafka is in use by another program");
            }
        }
        Path directory = Directories.createPrivate(settings.directory());
        FileChannel lock = lock(directory);
        try {
            return new KafkaBroker(started(settings, directory.resolve("logs")), settings, lock);
        } catch (Exception e) {
            lock.close();
            throw e;
        }
    }

    private static KafkaRaftServer started(Settings settings, Path logs) throws Exception {
        format(logs);
        KafkaRaftServer server =
                new KafkaRaftServer(
                        KafkaConfig.fromProps(properties(settings, logs), false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            // What has started holds threads that would keep the JVM alive for ever.
            server.shutdown();
            throw e;
        }
    }

    /**
     * Holds the directory until the channel is closed. Kafka's own lock comes too late: by then a
     * second broker has written into the metadata of the first.
     */
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        String taken = "another broker uses the directory " + directory;
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(taken + ", in this process", e);
        }
        channel.close();
        throw new IOException(taken);
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + settings.port();
    }

    /**
     * Creates {@code topic} unless it exists, and returns when its partitions serve.
     *
     * @param config Kafka's own topic settings
     */
    public void createTopic(String topic, int partitions, Map<String, String> config)
            throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(config);
            try {
                admin.createTopics(List.of(wanted)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            awaitLeaders(admin, topic, partitions);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create topic " + topic, e.getCause());
        }
    }

    /**
     * Only the partitions' leaders can answer where they end; a new topic has none for a moment.
     */
    private static void awaitLeaders(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> all =
                IntStream.range(0, partitions)
                        .mapToObj(p -> new TopicPartition(topic, p))
                        .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
        long end = System.nanoTime() + LEADER_LIMIT.toNanos();
        while (true) {
            try {
                admin.listOffsets(all).all().get();
                return;
            } catch (ExecutionException e) {
                boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!notYet || System.nanoTime() > end) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void format(Path logs) throws Exception {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        // The directory's identity is written last: without it nothing in there has ever been
        // served.
        Directories.delete(logs);
        Files.createDirectories(logs);
        Formatter formatter =
                new Formatter()
                        .setPrintStream(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8))
                        .setClusterId(Uuid.randomUuid().toString())
                        .setNodeId(Integer.parseInt(NODE_ID))
                        .addDirectory(logs.toString())
                        .setMetadataLogDirectory(logs.toString())
                        .setControllerListenerName("CONTROLLER");
        formatter.run();
    }

    private static Properties properties(Settings settings, Path logs) {
        Properties p = new Properties();
        String broker = "PLAINTEXT://" + HOST + ":" + settings.port();
        String controller = HOST + ":" + settings.controllerPort();
        p.put("process.roles", "broker,controller");
        p.put("node.id", NODE_ID);
        p.put("controller.quorum.voters", NODE_ID + "@" + controller);
        p.put("listeners", broker + ",CONTROLLER://" + controller);
        p.put("advertised.listeners", broker);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("log.dirs", logs.toString());
        p.put("log.flush.interval.messages", Long.toString(settings.flushEveryMessages()));
        p.put("auto.create.topics.enable", "false");
        p.put("group.initial.rebalance.delay.ms", "0");
        // After a kill -9 the controller waits for the dead broker's session before it takes the
        // new one.
        p.put("broker.session.timeout.ms", "3000");
        p.put("broker.heartbeat.interval.ms", "500");
        onlyOneReplica(p);
        modestMemory(p);
        return p;
    }

    private static void onlyOneReplica(Properties p) {
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void modestMemory(Properties p) {
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.cleaner.io.buffer.size", "262144");
        p.put("log.segment.bytes", "268435456");
        // Index files are mapped at their full size until a segment is closed.
        p.put("log.index.size.max.bytes", "1048576");
        p.put("queued.max.requests", "100");
    }
}
