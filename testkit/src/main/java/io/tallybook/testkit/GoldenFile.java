package io.tallybook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AssertionFailureBuilder;

/**
 * A committed text that an output must equal. {@code -Dgolden=update} rewrites it; the diff is then
 * read in review.
 *
 * <p>A missing file is a failure, never a silent first write: otherwise a renamed test would
 * approve itself.
 */
public final class GoldenFile {
    private static final Path ROOT = Path.of("src", "test", "resources", "golden");

    private GoldenFile() {}

    /**
     * Compares {@code actual} with {@code src/test/resources/golden/NAME} of the module under test.
     */
    public static void assertMatches(String name, String actual) {
        assertMatches(ROOT.resolve(name), actual);
    }

    /** Compares {@code actual} with {@code file}; line ends and one final line end do not count. */
    public static void assertMatches(Path file, String actual) {
        String text = normal(actual);
        try {
            if ("update".equals(System.getProperty("golden"))) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
                return;
            }
            if (Files.notExists(file)) {
                throw new AssertionError(
                        "no golden file "
                                + file
                                + "; make it with -Dgolden=update. It would hold:\n"
                                + text);
            }
            String expected = normal(Files.readString(file));
            if (!expected.equals(text)) {
                throw AssertionFailureBuilder.assertionFailure()
                        .message(file + " differs; -Dgolden=update rewrites it")
                        .expected(expected)
                        .actual(text)
                        .build();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + file, e);
        }
    }

    private static String normal(String text) {
        return text.replace("\r\n", "\n").stripTrailing() + "\n";
    }
}
