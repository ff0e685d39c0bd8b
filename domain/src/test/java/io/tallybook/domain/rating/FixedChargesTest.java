package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.FixedCharges.Fee;
import io.tallybook.domain.rating.FixedCharges.Held;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FixedChargesTest {
    private static final CurrencyCode EUR = CurrencyCode.of("EUR");
    private static final Ratio REST = Ratio.of(11, 31);

    private static Held held(String addOn, String unitAmount, String units) {
        return new Held(
                addOn, new PricingModel.FlatFee(new BigDecimal(unitAmount)), new BigDecimal(units));
    }

    private static Fee fee(String addOn, long cents) {
        return new Fee(addOn, Money.ofMinor(cents, EUR));
    }

    private static List<Long> ahead(String unitAmount, String... levels) {
        return FixedCharges.levelsAhead(
                        new PricingModel.FlatFee(new BigDecimal(unitAmount)),
                        Stream.of(levels).map(BigDecimal::new).toList(),
                        EUR)
                .stream()
                .map(one -> one.amount().minor())
                .toList();
    }

    @Test
    void eachAddOnPaysItsUnitsForItsShareOfThePeriod() {
        List<Held> plan = List.of(held("seats", "1", "10"), held("desks", "3", "5"));
        assertThat(FixedCharges.fees(plan, Ratio.of(13, 31), EUR))
                .containsExactly(fee("seats", 419), fee("desks", 629));
    }

    @Test
    void anAddOnOfBothPlansPaysOnlyWhatItCostsMore() {
        List<Held> old = List.of(held("seats", "1", "10"), held("desks", "3", "5"));
        List<Held> now = List.of(held("desks", "10", "10"), held("rooms", "20", "1"));
        assertThat(FixedCharges.upgradedAhead(old, now, REST, EUR))
                .containsExactly(fee("desks", 3548 - 532), fee("rooms", 710));
    }

    @Test
    void anAddOnThatGrowsCheaperPaysNothing() {
        assertThat(
                        FixedCharges.upgradedAhead(
                                List.of(held("seats", "9", "1")),
                                List.of(held("seats", "1", "1")),
                                REST,
                                EUR))
                .containsExactly(fee("seats", 0));
    }

    @Test
    void anAddOnThatTheOldPlanHeldTwiceIsSetOffByBoth() {
        List<Held> old = List.of(held("seats", "31", "1"), held("seats", "31", "1"));
        assertThat(FixedCharges.upgradedAhead(old, List.of(held("seats", "31", "3")), REST, EUR))
                .containsExactly(fee("seats", 1100));
    }

    @Test
    void unitsThatWereGivenBackAndTakenAgainAreNotPaidTwice() {
        assertThat(ahead("10", "10", "5", "15")).containsExactly(10_000L, 0L, 5_000L);
        assertThat(ahead("4", "2", "4")).containsExactly(800L, 800L);
        assertThat(ahead("4")).isEmpty();
    }

    @Test
    void inArrearsTheLastLevelOfThePeriodIsCharged() {
        Held desks =
                new Held(
                        "desks",
                        new PricingModel.Graduated(
                                List.of(
                                        new Tier(
                                                new BigDecimal("5"),
                                                new BigDecimal("0.1"),
                                                BigDecimal.TEN),
                                        new Tier(null, new BigDecimal("2"), new BigDecimal("20")))),
                        FixedCharges.unitsInArrears(
                                List.of(new BigDecimal("62"), new BigDecimal("3.1"))));
        assertThat(FixedCharges.fees(List.of(desks), Ratio.ONE, EUR))
                .containsExactly(fee("desks", 1031));
        assertThat(FixedCharges.unitsInArrears(List.of())).isEqualByComparingTo("0");
    }

    @Test
    void theAmountOfAUnitIsItsPartOfTheFee() {
        Money fee = Money.ofMinor(1000, EUR);
        assertThat(FixedCharges.unitAmount(fee, new BigDecimal("3")))
                .isEqualTo(Money.ofMinor(333, EUR));
        assertThat(FixedCharges.unitAmount(fee, BigDecimal.ZERO)).isEqualTo(Money.zero(EUR));
    }
}
