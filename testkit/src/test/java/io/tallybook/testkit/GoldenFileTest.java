package io.tallybook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFileTest {
    @TempDir Path directory;
    private String asked;

    @BeforeEach
    void remember() {
        asked = System.getProperty("golden", "");
        System.clearProperty("golden");
    }

    @AfterEach
    void restore() {
        System.setProperty("golden", asked);
    }

    @Test
    void theSameTextMatchesWhateverItsLineEnds() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "one\ntwo\n");

        GoldenFile.assertMatches(file, "one\r\ntwo");
    }

    @Test
    void anotherTextFailsAndShowsBoth() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "one\n");

        assertThatThrownBy(() -> GoldenFile.assertMatches(file, "two"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("one")
                .hasMessageContaining("two");
    }

    @Test
    void aMissingFileFailsAndIsNotWritten() {
        Path file = directory.resolve("missing.txt");

        assertThatThrownBy(() -> GoldenFile.assertMatches(file, "text"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no golden file");
        assertThat(file).doesNotExist();
    }

    @Test
    void updateWritesIt() {
        System.setProperty("golden", "update");
        Path file = directory.resolve("below").resolve("a.txt");

        GoldenFile.assertMatches(file, "text");

        assertThat(file).hasContent("text\n");
    }
}
