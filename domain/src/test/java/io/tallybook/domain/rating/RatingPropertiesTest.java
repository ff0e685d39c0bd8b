package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PriceProof;
import io.tallybook.domain.catalogue.PriceProver;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Rating against an oracle that reads the rules another way: on fractions, by areas under the price
 * instead of by a walk.
 */
class RatingPropertiesTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @Property(tries = 2000)
    void aSlabIsTheAreaUnderItsPrices(
            @ForAll("tiers") List<Tier> tiers, @ForAll("quantities") BigDecimal quantity) {
        Ratio expected = Ratio.ZERO;
        BigDecimal lower = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            BigDecimal upper = tier.upTo() == null ? quantity : tier.upTo().min(quantity);
            if (quantity.compareTo(lower) > 0) {
                expected =
                        expected.plus(Ratio.of(upper.subtract(lower)).times(tier.unitAmount()))
                                .plus(Ratio.of(tier.flatAmount()));
            }
            lower = tier.upTo() == null ? lower : tier.upTo();
        }
        assertRated(new Graduated(tiers), quantity, expected);
    }

    @Property(tries = 2000)
    void aVolumeIsTheLastPriceReachedTimesAllUnits(
            @ForAll("tiers") List<Tier> tiers, @ForAll("quantities") BigDecimal quantity) {
        Tier reached = tiers.getLast();
        for (Tier tier : tiers.reversed()) {
            if (tier.upTo() == null || quantity.compareTo(tier.upTo()) <= 0) {
                reached = tier;
            }
        }
        Ratio expected =
                quantity.signum() == 0
                        ? Ratio.ZERO
                        : Ratio.of(reached.unitAmount())
                                .times(quantity)
                                .plus(Ratio.of(reached.flatAmount()));
        assertRated(new Volume(tiers), quantity, expected);
    }

    @Property(tries = 1000)
    void packagesAreCountedByWholeDivision(
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("positive") BigDecimal size,
            @ForAll("amounts") BigDecimal amount,
            @ForAll("amounts") BigDecimal free,
            @ForAll PackageRounding rounding) {
        Ratio packages =
                Ratio.of(quantity).minus(Ratio.of(free)).max(Ratio.ZERO).dividedBy(Ratio.of(size));
        BigInteger[] whole = packages.numerator().divideAndRemainder(packages.denominator());
        boolean begun = whole[1].signum() > 0 && rounding == PackageRounding.UP;
        BigInteger count = begun ? whole[0].add(BigInteger.ONE) : whole[0];
        assertRated(
                new PackageFee(amount, size, rounding, free),
                quantity,
                Ratio.of(amount).times(new Ratio(count, BigInteger.ONE)));
    }

    @Property(tries = 1000)
    void aPercentageIsTheSumOverItsTransactions(
            @ForAll @Size(max = 12) List<@From("quantities") BigDecimal> values,
            @ForAll("amounts") BigDecimal rate,
            @ForAll("amounts") BigDecimal fixed,
            @ForAll("limits") @Nullable BigDecimal freeUnits,
            @ForAll("counts") @Nullable Long freeEvents,
            @ForAll("limits") @Nullable BigDecimal minimum) {
        Percentage model =
                Percentage.ofRate(rate)
                        .withFixed(fixed)
                        .withFree(freeEvents, freeUnits)
                        .withBounds(minimum, null);
        MeteredUsage usage = MeteredUsage.ofTransactions(values);
        Ratio expected =
                usage.quantity().signum() == 0 ? Ratio.ZERO : percentageOracle(model, values);
        assertThat(Ratio.of(Rating.rate(model, usage, USD, Conventions.EXACT).precise()))
                .isEqualTo(expected);
    }

    @Property(tries = 1000)
    void splittingAQuantityChangesNothingWhereEachUnitCostsTheSame(
            @ForAll("amounts") BigDecimal amount,
            @ForAll @Size(min = 1, max = 20) List<@From("quantities") BigDecimal> parts) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        for (BigDecimal part : parts) {
            sum = sum.add(part);
            cost =
                    cost.add(
                            Rating.rate(new FlatFee(amount), part, USD, Conventions.EXACT)
                                    .precise());
        }
        assertThat(Rating.rate(new FlatFee(amount), sum, USD, Conventions.EXACT).precise())
                .isEqualByComparingTo(cost);
    }

    @Property(tries = 500)
    void exactFeesPerEventSumToTheFeeOfThePeriod(
            @ForAll("models") PricingModel model,
            @ForAll @Size(max = 15) List<@From("quantities") BigDecimal> values) {
        Money fees = Money.zero(USD);
        for (PerEventRating.EventFee fee :
                PerEventRating.fees(model, values, USD, Conventions.EXACT)) {
            assertThat(fee.amount().isNegative()).isFalse();
            fees = fees.plus(fee.amount());
        }
        if (!(model instanceof Volume)) {
            assertThat(fees)
                    .isEqualTo(
                            Rating.rate(
                                            model,
                                            MeteredUsage.ofTransactions(values),
                                            USD,
                                            Conventions.EXACT)
                                    .amount());
        }
    }

    @Property(tries = 1000)
    void theOrderOfBucketsIsIrrelevant(
            @ForAll("models") PricingModel model,
            @ForAll @Size(max = 15) List<@From("quantities") BigDecimal> values,
            @ForAll Conventions conventions) {
        RatedAmount rated = Rating.rateEach(model, values, USD, conventions);
        assertThat(rated.precise())
                .isEqualByComparingTo(
                        Rating.rateEach(model, values.reversed(), USD, conventions).precise());
        assertAddsUp(rated);
    }

    @Property(tries = 1000)
    void theProverIsRightAboutEveryPairOnAGrid(@ForAll("tiers") List<Tier> tiers) {
        Volume model = new Volume(tiers);
        switch (PriceProver.prove(model)) {
            case PriceProof.Falls falls -> {
                assertThat(falls.more()).isGreaterThan(falls.fewer());
                assertThat(precise(model, falls.more()))
                        .isEqualByComparingTo(falls.costOfMore())
                        .isLessThan(precise(model, falls.fewer()));
                assertThat(precise(model, falls.fewer())).isEqualByComparingTo(falls.costOfFewer());
            }
            case PriceProof.NeverFalls _ -> {
                BigDecimal before = BigDecimal.ZERO;
                for (BigDecimal quantity : gridAround(tiers)) {
                    BigDecimal cost = precise(model, quantity);
                    assertThat(cost).isGreaterThanOrEqualTo(before);
                    before = cost;
                }
            }
            case PriceProof.Unknown unknown -> throw new AssertionError(unknown);
        }
    }

    private static void assertRated(PricingModel model, BigDecimal quantity, Ratio expected) {
        for (Conventions conventions : Conventions.values()) {
            if (quantity.signum() > 0 || conventions != Conventions.LAGO) {
                RatedAmount rated = Rating.rate(model, quantity, USD, conventions);
                assertThat(Ratio.of(rated.precise())).isEqualTo(expected);
                assertThat(rated.amount())
                        .isEqualTo(expected.of(BigDecimal.ONE, USD, Rounding.HALF_UP));
                assertThat(rated.amount().isNegative()).isFalse();
                assertAddsUp(rated);
            }
        }
    }

    private static void assertAddsUp(RatedAmount rated) {
        Ratio sum = Ratio.ZERO;
        for (RatingStep step : rated.steps()) {
            Ratio row =
                    Ratio.of(step.quantity())
                            .times(step.unitAmount())
                            .plus(Ratio.of(step.flatAmount()));
            assertThat(Ratio.of(step.amount())).isEqualTo(row);
            sum = sum.plus(row);
        }
        assertThat(Ratio.of(rated.precise())).isEqualTo(sum);
    }

    private static Ratio percentageOracle(Percentage model, List<BigDecimal> values) {
        Ratio total = Ratio.ZERO;
        Ratio before = Ratio.ZERO;
        boolean limited = model.freeEvents() != null || model.freeUnits() != null;
        for (int i = 0; i < values.size(); i++) {
            Ratio value = Ratio.of(values.get(i));
            Ratio after = before.plus(value);
            boolean inFreeEvents = model.freeEvents() == null || i < model.freeEvents();
            Ratio ceiling = model.freeUnits() == null ? after : Ratio.of(model.freeUnits());
            Ratio free =
                    limited && inFreeEvents
                            ? ceiling.min(after).minus(before).max(Ratio.ZERO)
                            : Ratio.ZERO;
            boolean wholeIsFree = limited && inFreeEvents && free.equals(value);
            if (!wholeIsFree) {
                Ratio amount =
                        value.minus(free)
                                .times(model.ratePercent())
                                .times(Ratio.of(1, 100))
                                .plus(Ratio.of(model.fixedAmount()));
                total =
                        total.plus(
                                model.minimumPerTransaction() == null
                                        ? amount
                                        : amount.max(Ratio.of(model.minimumPerTransaction())));
            }
            before = after;
        }
        return total;
    }

    private static List<BigDecimal> gridAround(List<Tier> tiers) {
        List<BigDecimal> grid = new ArrayList<>();
        BigDecimal little = new BigDecimal("0.0001");
        for (Tier tier : tiers) {
            if (tier.upTo() != null) {
                grid.add(tier.upTo());
                grid.add(tier.upTo().add(little));
            }
        }
        grid.sort(BigDecimal::compareTo);
        return grid;
    }

    private static BigDecimal precise(PricingModel model, BigDecimal quantity) {
        return Rating.rate(model, quantity, USD, Conventions.EXACT).precise();
    }

    @Provide
    Arbitrary<List<Tier>> tiers() {
        return PriceArbitraries.tiers();
    }

    @Provide
    Arbitrary<PricingModel> models() {
        return PriceArbitraries.models();
    }

    @Provide
    Arbitrary<BigDecimal> quantities() {
        return PriceArbitraries.quantities();
    }

    @Provide
    Arbitrary<BigDecimal> amounts() {
        return PriceArbitraries.amounts();
    }

    @Provide
    Arbitrary<BigDecimal> positive() {
        return PriceArbitraries.positive();
    }

    @Provide
    Arbitrary<@Nullable BigDecimal> limits() {
        return PriceArbitraries.limits();
    }

    @Provide
    Arbitrary<@Nullable Long> counts() {
        return PriceArbitraries.counts();
    }
}
