package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
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
