package io.tallybook.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.testkit.Tidy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TidyHouseTest {
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everyTestWaitsForAConditionAndEverySourceIsTidy() throws IOException {
        assertThat(
                        Tidy.of(sources("test"))
                                .banning(
                                        "Thread.sleep",
                                        "wait for a condition: testkit's Eventually")
                                .findings())
                // Tables of inputs are long on purpose, and what is planted is meant to be untidy.
                .filteredOn(TidyHouseTest::countsInTests)
                .isEmpty();
        assertThat(
                        Tidy.of(sources("main"))
                                .banning("printStackTrace", "log it, or let it go")
                                .findings())
                // The formatter keeps lines short; what is longer is SQL, or a table.
                .filteredOn(finding -> !finding.what().startsWith("a line of"))
                .isEmpty();
    }

    private static boolean countsInTests(Tidy.Finding finding) {
        return finding.what().contains("Thread.sleep") || finding.what().contains("disabled");
    }

    private static Path[] sources(String kind) throws IOException {
        try (Stream<Path> rooms = Files.list(HOUSE)) {
            List<Path> found =
                    rooms.map(room -> room.resolve("src").resolve(kind).resolve("java"))
                            .filter(Files::isDirectory)
                            .sorted()
                            .toList();
            assertThat(found).as("rooms under %s", HOUSE).hasSizeGreaterThan(8);
            return found.toArray(Path[]::new);
        }
    }
}
