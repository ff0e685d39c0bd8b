package io.tallybook.query.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.entitlement.AccessAnswer.Verdict;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.entitlement.Hardness;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.entitlement.Reset;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedPartTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static CountedPart part(Limit limit, Hardness hardness, int hours, int used) {
        return CountedPart.of(
                new Grants.Part(
                        new Entitlement.Metered(limit, Reset.HOUR, hardness, Optional.empty()),
                        List.of()),
                new LimitReading.Counted(
                        new BillingPeriod(NOON, NOON.plusSeconds(3_600L * hours)),
                        BigDecimal.valueOf(used)),
                BigDecimal.ONE);
    }

    private static Limit upTo(int limit) {
        return Limit.upTo(BigDecimal.valueOf(limit));
    }

    @ParameterizedTest(name = "2 an hour {0}, 3 a day {1}: {2} used: {3} by {4} hours")
    @CsvSource({
        "HARD, HARD, 1, WITHIN_LIMIT, 1",
        "HARD, HARD, 2, LIMIT_REACHED, 1",
        // Of two that refuse, the one that does so for longer.
        "HARD, HARD, 3, LIMIT_REACHED, 24",
        "SOFT, HARD, 2, BEYOND_SOFT_LIMIT, 1",
        "SOFT, HARD, 3, LIMIT_REACHED, 24",
        "SOFT, SOFT, 3, BEYOND_SOFT_LIMIT, 1",
    })
    void theFirstToBeUsedUpDecides(
            Hardness hour, Hardness day, int used, Verdict verdict, int hours) {
        CountedPart deciding =
                CountedPart.deciding(
                        List.of(part(upTo(2), hour, 1, used), part(upTo(3), day, 24, used)));
        assertThat(deciding.verdict()).isEqualTo(verdict);
        assertThat(Objects.requireNonNull(deciding.window()).length().toHours()).isEqualTo(hours);
    }

    @Test
    void moreThanThereIsInAnyWindowIsRefusedThoughNoneIsOpen() {
        Grants.Part five =
                new Grants.Part(
                        new Entitlement.Metered(
                                upTo(5), Reset.HOUR, Hardness.HARD, Optional.empty()),
                        List.of());
        LimitReading.Counted nothing = new LimitReading.Counted(null, BigDecimal.ZERO);
        CountedPart hourly = part(upTo(2), Hardness.HARD, 1, 2);

        assertThat(CountedPart.of(five, nothing, BigDecimal.valueOf(5)).verdict())
                .isEqualTo(Verdict.WITHIN_LIMIT);
        CountedPart refused = CountedPart.of(five, nothing, BigDecimal.valueOf(6));
        assertThat(refused.verdict()).isEqualTo(Verdict.LIMIT_REACHED);
        assertThat(CountedPart.deciding(List.of(hourly, refused))).isEqualTo(refused);
    }

    @Test
    void whatAnAmountBuysIsShownWithTwelveDecimals() {
        Limit third = Limit.upTo(new BigDecimal("33.3333333333333333333333333333333333333333"));
        assertThat(part(third, Hardness.HARD, 1, 0).limit()).isEqualTo("33.333333333333");
    }

    @Test
    void whatIsUnlimitedDecidesOnlyAlone() {
        CountedPart endless = part(Limit.unlimited(), Hardness.HARD, 1, 9);
        CountedPart most = part(upTo(100), Hardness.HARD, 24, 9);
        assertThat(CountedPart.deciding(List.of(endless, most))).isEqualTo(most);
        assertThat(CountedPart.deciding(List.of(endless)).verdict()).isEqualTo(Verdict.UNLIMITED);
    }
}
