package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @Test
    void leftoverCentsGoToTheLargestRemaindersAndTiesToTheEarlier() {
        assertThat(split(100, "1", "1", "1")).containsExactly(34L, 33L, 33L);
        assertThat(split(10, "1", "2", "4")).containsExactly(1L, 3L, 6L);
        assertThat(split(5, "0.5", "0", "0.5")).containsExactly(3L, 0L, 2L);
        assertThat(split(1, "1", "3", "1")).containsExactly(0L, 1L, 0L);
        assertThat(split(0, "1", "1")).containsExactly(0L, 0L);
        assertThat(split(-100, "1", "1", "1")).containsExactly(-34L, -33L, -33L);
        assertThat(split(7, "12.345")).containsExactly(7L);
        assertThat(split(Long.MIN_VALUE, "1", "1"))
                .containsExactly(Long.MIN_VALUE / 2, Long.MIN_VALUE / 2);
    }

    @Test
    void aDiscountIsSpreadByAmounts() {
        List<Money> amounts = List.of(Money.ofMinor(3000, USD), Money.ofMinor(7000, USD));
        assertThat(Allocation.splitByAmounts(Money.ofMinor(1001, USD), amounts))
                .extracting(Money::minor)
                .containsExactly(300L, 701L);
    }

    @Test
    void sharesThatCannotBeSharesAreRefused() {
        Money total = Money.ofMinor(1, USD);
        assertThatThrownBy(() -> Allocation.split(total, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Allocation.split(total, List.of(BigDecimal.ZERO, BigDecimal.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
        assertThatThrownBy(
                        () ->
                                Allocation.split(
                                        total, List.of(BigDecimal.ONE, new BigDecimal("-0.5"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-0.5");
    }

    @Property(tries = 1000)
    void partsSumToTheWholeAndEachIsWithinACentOfItsShare(
            @ForAll long total, @ForAll("shares") List<BigDecimal> shares) {
        List<Money> parts = Allocation.split(Money.ofMinor(total, USD), shares);
        Ratio sum = shares.stream().map(Ratio::of).reduce(Ratio.ZERO, Ratio::plus);
        Ratio whole = Ratio.ZERO;
        for (int i = 0; i < parts.size(); i++) {
            Ratio part = Ratio.of(parts.get(i).minor(), 1);
            Ratio exact = Ratio.of(shares.get(i)).times(Ratio.of(total, 1)).dividedBy(sum);
            Ratio error = part.minus(exact);
            assertThat(error.max(error.negated())).isLessThan(Ratio.ONE);
            assertThat(shares.get(i).signum() == 0).isIn(false, part.signum() == 0);
            whole = whole.plus(part);
        }
        assertThat(whole).isEqualTo(Ratio.of(total, 1));
    }

    @Provide
    Arbitrary<List<BigDecimal>> shares() {
        Arbitrary<BigDecimal> share =
                Arbitraries.oneOf(
                        Arbitraries.just(BigDecimal.ZERO),
                        Arbitraries.bigDecimals()
                                .between(BigDecimal.ZERO, new BigDecimal(1_000_000))
                                .ofScale(6),
                        Arbitraries.integers().between(1, 9).map(BigDecimal::valueOf));
        return share.list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .filter(list -> list.stream().anyMatch(s -> s.signum() > 0));
    }

    private static List<Long> split(long total, String... shares) {
        return Allocation.split(
                        Money.ofMinor(total, USD), Stream.of(shares).map(BigDecimal::new).toList())
                .stream()
                .map(Money::minor)
                .toList();
    }
}
