package io.tallybook.domain.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.wallet.GrantSchedule.Cut;
import io.tallybook.domain.wallet.GrantSchedule.Giving;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantScheduleTest {
    private static final Instant JAN_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant JAN_20 = Instant.parse("2026-01-20T00:00:00Z");
    private static final Instant FEB_1 = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MAR_1 = Instant.parse("2026-03-01T00:00:00Z");
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private static GrantSchedule monthly(Instant start, @Nullable Instant end, Cut cut) {
        return new GrantSchedule(
                start, FEB_1, ZoneOffset.UTC, Cadence.of(PeriodUnit.MONTHLY), end, cut);
    }

    @Test
    void whatIsGivenOnceIsGivenAtTheStartAndNeverAgain() {
        var once = new GrantSchedule(JAN_20, JAN_20, ZoneOffset.UTC, null, null, Cut.WHOLE);

        assertThat(once.giving(0, HUNDRED)).contains(new Giving(JAN_20, null, HUNDRED));
        assertThat(once.giving(1, HUNDRED)).isEmpty();
    }

    @Test
    void aStubBringsItsShareByTime() {
        assertThat(monthly(JAN_20, null, Cut.SHARED).giving(0, HUNDRED))
                .contains(new Giving(JAN_20, FEB_1, new BigDecimal("38.70967742")));
        assertThat(monthly(JAN_20, null, Cut.SHARED).giving(1, HUNDRED).map(Giving::credits))
                .hasValueSatisfying(c -> assertThat(c).isEqualByComparingTo(HUNDRED));
    }

    @Test
    void aStubBringsAllWhereNothingIsShared() {
        assertThat(monthly(JAN_20, null, Cut.WHOLE).giving(0, HUNDRED))
                .contains(new Giving(JAN_20, FEB_1, HUNDRED));
    }

    @Test
    void aPeriodThatTheEndCutsBringsNothingOrItsShare() {
        Instant end = Instant.parse("2026-02-15T00:00:00Z");

        assertThat(monthly(JAN_1, end, Cut.WHOLE).giving(1, HUNDRED)).isEmpty();
        assertThat(monthly(JAN_1, end, Cut.SHARED).giving(1, HUNDRED))
                .contains(new Giving(FEB_1, end, new BigDecimal("50.00000000")));
        assertThat(monthly(JAN_1, end, Cut.SHARED).giving(2, HUNDRED)).isEmpty();
        assertThat(monthly(JAN_1, MAR_1, Cut.WHOLE).giving(1, HUNDRED)).isPresent();
    }

    @Property(tries = 5_000)
    void theTwoPartsOfAMonthBringTheWholeMonth(
            @ForAll @IntRange(min = 1, max = 30) int day,
            @ForAll @IntRange(min = 1, max = 1_000_000) int credits) {
        Instant cut = JAN_1.plus(Duration.ofDays(day));
        BigDecimal all = BigDecimal.valueOf(credits, 3);
        Optional<Giving> before =
                new GrantSchedule(
                                JAN_1,
                                JAN_1,
                                ZoneOffset.UTC,
                                Cadence.of(PeriodUnit.MONTHLY),
                                cut,
                                Cut.SHARED)
                        .giving(0, all);
        Optional<Giving> after = monthly(cut, null, Cut.SHARED).giving(0, all);

        assertThat(before.orElseThrow().credits().add(after.orElseThrow().credits()))
                .isEqualByComparingTo(all);
    }
}
