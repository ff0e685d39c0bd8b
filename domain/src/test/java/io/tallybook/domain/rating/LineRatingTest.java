package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.Price;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.InvoiceTiming;
import io.tallybook.domain.time.ProrationRule;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineRatingTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final LineTerms TWO_CENTS = flat("0.02", Conventions.FLEXPRICE);

    @ParameterizedTest
    @CsvSource({"500, 0, 10.00", "500, 100, 8.00", "500, 500, 0.00", "500, 1000, 0.00"})
    void theAllowanceComesOffBeforeThePrice(String quantity, String allowance, String amount) {
        RatedLine line =
                LineRating.usage(
                        LineTerms.of(
                                new Graduated(
                                        List.of(Tier.upTo("1000", "0.02"), Tier.open("0.01"))),
                                USD,
                                Conventions.FLEXPRICE),
                        usage(quantity),
                        new BigDecimal(allowance));
        assertThat(line.amount()).hasToString(amount + " USD");
        assertThat(line.metered()).isEqualByComparingTo(quantity);
        assertAddsUp(line);
    }

    @Test
    void whatIsFreeNeitherFillsNorExceedsACommitment() {
        LineTerms terms =
                flat("1", Conventions.EXACT)
                        .with(
                                new Commitment(
                                        new BigDecimal("50"), new BigDecimal("2"), TrueUp.CHARGED));
        RatedLine over = LineRating.usage(terms, usage("170"), new BigDecimal("100"));
        assertThat(over.amount()).hasToString("90.00 USD");
        assertThat(over.commitment().overage()).isEqualByComparingTo("40");
        assertThat(over.steps())
                .extracting(RatingStep::key)
                .containsExactly("flat", "commitment.overage");
        assertAddsUp(over);
        RatedLine under = LineRating.usage(terms, usage("120"), new BigDecimal("100"));
        assertThat(under.amount()).hasToString("50.00 USD");
        assertThat(under.commitment().trueUp()).isEqualByComparingTo("30");
        assertThat(under.steps())
                .extracting(RatingStep::key)
                .containsExactly("flat", "commitment.true.up");
        assertAddsUp(under);
        RatedLine exactly = LineRating.usage(terms, usage("50"), BigDecimal.ZERO);
        assertThat(exactly.steps()).hasSize(1);
    }

    @Test
    void aMinimumQuantityIsChargedWhateverWasUsed() {
        LineTerms terms = TWO_CENTS.withMinimumQuantity(new BigDecimal("100"));
        assertThat(LineRating.usage(terms, usage("0"), BigDecimal.ZERO).amount())
                .hasToString("2.00 USD");
        assertThat(LineRating.usage(terms, usage("30"), BigDecimal.TEN).billed())
                .isEqualByComparingTo("100");
        assertThat(LineRating.usage(terms, usage("100"), BigDecimal.ZERO).amount())
                .hasToString("2.00 USD");
        assertThat(LineRating.usage(terms, usage("150"), BigDecimal.ZERO).amount())
                .hasToString("3.00 USD");
    }

    @ParameterizedTest
    @CsvSource({
        "0, BEFORE_LAST, 40, 40.00",
        "30, BEFORE_LAST, 40, 60.00",
        "50, BEFORE_LAST, 40, 80.00",
        "70, LAST, 0, 0.00",
        "30, LAST, 5, 20.00",
        "30, BEFORE_LAST, 5, 5.00"
    })
    void aPromiseIsKeptByTheLinesBeforeAsWell(
            String spent, Commitments.Position position, String usage, String amount) {
        LineTerms terms =
                flat("1", Conventions.FLEXPRICE)
                        .with(
                                promise("50", "2", TrueUp.CHARGED),
                                new Commitments.Progress(new BigDecimal(spent), position));
        RatedLine line = LineRating.usage(terms, usage(usage), BigDecimal.ZERO);
        assertThat(line.amount()).hasToString(amount + " USD");
        assertThat(line.commitment().total()).isEqualByComparingTo(line.precise());
        assertAddsUp(line);
    }

    @ParameterizedTest
    @CsvSource({
        "CHARGED, 0, 32.00, 20",
        "WAIVED, 0, 26.00, 14",
        "CHARGED, 2, 32.00, 20",
        "WAIVED, 3, 18.00, 10"
    })
    void aPromiseOfEachWindowIsHeldWindowByWindow(
            TrueUp trueUp, String free, String amount, String plainOrLifted) {
        LineTerms terms = flat("2", Conventions.FLEXPRICE).with(promise("10", "2", trueUp));
        RatedLine line =
                WindowedRating.rate(
                                WindowedTerms.of(terms), windows("2", "8"), new BigDecimal(free))
                        .line();
        assertThat(line.amount()).hasToString(amount + " USD");
        assertThat(line.commitment().utilized().add(line.commitment().trueUp()))
                .isEqualByComparingTo(plainOrLifted);
        assertAddsUp(line);
    }

    @Test
    void anEmptyWindowIsLiftedToItsPromise() {
        LineTerms terms = flat("2", Conventions.FLEXPRICE).with(promise("10", "2", TrueUp.CHARGED));
        RatedLine line =
                WindowedRating.rate(
                                WindowedTerms.of(terms), windows("0", "8", "0"), BigDecimal.ZERO)
                        .line();
        assertThat(line.amount()).hasToString("42.00 USD");
        assertAddsUp(line);
    }

    private static List<WindowedRating.Window> windows(String... values) {
        return Stream.of(values)
                .map(value -> new WindowedRating.Window(LocalTime.MIN, new BigDecimal(value)))
                .toList();
    }

    private static Commitment promise(String amount, String factor, TrueUp trueUp) {
        return new Commitment(new BigDecimal(amount), new BigDecimal(factor), trueUp);
    }

    @Test
    void aPriceInUnitsOfTheSellersOwnIsConvertedAtItsFrozenRate() {
        PriceUnit tokens = new PriceUnit("tok", new BigDecimal("0.5"), USD);
        RatedLine line =
                LineRating.usage(
                        flat("1.0", Conventions.LAGO).in(tokens), usage("300"), BigDecimal.ZERO);
        assertThat(line.amount()).hasToString("150.00 USD");
        assertAddsUp(line);
        PriceUnit hundreds = new PriceUnit("cr", new BigDecimal("100"), USD);
        RatedLine lago =
                LineRating.usage(
                        flat("0.0149", Conventions.LAGO).in(hundreds), usage("1"), BigDecimal.ZERO);
        assertThat(lago.amount()).hasToString("1.00 USD");
        assertThat(lago.steps())
                .extracting(RatingStep::key)
                .containsExactly("flat", "price.unit.rounding");
        assertAddsUp(lago);
        RatedLine exact =
                LineRating.usage(
                        flat("0.0149", Conventions.EXACT).in(hundreds),
                        usage("1"),
                        BigDecimal.ZERO);
        assertThat(exact.amount()).hasToString("1.49 USD");
        assertThatThrownBy(
                        () ->
                                flat("1", Conventions.EXACT)
                                        .in(
                                                new PriceUnit(
                                                        "x",
                                                        BigDecimal.ONE,
                                                        CurrencyCode.of("EUR"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EUR")
                .hasMessageContaining("USD");
    }

    @Test
    void aFixedLineIsChargedForItsShareOfThePeriodAndRoundedOnce() {
        RatedLine line =
                LineRating.fixed(
                        flat("10", Conventions.EXACT), new BigDecimal("3"), Ratio.of(17, 31));
        assertThat(line.amount()).hasToString("16.45 USD");
        assertThat(line.precise()).isEqualByComparingTo("16.45161290322580645161");
        assertAddsUp(line);
        var volume =
                new Volume(List.of(Tier.upTo("10", "5"), Tier.upTo("50", "3"), Tier.open("1")));
        assertThat(
                        LineRating.fixed(
                                        LineTerms.of(volume, USD, Conventions.FLEXPRICE),
                                        new BigDecimal("20"),
                                        Ratio.of(1, 2))
                                .amount())
                .hasToString("30.00 USD");
        assertThat(
                        LineRating.fixed(
                                        flat("1200", Conventions.FLEXPRICE),
                                        BigDecimal.ONE,
                                        Ratio.ONE)
                                .amount())
                .hasToString("1200.00 USD");
        assertThat(
                        LineRating.fixed(flat("10", Conventions.EXACT), BigDecimal.ONE, Ratio.ZERO)
                                .amount()
                                .isZero())
                .isTrue();
    }

    @Test
    void bucketsArePricedEachByItselfWithAllTheTermsOfALine() {
        var slab =
                new Graduated(
                        List.of(
                                Tier.upTo("10", "0.10"),
                                Tier.upTo("20", "0.05"),
                                Tier.open("0.02")));
        List<BigDecimal> buckets = Stream.of("9", "15").map(BigDecimal::new).toList();
        LineTerms flexprice = LineTerms.of(slab, USD, Conventions.FLEXPRICE);
        LineTerms exact = LineTerms.of(slab, USD, Conventions.EXACT);
        RatedLine plain = LineRating.buckets(flexprice, buckets, BigDecimal.ZERO);
        assertThat(plain.amount()).hasToString("2.15 USD");
        assertThat(plain.steps()).hasSize(2);
        assertAddsUp(plain);
        assertThat(LineRating.buckets(flexprice, buckets, new BigDecimal("12")).amount())
                .hasToString("1.10 USD");
        assertThat(LineRating.buckets(exact, buckets, new BigDecimal("12")).amount())
                .hasToString("1.10 USD");
        assertThat(LineRating.buckets(flexprice, buckets, new BigDecimal("5")).amount())
                .hasToString("1.45 USD");
        assertThat(LineRating.buckets(exact, buckets, new BigDecimal("5")).amount())
                .hasToString("1.65 USD");
        assertThat(
                        LineRating.buckets(
                                        exact.in(new PriceUnit("tok", BigDecimal.TEN, USD)),
                                        buckets,
                                        BigDecimal.ZERO)
                                .amount())
                .hasToString("21.50 USD");
        RatedLine lifted =
                LineRating.buckets(
                        exact.withMinimumQuantity(new BigDecimal("30")), buckets, BigDecimal.ZERO);
        assertThat(lifted.amount()).hasToString("1.70 USD");
        assertThat(lifted.billed()).isEqualByComparingTo("30");
        assertThat(lifted.metered()).isEqualByComparingTo("24");
        RatedLine promised =
                LineRating.buckets(
                        exact.with(
                                new Commitment(new BigDecimal("2"), BigDecimal.TWO, TrueUp.WAIVED)),
                        buckets,
                        BigDecimal.ZERO);
        assertThat(promised.amount()).hasToString("2.30 USD");
        assertAddsUp(promised);
    }

    @Test
    void aPriceOfTheCatalogueIsTheTermsOfItsLines() {
        PriceUnit tokens = new PriceUnit("tok", BigDecimal.TWO, USD);
        Price price =
                Price.of(new FlatFee(BigDecimal.TEN), USD, InvoiceTiming.ADVANCE)
                        .withMinimumQuantity(new BigDecimal("3"))
                        .in(tokens);
        LineTerms terms = LineTerms.of(price, Conventions.EXACT);
        assertThat(terms.priceUnit()).isEqualTo(tokens);
        assertThat(terms.commitment()).isNull();
        assertThat(LineRating.usage(terms, usage("1"), BigDecimal.ZERO).amount())
                .hasToString("60.00 USD");
    }

    @Test
    void eachWorldMeasuresAShareOfAPeriodInItsOwnWay() {
        assertThat(Conventions.FLEXPRICE.prorationRule()).isEqualTo(ProrationRule.SECONDS_TO_LAST);
        assertThat(Conventions.LAGO.prorationRule()).isEqualTo(ProrationRule.DAYS);
        assertThat(Conventions.EXACT.prorationRule()).isEqualTo(ProrationRule.SECONDS);
    }

    @Test
    void aShareOutsideThePeriodAndANegativeAllowanceAreRefused() {
        assertThatThrownBy(() -> LineRating.fixed(TWO_CENTS, BigDecimal.ONE, Ratio.of(32, 31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32/31");
        assertThatThrownBy(() -> LineRating.fixed(TWO_CENTS, BigDecimal.ONE, Ratio.of(-1, 31)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LineRating.usage(TWO_CENTS, usage("5"), new BigDecimal("-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void anAllowanceCoversTheFirstTransactionsAndGroups() {
        var transactions =
                MeteredUsage.ofTransactions(
                        Stream.of("10", "20", "30").map(BigDecimal::new).toList());
        MeteredUsage left = transactions.less(new BigDecimal("15"));
        assertThat(left.values())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("15"), new BigDecimal("30"));
        assertThat(left.events()).isEqualTo(2);
        assertThat(left.quantity()).isEqualByComparingTo("45");
        assertThat(transactions.less(BigDecimal.TEN).values()).hasSize(2);
        assertThat(transactions.less(BigDecimal.ZERO)).isSameAs(transactions);
        var fee =
                LineTerms.of(
                        Percentage.ofRate(BigDecimal.TEN).withFixed(BigDecimal.ONE),
                        USD,
                        Conventions.EXACT);
        assertThat(LineRating.usage(fee, transactions, new BigDecimal("15")).amount())
                .hasToString("6.50 USD");
        assertThat(MeteredUsage.ofTotals(BigDecimal.TEN, 4).less(BigDecimal.ONE).events())
                .isEqualTo(4);

        var groups =
                MeteredUsage.ofGroups(
                        List.of(
                                new MeteredUsage.Group(Map.of("k", "a"), usage("10")),
                                new MeteredUsage.Group(Map.of("k", "b"), usage("20"))));
        assertThat(groups.quantity()).isEqualByComparingTo("30");
        assertThat(
                        MeteredUsage.ofGroups(
                                        List.of(
                                                new MeteredUsage.Group(
                                                        Map.of("k", "a"), transactions),
                                                new MeteredUsage.Group(
                                                        Map.of("k", "b"), transactions)))
                                .events())
                .isEqualTo(6);
        assertThat(groups.less(new BigDecimal("15")).groups())
                .extracting(group -> group.usage().quantity().intValue())
                .containsExactly(0, 15);
    }

    @Test
    void whatWasSpentLessThanTheMinimumIsAddedForTheShareOfThePeriod() {
        assertThat(trueUp("10.00", Ratio.ONE, "7.00")).isEqualTo(300);
        assertThat(trueUp("10.00", Ratio.of(15, 31), "2.00")).isEqualTo(284);
        assertThat(trueUp("100.00", Ratio.of(25, 28), "20.00", "50.00")).isEqualTo(1929);
        assertThat(trueUp("10.00", Ratio.ONE, "12.00")).isZero();
        PriceUnit unit = new PriceUnit("tok", new BigDecimal("0.25"), USD);
        assertThat(
                        MinimumSpend.trueUpIn(unit, BigDecimal.TEN, Ratio.ONE, new BigDecimal("7"))
                                .minor())
                .isEqualTo(75);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 5, 7, 71429, 642857",
        "1000000, 25, 28, 89286, 803571",
        "1000000, 334, 365, 91507, 823561",
        "1000000, 1, 1, 100000, 900000",
        "1000000, 1, 1, 1000001, 0"
    })
    void aPlansMinimumIsTruedUpToItsRoundedShare(
            long minimum, long days, long of, long fees, long trueUp) {
        assertThat(
                        MinimumSpend.planTrueUp(
                                Money.ofMinor(minimum, USD),
                                Ratio.of(days, of),
                                List.of(Money.ofMinor(fees, USD))))
                .isEqualTo(Money.ofMinor(trueUp, USD));
    }

    private static long trueUp(String minimum, Ratio share, String... fees) {
        List<Money> charged =
                Stream.of(fees).map(fee -> Money.of(new BigDecimal(fee), USD)).toList();
        return MinimumSpend.trueUp(new BigDecimal(minimum), share, charged, USD).minor();
    }

    private static void assertAddsUp(RatedLine line) {
        Ratio sum = Ratio.ZERO;
        for (RatingStep step : line.steps()) {
            sum =
                    sum.plus(
                            Ratio.of(
                                    step.quantity()
                                            .multiply(step.unitAmount())
                                            .add(step.flatAmount())));
        }
        assertThat(sum.times(line.share()).of(BigDecimal.ONE, USD, Rounding.HALF_UP))
                .isEqualTo(line.amount());
    }

    private static LineTerms flat(String amount, Conventions conventions) {
        return LineTerms.of(new FlatFee(new BigDecimal(amount)), USD, conventions);
    }

    private static MeteredUsage usage(String quantity) {
        return MeteredUsage.of(new BigDecimal(quantity));
    }
}
