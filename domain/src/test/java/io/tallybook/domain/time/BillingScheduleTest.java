package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BillingScheduleTest {

    @Test
    void theThirtyFirstReturnsAfterAShortMonth() {
        var schedule =
                BillingSchedule.anniversary(
                        Instant.parse("2024-01-31T10:00:00Z"),
                        ZoneOffset.UTC,
                        Cadence.of(PeriodUnit.MONTHLY));
        assertThat(schedule.period(0).end()).isEqualTo("2024-02-29T10:00:00Z");
        assertThat(schedule.period(1).end()).isEqualTo("2024-03-31T10:00:00Z");
        assertThat(schedule.period(2).end()).isEqualTo("2024-04-30T10:00:00Z");
    }

    @Test
    void aCalendarScheduleBeginsWithAStub() {
        var schedule =
                BillingSchedule.calendar(
                        Instant.parse("2024-03-20T00:00:00Z"),
                        ZoneId.of("America/New_York"),
                        Cadence.of(PeriodUnit.QUARTERLY));
        assertThat(schedule.period(0).end()).isEqualTo("2024-04-01T04:00:00Z");
        assertThat(schedule.period(3).end()).isEqualTo("2025-01-01T05:00:00Z");
        assertThat(schedule.indexAt(Instant.parse("2024-12-31T23:59:59Z"))).isEqualTo(3);
    }
}
