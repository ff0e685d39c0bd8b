package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.CustomFormula;
import io.tallybook.domain.catalogue.MatrixCell;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.Custom;
import io.tallybook.domain.catalogue.PricingModel.Dynamic;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.GraduatedPercentage;
import io.tallybook.domain.catalogue.PricingModel.Matrix;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.RateTier;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTest {
    private static final CurrencyCode USD = CurrencyCode.of("usd");
    private static final List<Tier> STEPS =
            List.of(Tier.upTo("10", "0.10"), Tier.upTo("20", "0.05"), Tier.open("0.02"));
    private static final List<Tier> FIFTY_FORTY_THIRTY =
            List.of(Tier.upTo("10", "50"), Tier.upTo("20", "40"), Tier.open("30"));
    private static final List<Tier> WITH_FLATS =
            List.of(
                    Tier.upTo("5", "0").withFlat("1"),
                    Tier.upTo("10", "1").withFlat("2"),
                    Tier.open("2"));

    @Test
    void largeUsageAtSmallPricesIsExactUntilTheLineIsRounded() {
        assertThat(charged(new FlatFee(new BigDecimal("0.0001")), "19366")).isEqualTo("1.94 USD");
        var tokens =
                new Graduated(
                        List.of(
                                Tier.upTo("1000000", "0"),
                                Tier.upTo("11000000", "0.0000025"),
                                Tier.open("0.0000020")));
        assertThat(charged(tokens, "22361870")).isEqualTo("47.72 USD");
        var packages =
                new PackageFee(BigDecimal.TEN, new BigDecimal("1000000"), PackageRounding.UP);
        assertThat(charged(packages, "4088665")).isEqualTo("50.00 USD");
        assertThat(charged(new FlatFee(new BigDecimal("0.003333")), "1000")).isEqualTo("3.33 USD");
        assertThat(charged(new FlatFee(new BigDecimal("0.10")), "150")).isEqualTo("15.00 USD");
        assertThat(charged(new FlatFee(new BigDecimal("33.335")), "1")).isEqualTo("33.34 USD");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # quantity, slab of steps, volume of steps, slab 50/40/30, volume 50/40/30, slab with flats, volume with flats
                    0,          0.00,          0.00,            0.00,          0.00,            0.00,            0.00
                    5,          0.50,          0.50,            250.00,        250.00,          1.00,            1.00
                    7,          0.70,          0.70,            350.00,        350.00,          5.00,            9.00
                    10,         1.00,          1.00,            500.00,        500.00,          8.00,            12.00
                    10.001,     1.00,          0.50,            500.04,        400.04,          8.00,            20.00
                    12,         1.10,          0.60,            580.00,        480.00,          12.00,           24.00
                    15,         1.25,          0.75,            700.00,        600.00,          18.00,           30.00
                    20,         1.50,          1.00,            900.00,        800.00,          28.00,           40.00
                    25,         1.60,          0.50,            1050.00,       750.00,          38.00,           50.00
                    -3,         0.00,          0.00,            0.00,          0.00,            0.00,            0.00
                    """)
    void tiersIncludeTheirUpperBoundAndChargeTheirFlatAmountOnEntry(
            String quantity,
            String slabSteps,
            String volumeSteps,
            String slab,
            String volume,
            String slabFlat,
            String volumeFlat) {
        assertThat(charged(new Graduated(STEPS), quantity)).isEqualTo(slabSteps + " USD");
        assertThat(charged(new Volume(STEPS), quantity)).isEqualTo(volumeSteps + " USD");
        assertThat(charged(new Graduated(FIFTY_FORTY_THIRTY), quantity)).isEqualTo(slab + " USD");
        assertThat(charged(new Volume(FIFTY_FORTY_THIRTY), quantity)).isEqualTo(volume + " USD");
        assertThat(charged(new Graduated(WITH_FLATS), quantity)).isEqualTo(slabFlat + " USD");
        assertThat(charged(new Volume(WITH_FLATS), quantity)).isEqualTo(volumeFlat + " USD");
    }

    @ParameterizedTest
    @CsvSource({
        "50, 10, UP, 0, 25, 150.00", "50, 10, DOWN, 0, 25, 100.00", "50, 10, UP, 0, 30, 150.00",
        "50, 10, UP, 0, 0.1, 50.00", "50, 10, DOWN, 0, 9.99, 0.00", "1, 100, UP, 0, 101, 2.00",
        "100, 10, UP, 0, 121, 1300.00", "100, 10, UP, 10, 121, 1200.00",
                "100, 10, UP, 200, 121, 0.00",
        "100, 10, UP, 5, 12, 100.00", "100, 10, UP, 5, 5, 0.00"
    })
    void packagesAreChargedWhole(
            BigDecimal amount,
            BigDecimal size,
            PackageRounding rounding,
            BigDecimal free,
            String quantity,
            String cost) {
        assertThat(charged(new PackageFee(amount, size, rounding, free), quantity))
                .isEqualTo(cost + " USD");
    }

    @Test
    void lagoChargesTheFlatAmountOfTheFirstTierBeforeTheFirstUnit() {
        var slab =
                new Graduated(
                        List.of(
                                Tier.upTo("10", "10").withFlat("2"),
                                Tier.upTo("20", "5").withFlat("3"),
                                Tier.open("5").withFlat("3")));
        assertThat(lago(slab, "0")).isEqualTo("2.00 USD");
        assertThat(lago(slab, "1")).isEqualTo("12.00 USD");
        assertThat(lago(slab, "10")).isEqualTo("102.00 USD");
        assertThat(lago(slab, "11")).isEqualTo("110.00 USD");
        assertThat(lago(slab, "21")).isEqualTo("163.00 USD");
        var volume =
                new Volume(
                        List.of(
                                Tier.upTo("100", "2").withFlat("10"),
                                Tier.upTo("200", "1"),
                                Tier.open("0.5").withFlat("50")));
        assertThat(lago(volume, "0")).isEqualTo("10.00 USD");
        assertThat(lago(volume, "100")).isEqualTo("210.00 USD");
        assertThat(lago(volume, "100.5")).isEqualTo("100.50 USD");
        assertThat(lago(volume, "200")).isEqualTo("200.00 USD");
        assertThat(lago(volume, "300")).isEqualTo("200.00 USD");
        var percent =
                new GraduatedPercentage(
                        List.of(
                                rate("10", "1", "200"),
                                rate("20", "2", "300"),
                                rate(null, "3", "400")));
        assertThat(lago(percent, "0")).isEqualTo("200.00 USD");
        assertThat(lago(percent, "1")).isEqualTo("200.01 USD");
        assertThat(lago(percent, "11")).isEqualTo("500.12 USD");
        assertThat(lago(percent, "21")).isEqualTo("900.33 USD");
        assertThat(charged(percent, "0")).isEqualTo("0.00 USD");
        assertThat(lago(new FlatFee(BigDecimal.TEN), "0")).isEqualTo("0.00 USD");
        assertThat(lago(Percentage.ofRate(BigDecimal.TEN).withFixed(BigDecimal.ONE), "0"))
                .isEqualTo("0.00 USD");
        assertThat(lago(new FlatFee(new BigDecimal("5.12345")), "10")).isEqualTo("51.23 USD");
    }

    @Test
    void decimalBoundsAreHonouredExactly() {
        var slab =
                new Graduated(List.of(Tier.upTo("0.1", "10"), Tier.upTo("1", "5"), Tier.open("2")));
        assertThat(precise(slab, "0.05")).isEqualByComparingTo("0.5");
        assertThat(precise(slab, "0.3")).isEqualByComparingTo("2");
        assertThat(precise(slab, "1.5")).isEqualByComparingTo("6.5");
    }

    @Test
    void theAmountOfADynamicPriceComesWithTheEvents() {
        var usage = MeteredUsage.ofSuppliedAmount(new BigDecimal("20"), new BigDecimal("0.402"));
        RatedAmount rated = Rating.rate(new Dynamic(), usage, USD, Conventions.LAGO);
        assertThat(rated.precise()).isEqualByComparingTo("0.402");
        assertThat(rated.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.key()).isEqualTo("supplied"));
        var none = MeteredUsage.ofSuppliedAmount(BigDecimal.ZERO, BigDecimal.TEN);
        assertThat(Rating.rate(new Dynamic(), none, USD, Conventions.LAGO).amount().isZero())
                .isTrue();
        var negative = MeteredUsage.ofSuppliedAmount(BigDecimal.ONE, new BigDecimal("-5"));
        assertThatThrownBy(() -> Rating.rate(new Dynamic(), negative, USD, Conventions.LAGO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-5");
    }

    @Test
    void aMatrixPricesEachCombinationAndShowsWhatItHasNoPriceFor() {
        var wide =
                new MatrixCell(
                        "wide",
                        Map.of("cloud", List.of("aws", "gcp")),
                        new FlatFee(new BigDecimal("5")));
        var narrow =
                new MatrixCell("narrow", Map.of("cloud", List.of("aws")), new Graduated(STEPS));
        var usage =
                MeteredUsage.ofGroups(
                        List.of(group("aws", "15"), group("gcp", "7"), group("azure", "3")));
        RatedAmount withDefault =
                Rating.rate(
                        new Matrix(List.of(wide, narrow), new FlatFee(BigDecimal.TEN)),
                        usage,
                        USD,
                        Conventions.EXACT);
        assertThat(withDefault.amount()).hasToString("66.25 USD");
        assertThat(withDefault.steps())
                .extracting(RatingStep::key)
                .containsExactly("narrow/tier.1", "narrow/tier.2", "wide/flat", "default/flat");
        RatedAmount without =
                Rating.rate(new Matrix(List.of(wide, narrow), null), usage, USD, Conventions.EXACT);
        assertThat(without.amount()).hasToString("36.25 USD");
        assertThat(without.steps().getLast().key()).isEqualTo("unpriced");
        assertThat(without.steps().getLast().quantity()).isEqualByComparingTo("3");
        RatedAmount ungrouped =
                Rating.rate(
                        new Matrix(List.of(wide), new FlatFee(BigDecimal.TEN)),
                        new BigDecimal("2"),
                        USD,
                        Conventions.EXACT);
        assertThat(ungrouped.amount()).hasToString("20.00 USD");
        assertThat(
                        Rating.rate(
                                        new Matrix(List.of(wide), null),
                                        BigDecimal.TWO,
                                        USD,
                                        Conventions.EXACT)
                                .steps())
                .isEmpty();
    }

    @Test
    void aModelOfOnesOwnStillExplainsItself() {
        CustomFormula formula =
                quantity ->
                        List.of(
                                new CustomFormula.Row(
                                        "base",
                                        BigDecimal.ONE,
                                        BigDecimal.ZERO,
                                        new BigDecimal("9.99")),
                                new CustomFormula.Row(
                                        "use", quantity, new BigDecimal("0.5"), BigDecimal.ZERO));
        RatedAmount rated =
                Rating.rate(
                        new Custom("mine", formula), new BigDecimal("3"), USD, Conventions.EXACT);
        assertThat(rated.amount()).hasToString("11.49 USD");
        assertThat(rated.steps())
                .extracting(RatingStep::key)
                .containsExactly("mine.base", "mine.use");
        CustomFormula negative =
                quantity ->
                        List.of(
                                new CustomFormula.Row(
                                        "off", quantity, new BigDecimal("-1"), BigDecimal.ZERO));
        assertThatThrownBy(() -> charged(new Custom("bad", negative), "2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"bad\"")
                .hasMessageContaining("\"off\"")
                .hasMessageContaining("-2");
        assertThat(charged(new Custom("bad", negative), "0")).isEqualTo("0.00 USD");
    }

    @Test
    void bucketsAndGroupsArePricedEachByItselfAndRoundedOnce() {
        assertThat(each(new FlatFee(new BigDecimal("0.10")), "9", "10")).isEqualTo("1.90 USD");
        assertThat(each(new Graduated(STEPS), "9", "15")).isEqualTo("2.15 USD");
        assertThat(each(new Volume(STEPS), "9", "15")).isEqualTo("1.65 USD");
        assertThat(
                        each(
                                new PackageFee(
                                        new BigDecimal("5"),
                                        new BigDecimal("100"),
                                        PackageRounding.UP),
                                "50",
                                "150",
                                "200",
                                "99"))
                .isEqualTo("30.00 USD");
        assertThat(each(new Graduated(List.of(Tier.upTo("10", "1"), Tier.open("2"))), "3", "12"))
                .isEqualTo("17.00 USD");
        assertThat(each(new FlatFee(new BigDecimal("0.004")), "1", "1")).isEqualTo("0.01 USD");
    }

    @Test
    void rowsOfManyBucketsThatAreAlikeBecomeOne() {
        RatedAmount year =
                Rating.rateEach(
                        new Graduated(WITH_FLATS),
                        Stream.generate(() -> new BigDecimal("7")).limit(8760).toList(),
                        USD,
                        Conventions.FLEXPRICE);
        assertThat(year.amount()).hasToString("43800.00 USD");
        assertThat(year.steps()).hasSize(2);
        assertThat(year.steps().get(1).quantity()).isEqualByComparingTo("17520");
        assertThat(year.steps().get(1).flatAmount()).isEqualByComparingTo("17520");
        assertThat(year.steps().get(1).to()).isEqualByComparingTo("10");
    }

    @Test
    void aTierExplainsFromWhereToWhereItWasCharged() {
        RatedAmount rated =
                Rating.rate(new Graduated(STEPS), new BigDecimal("15"), USD, Conventions.EXACT);
        assertThat(rated.steps()).hasSize(2);
        RatingStep second = rated.steps().get(1);
        assertThat(second.key()).isEqualTo("tier.2");
        assertThat(second.from()).isEqualByComparingTo("10");
        assertThat(second.to()).isEqualByComparingTo("20");
        assertThat(second.quantity()).isEqualByComparingTo("5");
        assertThat(second.amount()).isEqualByComparingTo("0.25");
        assertThat(
                        Rating.rate(new Volume(STEPS), new BigDecimal("25"), USD, Conventions.EXACT)
                                .steps())
                .singleElement()
                .satisfies(
                        step -> {
                            assertThat(step.key()).isEqualTo("tier.3");
                            assertThat(step.from()).isEqualByComparingTo("20");
                            assertThat(step.to()).isNull();
                        });
    }

    private static MeteredUsage.Group group(String cloud, String quantity) {
        return new MeteredUsage.Group(
                Map.of("cloud", cloud), MeteredUsage.of(new BigDecimal(quantity)));
    }

    private static RateTier rate(@Nullable String upTo, String percent, String flat) {
        return new RateTier(
                upTo == null ? null : new BigDecimal(upTo),
                new BigDecimal(percent),
                new BigDecimal(flat));
    }

    private static String each(PricingModel model, String... values) {
        return Rating.rateEach(
                        model,
                        Stream.of(values).map(BigDecimal::new).toList(),
                        USD,
                        Conventions.FLEXPRICE)
                .amount()
                .toString();
    }

    private static BigDecimal precise(PricingModel model, String quantity) {
        return Rating.rate(model, new BigDecimal(quantity), USD, Conventions.EXACT).precise();
    }

    private static String lago(PricingModel model, String quantity) {
        return Rating.rate(model, new BigDecimal(quantity), USD, Conventions.LAGO)
                .amount()
                .toString();
    }

    private static String charged(PricingModel model, String quantity) {
        return Rating.rate(model, new BigDecimal(quantity), USD, Conventions.FLEXPRICE)
                .amount()
                .toString();
    }
}
