package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.money.Ratio;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaidDaysTest {
    private static PaidDays month(String first, ZoneId zone) {
        LocalDate day = LocalDate.parse(first);
        return PaidDays.whole(
                new BillingPeriod(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusMonths(1).atStartOfDay(zone).toInstant()),
                zone);
    }

    private static PaidDays april() {
        return month("2024-04-01", ZoneOffset.UTC);
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    @Test
    void aWholePeriodIsPaidInFullAndLeavesNothing() {
        assertThat(april().share()).isEqualTo(Ratio.ONE);
        assertThat(april().unused()).isEqualTo(Ratio.ZERO);
        assertThat(april().unusedDays()).isZero();
    }

    @ParameterizedTest(name = "from {0}, ended {1}: {2} of 30 days, {3} left")
    @CsvSource({
        "2024-04-21, 2024-04-30, 10, 0",
        "2024-04-01, 2024-04-01, 1, 29",
        "2024-04-11, 2024-04-20, 10, 10",
        "2024-03-15, 2024-04-20, 20, 10",
        "2024-04-11, 2024-05-20, 20, 0",
        "2024-04-20, 2024-04-11, 0, 19",
    })
    void theDayOfTheStartAndTheDayOfTheEndArePaid(String from, String ended, int paid, int left) {
        PaidDays days = april().from(day(from)).terminatedOn(day(ended));
        assertThat(days.share()).isEqualTo(Ratio.of(paid, 30));
        assertThat(days.unused()).isEqualTo(Ratio.of(left, 30));
        assertThat(days.unusedDays()).isEqualTo(left);
    }

    @Test
    void theDayOfAnUpgradeBelongsToTheNewPlan() {
        PaidDays old = april().upgradedOn(day("2024-04-11"));
        PaidDays now = april().from(day("2024-04-11"));
        assertThat(old.share()).isEqualTo(Ratio.of(10, 30));
        assertThat(old.share().plus(now.share())).isEqualTo(Ratio.ONE);
        assertThat(old.unused()).isEqualTo(now.share());
    }

    @ParameterizedTest(name = "{1} days of trial from {0}: {2} of 30 days paid")
    @CsvSource({
        "2024-04-10, 6, 15",
        "2024-04-10, 0, 21",
        "2024-03-25, 10, 27",
        "2024-03-01, 10, 30",
        "2024-04-10, 45, 0",
    })
    void theDaysOfATrialAreNotPaid(String subscribed, int trial, int paid) {
        PaidDays days = april().from(day(subscribed)).afterTrial(day(subscribed), trial);
        assertThat(days.share()).isEqualTo(Ratio.of(paid, 30));
    }

    @Test
    void daysAreThoseOfTheCustomersCalendarAlsoWhereClocksChange() {
        PaidDays march = month("2024-03-01", ZoneId.of("America/New_York"));
        assertThat(march.from(day("2024-03-11")).share()).isEqualTo(Ratio.of(21, 31));
        assertThat(march.terminatedOn(day("2024-03-10")).share()).isEqualTo(Ratio.of(10, 31));
    }

    @Test
    void aTrialOfFewerThanNoDaysIsRefused() {
        assertThatThrownBy(() -> april().afterTrial(day("2024-04-01"), -1))
                .hasMessage("trial days: got -1, expected 0 or more");
    }
}
