package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import io.tallybook.domain.rating.RatedLine;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CreditedChargeTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    private static final Charge TEN_FOR_HALF =
            new Charge.Metered(
                    LineTerms.of(
                            new PricingModel.FlatFee(new BigDecimal("20")),
                            USD,
                            Conventions.FLEXPRICE),
                    MeteredUsage.of(BigDecimal.ONE),
                    BigDecimal.ZERO,
                    Ratio.of(17, 31));

    private static RatedLine less(String credit) {
        return new Charge.Credited(TEN_FOR_HALF, Money.of(new BigDecimal(credit), USD))
                .rated(USD, Conventions.FLEXPRICE);
    }

    @Test
    void whatIsNotUsedOfOtherLinesIsTakenOff() {
        RatedLine line = less("5.48");

        assertThat(line.amount()).isEqualTo(Money.of(new BigDecimal("5.49"), USD));
        assertThat(line.steps())
                .extracting(step -> step.key())
                .containsExactly("charged", "unused");
        assertThat(
                        line.steps().stream()
                                .map(step -> step.amount())
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(line.precise());
    }

    @Test
    void theWholeChargeMayBePaidBefore() {
        assertThat(less("10.97").amount()).isEqualTo(Money.zero(USD));
    }

    @Test
    void noMoreThanTheChargeCanBeTakenOff() {
        assertThatThrownBy(() -> less("10.98")).hasMessageContaining("0 to 10.97");
        assertThatThrownBy(() -> less("-0.01")).hasMessageContaining("0 to 10.97");
    }
}
