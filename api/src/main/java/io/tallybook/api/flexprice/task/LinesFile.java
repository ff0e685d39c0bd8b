package io.tallybook.api.flexprice.task;

import io.tallybook.api.request.Body;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One JSON object a line (NDJSON, UTF-8); empty lines are passed over. */
final class LinesFile implements UsageFile {
    private static final int LINE_CHARS_MAX = 1024 * 1024;

    private final BufferedReader reader;
    private long number;

    LinesFile(InputStream in) {
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Entry next() throws IOException, BrokenFile {
        while (true) {
            String line = line();
            if (line == null) {
                return null;
            }
            if (!line.isBlank()) {
                number++;
                return new Entry(number, line, () -> Body.ofLine(line, 1));
            }
        }
    }

    // Not readLine(), which would read a file without any line end into memory.
    private @Nullable String line() throws IOException, BrokenFile {
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder(256);
        while (c >= 0 && c != '\n') {
            if (line.length() == LINE_CHARS_MAX) {
                throw new BrokenFile(
                        "behind record %d: a line of more than 1 MiB".formatted(number));
            }
            line.append((char) c);
            c = reader.read();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
