package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.catalogue.TrueUp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Prices, quantities and promises for the properties of this package. */
final class PriceArbitraries {

    private PriceArbitraries() {}

    static Arbitrary<List<Tier>> tiers() {
        Arbitrary<BigDecimal> bounds =
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("0.001"), new BigDecimal("100000"))
                        .ofScale(3);
        return bounds.set()
                .ofMaxSize(9)
                .flatMap(
                        set -> {
                            List<BigDecimal> sorted = set.stream().sorted().toList();
                            return Combinators.combine(
                                            amounts().list().ofSize(sorted.size() + 1),
                                            amounts().list().ofSize(sorted.size() + 1))
                                    .as(
                                            (units, flats) -> {
                                                List<Tier> tiers = new ArrayList<>();
                                                for (int i = 0; i <= sorted.size(); i++) {
                                                    tiers.add(
                                                            new Tier(
                                                                    i < sorted.size()
                                                                            ? sorted.get(i)
                                                                            : null,
                                                                    units.get(i),
                                                                    flats.get(i)));
                                                }
                                                return tiers;
                                            });
                        });
    }

    static Arbitrary<PricingModel> models() {
        return Arbitraries.oneOf(
                amounts().map(FlatFee::new),
                tiers().map(Graduated::new),
                tiers().map(Volume::new),
                Combinators.combine(amounts(), positive(), Arbitraries.of(PackageRounding.class))
                        .as(PackageFee::new));
    }

    static Arbitrary<BigDecimal> quantities() {
        return Arbitraries.oneOf(
                Arbitraries.just(BigDecimal.ZERO),
                Arbitraries.integers().between(1, 1000).map(BigDecimal::valueOf),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("1000000"))
                        .ofScale(4));
    }

    static Arbitrary<BigDecimal> amounts() {
        return Arbitraries.oneOf(
                Arbitraries.just(BigDecimal.ZERO),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("100"))
                        .ofScale(6));
    }

    static Arbitrary<BigDecimal> positive() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("0.01"), new BigDecimal("500"))
                .ofScale(2);
    }

    static Arbitrary<@Nullable BigDecimal> limits() {
        return positive().injectNull(0.4);
    }

    static Arbitrary<@Nullable Long> counts() {
        return Arbitraries.longs().between(0, 6).injectNull(0.4);
    }

    static Arbitrary<Commitment> promises() {
        return Combinators.combine(
                        positive(),
                        Arbitraries.bigDecimals()
                                .between(BigDecimal.ONE, BigDecimal.TEN)
                                .ofScale(1),
                        Arbitraries.of(TrueUp.class))
                .as(Commitment::new);
    }
}
