package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant START = Instant.parse("2024-03-25T09:00:00Z");

    @Test
    void daysOfTheClockEndAtTheSameClockTimeAcrossDaylightSaving() {
        assertThat(Trial.ofDays(START, BERLIN, 10).orElseThrow().period())
                .hasToString("[2024-03-25T09:00:00Z, 2024-04-04T08:00:00Z)");
    }

    @Test
    void daysOfTheCalendarEndAtMidnight() {
        assertThat(Trial.ofCalendarDays(START, BERLIN, 10).orElseThrow().period())
                .hasToString("[2024-03-25T09:00:00Z, 2024-04-03T22:00:00Z)");
        assertThat(Trial.ofCalendarDays(START, BERLIN, 1).orElseThrow().period().end())
                .isEqualTo("2024-03-25T23:00:00Z");
    }

    @Test
    void noDaysAreNoTrialAndNegativeDaysAreRefused() {
        assertThat(Trial.ofDays(START, BERLIN, 0)).isEmpty();
        assertThat(Trial.ofCalendarDays(START, BERLIN, 0)).isEmpty();
        assertThatThrownBy(() -> Trial.ofDays(START, BERLIN, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> Trial.ofCalendarDays(START, BERLIN, -2))
                .hasMessageContaining("-2");
    }

    @Test
    void aCalendarSubscriptionKeepsToTheCalendarAfterItsTrial() {
        Trial trial = Trial.ofDays(START, BERLIN, 10).orElseThrow();
        Cadence monthly = Cadence.of(PeriodUnit.MONTHLY);
        assertThat(trial.scheduleAfter(BERLIN, monthly, BillingCycle.CALENDAR).period(0))
                .hasToString("[2024-04-04T08:00:00Z, 2024-04-30T22:00:00Z)");
        assertThat(trial.scheduleAfter(BERLIN, monthly, BillingCycle.ANNIVERSARY).period(0))
                .hasToString("[2024-04-04T08:00:00Z, 2024-05-04T08:00:00Z)");
    }
}
