package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SubscriptionTimelineTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    private static final Cadence MONTHLY = Cadence.of(PeriodUnit.MONTHLY);

    @Test
    void aMoveFromTokyoToLosAngelesLengthensTheRunningMonth() {
        var inTokyo =
                BillingSchedule.calendar(Instant.parse("2021-12-10T00:00:00Z"), TOKYO, MONTHLY);
        var periods =
                SubscriptionTimeline.of(inTokyo)
                        .movedTo(LOS_ANGELES, Instant.parse("2022-02-10T00:00:00Z"))
                        .periodsUntil(Instant.parse("2022-03-15T00:00:00Z"));
        assertThat(periods)
                .extracting(BillingPeriod::toString)
                .containsExactly(
                        "[2021-12-10T00:00:00Z, 2021-12-31T15:00:00Z)",
                        "[2021-12-31T15:00:00Z, 2022-01-31T15:00:00Z)",
                        "[2022-01-31T15:00:00Z, 2022-03-01T08:00:00Z)",
                        "[2022-03-01T08:00:00Z, 2022-04-01T07:00:00Z)");
    }

    @Test
    void aMoveToTheEastInTheLastHoursKeepsTheOldEndOnce() {
        var inLosAngeles =
                BillingSchedule.calendar(
                        Instant.parse("2022-02-01T08:00:00Z"), LOS_ANGELES, MONTHLY);
        var periods =
                SubscriptionTimeline.of(inLosAngeles)
                        .movedTo(TOKYO, Instant.parse("2022-03-01T00:00:00Z"))
                        .periodsUntil(Instant.parse("2022-03-20T00:00:00Z"));
        assertThat(periods)
                .extracting(BillingPeriod::toString)
                .containsExactly(
                        "[2022-02-01T08:00:00Z, 2022-03-01T08:00:00Z)",
                        "[2022-03-01T08:00:00Z, 2022-03-31T15:00:00Z)");
    }

    @Test
    void anAnchorOfTheThirtyFirstSurvivesAMove() {
        var schedule =
                BillingSchedule.anniversary(
                        Instant.parse("2024-01-31T12:00:00Z"), ZoneOffset.UTC, MONTHLY);
        var periods =
                SubscriptionTimeline.of(schedule)
                        .movedTo(TOKYO, Instant.parse("2024-02-10T00:00:00Z"))
                        .periodsUntil(Instant.parse("2024-04-01T00:00:00Z"));
        assertThat(periods)
                .extracting(period -> period.end().toString())
                .containsExactly(
                        "2024-02-29T03:00:00Z", "2024-03-31T03:00:00Z", "2024-04-30T03:00:00Z");
    }

    @Test
    void aChangeOfScheduleEndsTheRunningPeriodAndBeginsAnother() {
        var monthly =
                BillingSchedule.anniversary(
                        Instant.parse("2024-01-10T00:00:00Z"), ZoneOffset.UTC, MONTHLY);
        var annual =
                BillingSchedule.anniversary(
                        Instant.parse("2024-02-20T00:00:00Z"),
                        ZoneOffset.UTC,
                        Cadence.of(PeriodUnit.ANNUAL));
        var timeline = SubscriptionTimeline.of(monthly).changedTo(annual);
        assertThat(timeline.periodsUntil(Instant.parse("2024-06-01T00:00:00Z")))
                .extracting(BillingPeriod::toString)
                .containsExactly(
                        "[2024-01-10T00:00:00Z, 2024-02-10T00:00:00Z)",
                        "[2024-02-10T00:00:00Z, 2024-02-20T00:00:00Z)",
                        "[2024-02-20T00:00:00Z, 2025-02-20T00:00:00Z)");
        assertThat(timeline.periodsUntil(Instant.parse("2024-02-11T00:00:00Z"))).hasSize(2);
        assertThatThrownBy(() -> timeline.movedTo(TOKYO, Instant.parse("2024-02-19T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2024-02-19T00:00:00Z")
                .hasMessageContaining("2024-02-20T00:00:00Z");
        assertThat(SubscriptionTimeline.of(monthly).changedTo(monthly).stretches()).hasSize(1);
    }

    @Test
    void aMoveInTheLastPeriodOfASubscriptionChangesNothing() {
        var ending =
                BillingSchedule.calendar(
                                Instant.parse("2022-02-01T08:00:00Z"), LOS_ANGELES, MONTHLY)
                        .endingAt(Instant.parse("2022-02-20T00:00:00Z"));
        var timeline = SubscriptionTimeline.of(ending);
        assertThat(timeline.movedTo(TOKYO, Instant.parse("2022-02-10T00:00:00Z")))
                .isEqualTo(timeline);
    }

    @Test
    void aRunningPeriodThatAMoveLengthensStillEndsWithTheSubscription() {
        var ending =
                BillingSchedule.calendar(Instant.parse("2022-01-31T15:00:00Z"), TOKYO, MONTHLY)
                        .endingAt(Instant.parse("2022-03-01T00:00:00Z"));
        assertThat(
                        SubscriptionTimeline.of(ending)
                                .movedTo(LOS_ANGELES, Instant.parse("2022-02-10T00:00:00Z"))
                                .periodsUntil(Instant.MAX))
                .extracting(BillingPeriod::toString)
                .containsExactly("[2022-01-31T15:00:00Z, 2022-03-01T00:00:00Z)");
    }

    @Test
    void aBridgeIsOneOfThePeriodsFromItsStartOn() {
        var inTokyo =
                BillingSchedule.calendar(Instant.parse("2022-01-31T15:00:00Z"), TOKYO, MONTHLY);
        var moved =
                SubscriptionTimeline.of(inTokyo)
                        .movedTo(LOS_ANGELES, Instant.parse("2022-02-10T00:00:00Z"));
        assertThat(moved.stretches()).hasSize(2);
        assertThat(moved.stretches().getFirst().start()).isEqualTo("2022-01-31T15:00:00Z");
        assertThat(moved.periodsUntil(Instant.parse("2022-01-31T15:00:00Z"))).hasSize(1);
        assertThat(moved.periodsUntil(Instant.parse("2022-01-31T14:59:59Z"))).isEmpty();
    }
}
