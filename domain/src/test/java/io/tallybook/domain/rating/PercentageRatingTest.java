package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentageRatingTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # rate, fixed, free events, free units, transactions,        amount
                    1.3,    2.0,   3,           250,        50 100 250 400,      11.15
                    1.3,    2.0,   ,            250,        50 100 250 400,      11.15
                    1.3,    2.0,   3,           500,        50 100 250 400,      7.2
                    1.3,    2.0,   3,           ,           50 100 250 400,      7.2
                    1.3,    2.0,   ,            ,           50 100 250 400,      18.4
                    1.3,    2.0,   0,           0,          50 100 250 400,      18.4
                    1.3,    0,     ,            ,           50 100 250 400,      10.4
                    0,      2.0,   1,           ,           50 100 250 400,      6
                    1,      5,     ,            15,         4 4 4,               0
                    1,      5,     ,            15,         4 4 4 4,             5.01
                    1,      5,     ,            15,         4 4 4 4 10,          10.11
                    1,      5,     3,           15,         1 1 1,               0
                    1,      5,     3,           15,         1 1 1 1,             5.01
                    """)
    void whatIsFreeIsTheSmallerOfBothLimits(
            String rate,
            String fixed,
            @Nullable Long freeEvents,
            @Nullable BigDecimal freeUnits,
            String values,
            String amount) {
        Percentage model =
                Percentage.ofRate(new BigDecimal(rate))
                        .withFixed(new BigDecimal(fixed))
                        .withFree(freeEvents, freeUnits);
        assertThat(precise(model, values, Conventions.LAGO)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # free events, free units, min,  max, transactions,  amount
                    ,              ,           1.75, 12,  10 80 10000,   16.142
                    ,              ,           ,     12,  10 80 10000,   14.691
                    ,              ,           1.75, ,    10 80 10000,   303.142
                    3,             10000,      1.75, 12,  10 80 10000,   2.691
                    1,             ,           1.75, 12,  10 80 10000,   14.392
                    ,              50,         1.75, 12,  10 80 10000,   13.75
                    ,              90,         1.75, 12,  10 80 10000,   12
                    """)
    void theAmountOfEachTransactionThatIsNotFreeIsKeptWithinItsBounds(
            @Nullable Long freeEvents,
            @Nullable BigDecimal freeUnits,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            String values,
            String amount) {
        Percentage model =
                Percentage.ofRate(new BigDecimal("2.99"))
                        .withFree(freeEvents, freeUnits)
                        .withBounds(minimum, maximum);
        assertThat(precise(model, values, Conventions.LAGO)).isEqualByComparingTo(amount);
        assertThat(precise(model, values, Conventions.EXACT)).isEqualByComparingTo(amount);
    }

    @Test
    void anAmountOnABoundIsTheAmountItself() {
        Percentage model =
                Percentage.ofRate(BigDecimal.ONE)
                        .withBounds(new BigDecimal("2"), new BigDecimal("3"));
        assertThat(keys(model, "200 300")).containsExactly("percentage");
        assertThat(keys(model, "199 301"))
                .containsExactly("percentage", "transaction.minimum", "transaction.maximum");
    }

    @Test
    void aTransactionWithinItsBoundsPaysItsFixedAmountToo() {
        Percentage model =
                Percentage.ofRate(BigDecimal.ONE)
                        .withFixed(BigDecimal.ONE)
                        .withBounds(new BigDecimal("2"), new BigDecimal("3"));
        assertThat(precise(model, "150 160 10 900", Conventions.EXACT))
                .isEqualByComparingTo("10.1");
    }

    @Test
    void theTransactionThatUsesTheFreeValueUpPaysItsFixedAmountInLagoOnly() {
        Percentage model =
                Percentage.ofRate(BigDecimal.ONE)
                        .withFixed(new BigDecimal("5"))
                        .withFree(null, new BigDecimal("15"));
        assertThat(precise(model, "5 10", Conventions.LAGO)).isEqualByComparingTo("5");
        assertThat(precise(model, "5 10", Conventions.EXACT)).isEqualByComparingTo("0");
        assertThat(precise(model, "5 10 1", Conventions.EXACT)).isEqualByComparingTo("5.01");
    }

    @Test
    void aFirstTransactionBeyondTheFreeValueLeavesTheFreeEventsToDecideInLagoOnly() {
        Percentage model =
                Percentage.ofRate(BigDecimal.ONE)
                        .withFixed(new BigDecimal("5"))
                        .withFree(3L, BigDecimal.TEN);
        assertThat(precise(model, "20 20 20 20", Conventions.LAGO)).isEqualByComparingTo("5.7");
        assertThat(precise(model, "20 20", Conventions.LAGO)).isEqualByComparingTo("0.3");
        assertThat(precise(model, "20 20 20 20", Conventions.EXACT)).isEqualByComparingTo("20.7");
    }

    @Test
    void aLimitOfZeroLeavesNothingFreeOutsideLago() {
        Percentage model = Percentage.ofRate(BigDecimal.ONE).withFree(5L, BigDecimal.ZERO);
        assertThat(precise(model, "100", Conventions.EXACT)).isEqualByComparingTo("1");
        assertThat(precise(model, "100", Conventions.LAGO)).isEqualByComparingTo("0");
        Percentage noEvents = Percentage.ofRate(BigDecimal.ONE).withFree(0L, BigDecimal.TEN);
        assertThat(precise(noEvents, "100", Conventions.EXACT)).isEqualByComparingTo("1");
        assertThat(precise(noEvents, "100", Conventions.LAGO)).isEqualByComparingTo("0.9");
    }

    @Test
    void totalsAreEnoughWhereThePriceDoesNotLookAtEachTransaction() {
        Percentage model =
                Percentage.ofRate(new BigDecimal("2"))
                        .withFixed(new BigDecimal("0.5"))
                        .withFree(null, new BigDecimal("100"));
        var usage = MeteredUsage.ofTotals(new BigDecimal("250"), 4);
        assertThat(Rating.rate(model, usage, USD, Conventions.EXACT).precise())
                .isEqualByComparingTo("5");
        var small = MeteredUsage.ofTotals(new BigDecimal("50"), 0);
        assertThat(Rating.rate(model, small, USD, Conventions.EXACT).precise())
                .isEqualByComparingTo("0");
        Percentage plain = Percentage.ofRate(new BigDecimal("2"));
        assertThat(Rating.rate(plain, new BigDecimal("50"), USD, Conventions.EXACT).precise())
                .isEqualByComparingTo("1");
        assertThatThrownBy(
                        () -> Rating.rate(model.withFree(1L, null), usage, USD, Conventions.EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 transactions");
        assertThatThrownBy(
                        () ->
                                Rating.rate(
                                        plain.withBounds(BigDecimal.ONE, null),
                                        usage,
                                        USD,
                                        Conventions.EXACT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExplanationHasOneRowForTheRateAndOneForEachKindOfAmount() {
        Percentage model = Percentage.ofRate(new BigDecimal("1.3")).withFixed(new BigDecimal("2"));
        var rated =
                Rating.rate(
                        model,
                        MeteredUsage.ofTransactions(values("100 300")),
                        USD,
                        Conventions.LAGO);
        assertThat(rated.steps()).hasSize(2);
        assertThat(rated.steps().getFirst().quantity()).isEqualByComparingTo("400");
        assertThat(rated.steps().getFirst().unitAmount()).isEqualByComparingTo("0.013");
        assertThat(rated.steps().getLast().key()).isEqualTo("fixed");
        assertThat(rated.steps().getLast().quantity()).isEqualByComparingTo("2");
    }

    private static List<String> keys(Percentage model, String values) {
        return Rating.rate(
                        model, MeteredUsage.ofTransactions(values(values)), USD, Conventions.EXACT)
                .steps()
                .stream()
                .map(RatingStep::key)
                .toList();
    }

    private static BigDecimal precise(Percentage model, String values, Conventions conventions) {
        return Rating.rate(model, MeteredUsage.ofTransactions(values(values)), USD, conventions)
                .precise();
    }

    private static List<BigDecimal> values(String spaced) {
        return Stream.of(spaced.split(" ", -1)).map(BigDecimal::new).toList();
    }
}
