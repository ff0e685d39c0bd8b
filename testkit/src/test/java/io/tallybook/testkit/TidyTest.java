package io.tallybook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {
    @TempDir Path directory;

    @Test
    void aTidyFileHasNoFindings() throws IOException {
        write("class Fine { int f(int x) { return switch (x) { case 1 -> 2; default -> 3; }; } }");

        assertThat(Tidy.of(directory).findings()).isEmpty();
    }

    @Test
    void aMethodMayHaveSeventyLinesAndNotMore() throws IOException {
        write("class A {\n void f() {\n" + "  int x;\n".repeat(68) + " }\n}");
        assertThat(Tidy.of(directory).findings()).isEmpty();

        write("class A {\n void f() {\n" + "  int x;\n".repeat(69) + " }\n}");
        assertThat(whats()).containsExactly("method f has 71 lines");
    }

    @Test
    void aLineMayHaveAHundredCharactersAndNotMore() throws IOException {
        write("// " + "x".repeat(97) + "\nclass A {}");
        assertThat(Tidy.of(directory).findings()).isEmpty();

        write("import " + "a.".repeat(80) + "B;\n// " + "x".repeat(98) + "\nclass A {}");
        assertThat(Tidy.of(directory).findings())
                .singleElement()
                .satisfies(f -> assertThat(f.line()).isEqualTo(2))
                .hasToString(directory.resolve("Source.java") + ":2: a line of 101 characters");
    }

    @Test
    void vagueNamesColonLabelsLoneTodosAndDisabledTestsAreFound() throws IOException {
        write(
                """
                class OrderManager {
                    // LATER mend this
                    // LATER #12 and this
                    @Disabled
                    void f(int x) {
                        switch (x) {
                            case 1: return;
                        }
                    }
                }
                """
                        .replace("LATER", "TODO"));

        assertThat(whats())
                .containsExactlyInAnyOrder(
                        "type OrderManager has a name that says nothing",
                        "a TODO without an issue",
                        "a disabled test: mend it or remove it",
                        "a case label with a colon: use an arrow");
    }

    @Test
    void aBannedCallIsFoundAndItsNameInATextIsNot() throws IOException {
        write(
                "class A { String s = \"Thread.sleep(1)\";"
                        + " void f() throws Exception { Thread.sleep(1); } }");

        assertThat(Tidy.of(directory).banning("Thread.sleep", "wait for a condition").findings())
                .singleElement()
                .satisfies(
                        f -> assertThat(f.what()).isEqualTo("Thread.sleep: wait for a condition"));
    }

    @Test
    void lookingAtNothingIsAnError() {
        assertThatThrownBy(() -> Tidy.of(directory).findings())
                .hasMessageContaining("no .java file");
        assertThatThrownBy(() -> Tidy.of(directory.resolve("gone")).findings())
                .hasMessageContaining("gone");
    }

    private List<String> whats() {
        return Tidy.of(directory).findings().stream().map(Tidy.Finding::what).toList();
    }

    private void write(String source) throws IOException {
        Files.writeString(directory.resolve("Source.java"), source);
    }
}
