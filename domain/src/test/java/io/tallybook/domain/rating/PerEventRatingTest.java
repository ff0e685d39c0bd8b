package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PerEventRatingTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @Test
    void eachEventPaysItsOwnUnits() {
        assertThat(cents(flat("10"), Conventions.LAGO, "1", "1")).containsExactly(1000L, 1000L);
    }

    @Test
    void unitsAlreadyPaidForAreNotPaidAgain() {
        var fees = PerEventRating.fees(flat("1"), values("10", "-4", "8"), USD, Conventions.LAGO);
        assertThat(fees).extracting(fee -> fee.units().intValue()).containsExactly(10, 0, 4);
        assertThat(fees).extracting(fee -> fee.amount().minor()).containsExactly(1000L, 0L, 400L);
        assertThat(cents(flat("1"), Conventions.LAGO, "1", "-1", "1"))
                .containsExactly(100L, 0L, 0L);
    }

    @Test
    void aPackageIsPaidByTheEventThatBeginsIt() {
        var packages =
                new PackageFee(
                        new BigDecimal("100"),
                        BigDecimal.TWO,
                        PackageRounding.UP,
                        new BigDecimal("3"));
        assertThat(cents(packages, Conventions.LAGO, "3", "1", "1", "1"))
                .containsExactly(0L, 10000L, 0L, 10000L);
    }

    @Test
    void whatIsFreeOfAPercentageIsUsedUpByTheFirstEvents() {
        var model =
                Percentage.ofRate(new BigDecimal("5"))
                        .withFixed(BigDecimal.ONE)
                        .withFree(null, new BigDecimal("120"));
        assertThat(cents(model, Conventions.LAGO, "100", "10", "20", "20"))
                .containsExactly(0L, 0L, 150L, 200L);
    }

    @Test
    void boundsHoldForEachEventAndNoFeeIsBelowZero() {
        var model =
                Percentage.ofRate(BigDecimal.ONE)
                        .withFixed(new BigDecimal("0.5"))
                        .withBounds(new BigDecimal("1.75"), BigDecimal.TWO);
        assertThat(cents(model, Conventions.LAGO, "100", "1000", "10000"))
                .containsExactly(175L, 200L, 200L);
    }

    @Test
    void exactFeesSumToWhatThePeriodCostsInArrears() {
        assertThat(cents(flat("0.004"), Conventions.EXACT, "1", "1", "1"))
                .containsExactly(0L, 1L, 0L);
        assertThat(cents(flat("0.004"), Conventions.LAGO, "1", "1", "1"))
                .containsExactly(0L, 0L, 0L);
        assertThat(cents(flat("0.005"), Conventions.FLEXPRICE, "1", "1")).containsExactly(1L, 1L);
    }

    @Test
    void aFeeIsExplainedByWhatItsEventAdds() {
        var slab =
                new Graduated(
                        List.of(
                                Tier.upTo("10", "1").withFlat("3"),
                                Tier.open("0.5").withFlat("2")));
        var fees = PerEventRating.fees(slab, values("8", "4", "-1"), USD, Conventions.LAGO);
        assertThat(fees.get(0).steps()).extracting(RatingStep::key).containsExactly("tier.1");
        assertThat(fees.get(1).amount()).hasToString("5.00 USD");
        assertThat(fees.get(1).steps())
                .extracting(RatingStep::key)
                .containsExactly("tier.1", "tier.2");
        assertThat(fees.get(1).steps().getFirst().amount()).isEqualByComparingTo("2");
        assertThat(fees.get(2).steps()).isEmpty();
        var carried = PerEventRating.fees(flat("0.004"), values("1", "1"), USD, Conventions.EXACT);
        assertThat(carried.get(1).precise()).isEqualByComparingTo("0.01");
        assertThat(carried.get(1).steps())
                .extracting(RatingStep::key)
                .containsExactly("flat", "rounding.carried");
        var falling = new Volume(List.of(Tier.upTo("10", "5"), Tier.open("4")));
        var fallingFees = PerEventRating.fees(falling, values("10", "1"), USD, Conventions.EXACT);
        assertThat(fallingFees.get(1).amount().isZero()).isTrue();
        assertThat(fallingFees.get(1).steps().getLast().key()).isEqualTo("never.below.zero");
    }

    @Test
    void aPeriodCanBeContinuedFromWhereItStands() {
        var model = Percentage.ofRate(BigDecimal.ONE).withFree(2L, null);
        var position =
                PerEventRating.next(
                                model,
                                PerEventRating.Position.START,
                                new BigDecimal("100"),
                                USD,
                                Conventions.EXACT)
                        .position();
        assertThat(position.tally().transactions()).isEqualTo(1);
        assertThat(position.running()).isEqualByComparingTo("100");
        var next =
                PerEventRating.next(model, position, new BigDecimal("100"), USD, Conventions.EXACT);
        assertThat(next.fee().amount().isZero()).isTrue();
        assertThat(
                        PerEventRating.next(
                                        model,
                                        next.position(),
                                        new BigDecimal("100"),
                                        USD,
                                        Conventions.EXACT)
                                .fee()
                                .amount())
                .hasToString("1.00 USD");
    }

    private static FlatFee flat(String amount) {
        return new FlatFee(new BigDecimal(amount));
    }

    private static List<Long> cents(PricingModel model, Conventions conventions, String... values) {
        return PerEventRating.fees(model, values(values), USD, conventions).stream()
                .map(fee -> fee.amount().minor())
                .toList();
    }

    private static List<BigDecimal> values(String... values) {
        return Stream.of(values).map(BigDecimal::new).toList();
    }
}
