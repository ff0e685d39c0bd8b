package io.tallybook.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * HTTP/1.1 over connections kept open, and nothing more: a load generator on the same machine must
 * cost little beside what it measures.
 *
 * @param key goes with each request, as {@code x-api-key}
 */
record Connections(URI server, String key, Queue<Connection> idle) implements AutoCloseable {
    private static final int SUCCESS_END = 300;

    Connections(String server, String key) {
        this(URI.create(server), key, new ConcurrentLinkedQueue<>());
    }

    /** The body of the answer. Errors: IOException with the answer, if it is not a success. */
    String send(String method, String path, String body) throws IOException {
        Connection connection = idle.poll();
        if (connection == null) {
            connection = new Connection(new Socket(server.getHost(), server.getPort()));
        }
        connection.write(head(method, path, body));
        String answer = connection.read(method + " " + path);
        idle.add(connection);
        return answer;
    }

    private String head(String method, String path, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return method
                + " "
                + path
                + " HTTP/1.1\r\nHost: "
                + server.getAuthority()
                + "\r\nx-api-key: "
                + key
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + length
                + "\r\n\r\n"
                + body;
    }

    @Override
    public void close() throws IOException {
        for (Connection each = idle.poll(); each != null; each = idle.poll()) {
            each.socket.close();
        }
    }

    private static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 16_384);
            out = socket.getOutputStream();
        }

        void write(String request) throws IOException {
            out.write(request.getBytes(StandardCharsets.UTF_8));
        }

        String read(String asked) throws IOException {
            String status = line();
            int length = -1;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
                }
            }
            if (length < 0) {
                throw new IOException(asked + ": an answer without content-length: " + status);
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (Integer.parseInt(status.split(" ", 3)[1]) >= SUCCESS_END) {
                throw new IOException(asked + ": " + status + " " + body);
            }
            return body;
        }

        private String line() throws IOException {
            StringBuilder text = new StringBuilder(64);
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection was closed within an answer");
                }
                if (next != '\r') {
                    text.append((char) next);
                }
            }
            return text.toString();
        }
    }
}
