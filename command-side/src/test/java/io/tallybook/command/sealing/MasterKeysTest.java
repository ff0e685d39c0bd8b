package io.tallybook.command.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {
    private static final String FIRST = "1:" + Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir Path directory;

    @Test
    void theFileIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        Path file = directory.resolve("data").resolve("master.keys");
        MasterKeys made = MasterKeys.in(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKeys.in(file).of(1)).isEqualTo(made.of(1));
    }

    @Test
    void aFileThatOthersReadIsNotTaken() throws IOException {
        Path file = directory.resolve("master.keys");
        Files.writeString(file, FIRST);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKeys.in(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("600");
    }

    @Test
    void theHighestVersionIsTheCurrentOne() {
        String second = "2:" + Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(MasterKeys.parse(second + ", " + FIRST).current()).isEqualTo(2);
        assertThat(MasterKeys.parse(FIRST + "\n" + second + "\n").current()).isEqualTo(2);
    }

    @Test
    void aVersionThatIsMissingIsNamed() {
        assertThatThrownBy(() -> MasterKeys.parse(FIRST).of(7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("master key 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "x:AAAA", "0:AAAA", "1:AAAA", "1:not base64!"})
    void whatIsNoKeyIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> MasterKeys.parse(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("master keys: ")
                .hasMessageNotContaining("AAAA");
    }
}
