package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whole lines and promises over many invoices, against their own rows and against one invoice. */
class LinePropertiesTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @Property(tries = 1000)
    void aPromiseOverSeveralInvoicesCostsWhatItWouldOnOne(
            @ForAll("promises") Commitment promise,
            @ForAll @Size(min = 1, max = 12) List<@From("quantities") BigDecimal> bases) {
        BigDecimal prior = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i < bases.size(); i++) {
            var position =
                    i == bases.size() - 1
                            ? Commitments.Position.LAST
                            : Commitments.Position.BEFORE_LAST;
            total =
                    total.add(
                            Commitments.applyCumulative(promise, prior, bases.get(i), position)
                                    .total());
            prior = prior.add(bases.get(i));
        }
        BigDecimal atOnce = Commitments.apply(promise, prior).total();
        assertThat(total).isEqualByComparingTo(atOnce);
        assertThat(atOnce).isGreaterThanOrEqualTo(prior);
        assertThat(Commitments.acrossLines(promise, bases).total()).isEqualByComparingTo(atOnce);
        assertThat(Commitments.acrossLines(promise, bases.reversed()).total())
                .isEqualByComparingTo(atOnce);
    }

    @Property(tries = 2000)
    void aLineAddsUpFromItsRowsAloneWhateverItsTerms(
            @ForAll("models") PricingModel model,
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("amounts") BigDecimal allowance,
            @ForAll("promises") Commitment promise,
            @ForAll("positive") BigDecimal unitRate,
            @ForAll Conventions conventions,
            @ForAll @IntRange(min = 0, max = 31) int days) {
        LineTerms terms =
                LineTerms.of(model, USD, conventions)
                        .with(promise)
                        .in(new PriceUnit("unit", unitRate, USD));
        RatedLine line =
                LineRating.rate(terms, MeteredUsage.of(quantity), allowance, Ratio.of(days, 31));
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
        assertThat(line.amount().isNegative()).isFalse();
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
    Arbitrary<Commitment> promises() {
        return PriceArbitraries.promises();
    }
}
