package io.tallybook.command.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZonesTest {
    @ParameterizedTest
    @CsvSource({
        "UTC, UTC",
        "utc, UTC",
        "GMT, GMT",
        "IST, Asia/Kolkata",
        "ist, Asia/Kolkata",
        "PST, America/Los_Angeles",
        "EST, America/New_York",
        "CET, Europe/Paris",
        "Europe/Berlin, Europe/Berlin",
        "America/Argentina/Buenos_Aires, America/Argentina/Buenos_Aires",
    })
    void regionsAndAbbreviationsAreFound(String text, String zone) {
        assertThat(TimeZones.find(text)).contains(ZoneId.of(zone));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Mars/Olympus", "europe/berlin", "+02:00", "SystemV/EST5", "Z0"})
    void anythingElseIsNoZone(String text) {
        assertThat(TimeZones.find(text)).isEmpty();
    }

    @Test
    void whatIsFoundIsARegionWithRulesOfItsOwn() {
        assertThat(TimeZones.find("IST").orElseThrow().getId()).isEqualTo("Asia/Kolkata");
    }
}
