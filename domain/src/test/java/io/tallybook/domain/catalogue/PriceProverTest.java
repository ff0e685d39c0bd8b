package io.tallybook.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.PriceProof.Falls;
import io.tallybook.domain.catalogue.PriceProof.NeverFalls;
import io.tallybook.domain.catalogue.PriceProof.Unknown;
import io.tallybook.domain.catalogue.PricingModel.Custom;
import io.tallybook.domain.catalogue.PricingModel.Dynamic;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.GraduatedPercentage;
import io.tallybook.domain.catalogue.PricingModel.Matrix;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.InvoiceTiming;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PriceProverTest {
    private static final Volume FALLING =
            new Volume(List.of(Tier.upTo("10", "5"), Tier.upTo("20", "4"), Tier.open("3")));
    private static final Volume RISING =
            new Volume(
                    List.of(
                            Tier.upTo("10", "4"),
                            Tier.upTo("20", "4"),
                            Tier.open("3").withFlat("20")));

    static Stream<PricingModel> modelsThatNeverFall() {
        return Stream.of(
                new FlatFee(BigDecimal.ONE),
                new PackageFee(BigDecimal.ONE, BigDecimal.TEN, PackageRounding.DOWN),
                new Graduated(FALLING.tiers()),
                new GraduatedPercentage(
                        List.of(new RateTier(null, BigDecimal.ONE, BigDecimal.ONE))),
                Percentage.ofRate(BigDecimal.ONE),
                RISING,
                new Volume(List.of(Tier.open("1"))),
                new Matrix(
                        List.of(new MatrixCell("a", Map.of("k", List.of()), RISING)),
                        new FlatFee(BigDecimal.ONE)),
                new Matrix(List.of(new MatrixCell("a", Map.of("k", List.of()), RISING)), null));
    }

    @ParameterizedTest
    @MethodSource("modelsThatNeverFall")
    void pricesThatChargeUnitByUnitNeverFall(PricingModel model) {
        assertThat(PriceProver.prove(model)).isEqualTo(new NeverFalls());
        assertThatCode(() -> PriceProver.check(model, FallingPrice.REFUSED))
                .doesNotThrowAnyException();
    }

    @Test
    void aVolumePriceThatFallsIsShownByTwoQuantities() {
        Falls falls = (Falls) PriceProver.prove(FALLING);
        assertThat(falls.field()).isEqualTo("tiers[1]");
        assertThat(falls).hasToString("11 units cost 44, less than the 50 of 10 units");
        assertThatThrownBy(() -> PriceProver.check(FALLING, FallingPrice.REFUSED))
                .isInstanceOf(InvalidPrice.class)
                .hasMessageContaining("11 units cost 44, less than the 50 of 10 units")
                .hasMessageContaining("declaration");
        assertThatCode(() -> PriceProver.check(FALLING, FallingPrice.DECLARED))
                .doesNotThrowAnyException();
    }

    @Test
    void theCounterExampleLiesWithinTheNextTierHoweverNarrow() {
        var narrow =
                new Volume(
                        List.of(Tier.upTo("1", "100"), Tier.upTo("1.05", "1"), Tier.open("200")));
        Falls falls = (Falls) PriceProver.prove(narrow);
        assertThat(falls.more()).isEqualByComparingTo("1.01");
        assertThat(falls.costOfMore()).isEqualByComparingTo("1.01");
        var shallow = new Volume(List.of(Tier.upTo("100", "1"), Tier.open("0.9999")));
        Falls little = (Falls) PriceProver.prove(shallow);
        assertThat(little.more()).isEqualByComparingTo("100.01");
        assertThat(little.costOfMore()).isLessThan(little.costOfFewer());
    }

    @Test
    void aFallInsideAMatrixNamesItsCell() {
        var matrix =
                new Matrix(
                        List.of(new MatrixCell("eu", Map.of("region", List.of("eu")), FALLING)),
                        null);
        assertThat(((Falls) PriceProver.prove(matrix)).field()).isEqualTo("matrix.eu.tiers[1]");
        var byDefault =
                new Matrix(
                        List.of(new MatrixCell("eu", Map.of("region", List.of("eu")), RISING)),
                        FALLING);
        assertThat(PriceProver.prove(byDefault)).isInstanceOf(Falls.class);
        var unknown =
                new Matrix(
                        List.of(
                                new MatrixCell(
                                        "eu", Map.of("region", List.of("eu")), new Dynamic())),
                        RISING);
        assertThat(PriceProver.prove(unknown)).isInstanceOf(Unknown.class);
        var worse = new Matrix(unknown.cells(), FALLING);
        assertThat(PriceProver.prove(worse)).isInstanceOf(Falls.class);
    }

    @Test
    void whereTheAmountIsNoMatterOfTheQuantityNothingIsSaid() {
        assertThat(PriceProver.prove(new Dynamic()))
                .isEqualTo(new Unknown("the events carry the amount"));
        assertThat(PriceProver.prove(new Custom("mine", _ -> List.of())))
                .isEqualTo(new Unknown("the formula \"mine\" is not known here"));
        assertThatCode(() -> PriceProver.check(new Dynamic(), FallingPrice.REFUSED))
                .doesNotThrowAnyException();
    }

    @Test
    void aPriceThatFallsIsMadeOnlyIfItSaysSo() {
        CurrencyCode usd = CurrencyCode.of("USD");
        assertThatThrownBy(() -> Price.of(FALLING, usd, InvoiceTiming.ARREAR))
                .isInstanceOf(InvalidPrice.class);
        Price price =
                Price.falling(FALLING, usd, InvoiceTiming.ARREAR)
                        .withMinimumQuantity(BigDecimal.ONE)
                        .withMinimumSpend(BigDecimal.TEN)
                        .in(new PriceUnit("tok", BigDecimal.TWO, usd));
        assertThat(price.minimumQuantity()).isEqualTo(BigDecimal.ONE);
        assertThat(price.minimumSpend()).isEqualTo(BigDecimal.TEN);
        assertThat(price.falling()).isEqualTo(FallingPrice.DECLARED);
        assertThatThrownBy(() -> price.withMinimumQuantity(BigDecimal.ONE.negate()))
                .hasMessageContaining("min_quantity");
        assertThatThrownBy(() -> price.withMinimumSpend(BigDecimal.ONE.negate()))
                .hasMessageContaining("min_amount");
        assertThatThrownBy(
                        () ->
                                price.in(
                                        new PriceUnit(
                                                "tok", BigDecimal.TWO, CurrencyCode.of("EUR"))))
                .isInstanceOf(InvalidPrice.class)
                .hasMessageContaining("price_unit.currency: got EUR");
    }
}
