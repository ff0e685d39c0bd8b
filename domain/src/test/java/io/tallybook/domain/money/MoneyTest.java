package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static final CurrencyCode USD = CurrencyCode.of("usd");

    @Test
    void anAmountOfAnotherCurrencyIsNeverAdded() {
        assertThatThrownBy(() -> Money.zero(USD).plus(Money.ofMinor(5, CurrencyCode.of("EUR"))))
                .isInstanceOf(CurrencyMismatch.class)
                .hasMessageContaining("0.00 USD")
                .hasMessageContaining("0.05 EUR");
    }

    @Test
    void partsOfASplitSumToTheWhole() {
        assertThat(
                        Allocation.split(
                                Money.ofMinor(100, USD),
                                List.of(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE)))
                .extracting(Money::minor)
                .containsExactly(34L, 33L, 33L);
    }
}
