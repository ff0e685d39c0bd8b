package io.tallybook.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.GraduatedPercentage;
import io.tallybook.domain.catalogue.PricingModel.Matrix;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PricingModelTest {
    private static final BigDecimal MINUS_ONE = BigDecimal.ONE.negate();

    @Test
    void tiersRiseFromZeroAndOnlyTheLastIsOpen() {
        refused(() -> new Graduated(List.of()), "tiers", "none", "at least one tier");
        refused(
                () -> new Graduated(List.of(Tier.upTo("0", "1"), Tier.open("1"))),
                "tiers[0].up_to",
                "0",
                "more than 0");
        refused(
                () ->
                        new Volume(
                                List.of(
                                        Tier.upTo("10", "1"),
                                        Tier.upTo("10", "1"),
                                        Tier.open("1"))),
                "tiers[1].up_to",
                "10",
                "more than 10");
        refused(
                () ->
                        new Volume(
                                List.of(
                                        Tier.upTo("10", "1"),
                                        Tier.upTo("20", "1"),
                                        Tier.upTo("30.5", "1"))),
                "tiers[2].up_to",
                "30.5",
                "no bound, so that every quantity above 20 has a price");
        refused(
                () -> new Graduated(List.of(Tier.upTo("10", "1"), Tier.open("1"), Tier.open("2"))),
                "tiers[1].up_to",
                "no bound",
                "a bound above 10, because only the last tier is open");
        refused(
                () -> new Graduated(List.of(Tier.upTo("10", "-1"), Tier.open("1"))),
                "tiers[0].unit_amount",
                "-1",
                "0 or more");
        refused(
                () -> new Graduated(List.of(Tier.upTo("10", "1"), Tier.open("1").withFlat("-0.5"))),
                "tiers[1].flat_amount",
                "-0.5",
                "0 or more");
        refused(
                () ->
                        new GraduatedPercentage(
                                List.of(
                                        new RateTier(
                                                BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO))),
                "tiers[0].up_to",
                "1",
                "no bound, so that every quantity above 0 has a price");
        assertThat(new Graduated(List.of(Tier.upTo("0.1", "0"), Tier.open("0"))).tiers())
                .hasSize(2);
    }

    @Test
    void amountsAreNotNegativeAndSizesArePositive() {
        refused(() -> new FlatFee(MINUS_ONE), "amount", "-1", "0 or more");
        refused(
                () -> new PackageFee(MINUS_ONE, BigDecimal.TEN, PackageRounding.UP),
                "amount",
                "-1",
                "0 or more");
        refused(
                () -> new PackageFee(BigDecimal.ONE, BigDecimal.ZERO, PackageRounding.UP),
                "transform_quantity.divide_by",
                "0",
                "more than 0");
        refused(
                () -> new PackageFee(BigDecimal.ONE, BigDecimal.ONE, PackageRounding.UP, MINUS_ONE),
                "free_units",
                "-1",
                "0 or more");
        Percentage rate = Percentage.ofRate(BigDecimal.ONE);
        refused(() -> Percentage.ofRate(MINUS_ONE), "rate", "-1", "0 or more");
        refused(() -> rate.withFixed(MINUS_ONE), "fixed_amount", "-1", "0 or more");
        refused(() -> rate.withFree(-1L, null), "free_units_per_events", "-1", "0 or more");
        refused(
                () -> rate.withFree(null, MINUS_ONE),
                "free_units_per_total_aggregation",
                "-1",
                "0 or more");
        refused(
                () -> rate.withBounds(MINUS_ONE, null),
                "per_transaction_min_amount",
                "-1",
                "0 or more");
        refused(
                () -> rate.withBounds(null, MINUS_ONE),
                "per_transaction_max_amount",
                "-1",
                "0 or more");
        refused(
                () -> rate.withBounds(BigDecimal.TEN, BigDecimal.ONE),
                "per_transaction_max_amount",
                "1",
                "at least the minimum of 10");
        assertThat(rate.withBounds(BigDecimal.ONE, BigDecimal.ONE).hasBounds()).isTrue();
        assertThat(rate.withBounds(null, BigDecimal.ONE).hasBounds()).isTrue();
        assertThat(rate.hasBounds()).isFalse();
        refused(
                () -> new PriceUnit("tok", BigDecimal.ZERO, CurrencyCode.of("USD")),
                "price_unit.conversion_rate",
                "0",
                "more than 0");
        refused(
                () -> new Commitment(BigDecimal.ZERO, BigDecimal.ONE, TrueUp.WAIVED),
                "commitment_amount",
                "0",
                "more than 0");
        refused(
                () -> new Commitment(BigDecimal.ONE, new BigDecimal("0.99"), TrueUp.WAIVED),
                "overage_factor",
                "0.99",
                "1 or more");
    }

    @Test
    void aRateInPercentIsAHundredthPerUnit() {
        assertThat(new RateTier(null, new BigDecimal("1.5"), BigDecimal.TEN).asTier())
                .isEqualTo(new Tier(null, new BigDecimal("0.015"), BigDecimal.TEN));
    }

    @Test
    void theMostSpecificCellOfAMatrixWins() {
        MatrixCell wide = cell("wide", Map.of("cloud", List.of("aws", "gcp")));
        MatrixCell narrow = cell("narrow", Map.of("cloud", List.of("aws")));
        MatrixCell both = cell("both", Map.of("cloud", List.of("aws"), "region", List.of()));
        MatrixCell twin = cell("twin", Map.of("cloud", List.of("gcp", "aws")));
        Matrix matrix = new Matrix(List.of(wide, narrow, both, twin), null);
        assertThat(chosen(matrix, Map.of("cloud", "aws"))).isEqualTo("narrow");
        assertThat(chosen(matrix, Map.of("cloud", "gcp"))).isEqualTo("wide");
        assertThat(chosen(matrix, Map.of("cloud", "aws", "region", "eu"))).isEqualTo("both");
        assertThat(chosen(matrix, Map.of("cloud", "gcp", "region", "eu"))).isEqualTo("wide");
        assertThat(matrix.cellFor(Map.of("cloud", "azure"))).isEmpty();
        assertThat(matrix.cellFor(Map.of())).isEmpty();
        Matrix open =
                new Matrix(
                        List.of(
                                cell("any", Map.of("cloud", List.of())),
                                cell("two", Map.of("cloud", List.of("a", "b")))),
                        null);
        assertThat(chosen(open, Map.of("cloud", "a"))).isEqualTo("two");
        assertThat(chosen(open, Map.of("cloud", "c"))).isEqualTo("any");
    }

    @Test
    void aMatrixIsFlatAndHasCells() {
        Matrix matrix = new Matrix(List.of(cell("a", Map.of("k", List.of("v")))), null);
        refused(() -> new Matrix(List.of(), null), "matrix", "no cells", "at least one");
        refused(
                () -> new Matrix(matrix.cells(), matrix),
                "matrix.default",
                "a matrix",
                "a price model without properties of its own");
        refused(
                () -> new MatrixCell("deep", Map.of("k", List.of()), matrix),
                "matrix.deep",
                "a matrix",
                "a price model without properties of its own");
        refused(
                () -> cell("bare", Map.of()),
                "matrix.bare",
                "no properties",
                "at least one property, or the default price");
        assertThatThrownBy(() -> matrix.cells().getFirst().values().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static MatrixCell cell(String name, Map<String, List<String>> values) {
        return new MatrixCell(name, values, new FlatFee(BigDecimal.ONE));
    }

    private static String chosen(Matrix matrix, Map<String, String> properties) {
        return matrix.cellFor(properties).orElseThrow().name();
    }

    private static void refused(
            ThrowingCallable making, String field, String sent, String expected) {
        InvalidPrice refusal = catchThrowableOfType(InvalidPrice.class, making);
        assertThat(refusal).isNotNull();
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.sent()).isEqualTo(sent);
        assertThat(refusal.expected()).isEqualTo(expected);
        assertThat(refusal).hasMessage(field + ": got " + sent + ", expected " + expected);
    }
}
