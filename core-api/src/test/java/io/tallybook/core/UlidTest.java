package io.tallybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UlidTest {
    @Test
    void whatIsMadeOfAMomentIsOne() {
        String text = Ulid.derived(Instant.parse("2024-02-29T12:00:00Z"), "a", "b").value();
        assertThat(new Ulid(text).value()).isEqualTo(text).hasSize(26).startsWith("01HQ");
        assertThat(new Ulid("7ZZZZZZZZZZZZZZZZZZZZZZZZZ").value()).hasSize(26);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01HQTPM6000000000000000000A",
                "01HQTPM60000000000000000",
                "81HQTPM600000000000000000A",
                "01HQTPM60000000000000000IA",
                "01HQTPM60000000000000000LA",
                "01HQTPM60000000000000000OA",
                "01HQTPM60000000000000000UA",
                "01HQTPM60000000000000000aA",
                "01HQTPM60000000000000000éA"
            })
    void whatHasAnotherLengthOrOtherLettersOrIsBeyondAllTimeIsNone(String text) {
        assertThatThrownBy(() -> new Ulid(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
