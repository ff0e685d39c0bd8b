package io.tallybook.benchmarks.load;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.tallybook.embedded.home.EngineHome;
import io.tallybook.embedded.home.Port;
import io.tallybook.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What this machine can do at most of the two things that a write is made of. */
final class Limits {
    private static final int REQUESTS = 40_000;
    private static final int COMMITS = 10_000;
    private static final int WRITERS = 8;

    private Limits() {}

    static void print(int inFlight) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "the machine: %,.0f HTTP echoes/s with this generator, %d in flight;"
                        + " %,.0f durable commits/s of one row in Postgres, %d writers%n",
                echoes(inFlight),
                inFlight,
                commits(),
                WRITERS);
    }

    private static double echoes(int inFlight) throws Exception {
        DisposableServer server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .handle(
                                (request, response) ->
                                        request.receive()
                                                .aggregate()
                                                .asByteArray()
                                                .flatMap(
                                                        body ->
                                                                response.header(
                                                                                HttpHeaderNames
                                                                                        .CONTENT_LENGTH,
                                                                                Integer.toString(
                                                                                        body.length))
                                                                        .sendObject(
                                                                                Mono.just(
                                                                                        Unpooled
                                                                                                .wrappedBuffer(
                                                                                                        body)))
                                                                        .then()))
                        .bindNow();
        try (Connections connections =
                new Connections("http://127.0.0.1:" + server.port(), "none")) {
            Workers.Piece echo = i -> CustomerCreation.create(connections, "echo-" + i);
            Workers.run(REQUESTS, inFlight, echo);
            long start = System.nanoTime();
            Workers.run(REQUESTS, inFlight, echo);
            return REQUESTS / ((System.nanoTime() - start) / 1e9);
        } finally {
            server.disposeNow();
        }
    }

    private static double commits() throws Exception {
        Path directory = Files.createTempDirectory("tallybook-limit");
        try (PostgresServer server =
                PostgresServer.start(directory, Port.free(), EngineHome.ofUser())) {
            return commits(server);
        } finally {
            delete(directory);
        }
    }

    private static double commits(PostgresServer server) throws Exception {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                all.add(server.connect("postgres"));
            }
            try (Statement statement = all.getFirst().createStatement()) {
                statement.execute("create table written (id bigserial primary key, what text)");
            }
            Queue<Connection> idle = new ConcurrentLinkedQueue<>(all);
            Workers.run(COMMITS / 10, WRITERS, i -> write(idle, i));
            long start = System.nanoTime();
            Workers.run(COMMITS, WRITERS, i -> write(idle, i));
            return COMMITS / ((System.nanoTime() - start) / 1e9);
        } finally {
            for (Connection each : all) {
                each.close();
            }
        }
    }

    private static void write(Queue<Connection> idle, int number) throws SQLException {
        Connection connection = idle.remove();
        try (PreparedStatement insert =
                connection.prepareStatement("insert into written (what) values (?)")) {
            insert.setString(1, "row " + number);
            insert.executeUpdate();
        } finally {
            idle.add(connection);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
