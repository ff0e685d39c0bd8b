package io.tallybook.domain.discount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.discount.AppliedCoupon.Reach;
import io.tallybook.domain.discount.Discount.AmountOff;
import io.tallybook.domain.discount.Discount.PercentOff;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CouponTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    private static Money usd(long cents) {
        return Money.ofMinor(cents, USD);
    }

    private static Discount percent(String percent) {
        return new PercentOff(new BigDecimal(percent));
    }

    @ParameterizedTest(name = "{0} % of {1} is {2}")
    @CsvSource({
        "10, 100, 10",
        "33.33, 10000, 3333",
        "50, 7, 4",
        "50, 5, 3",
        "12.5, 1, 0",
        "100, 7, 7",
        "0, 7, 0",
        "10, 0, 0"
    })
    void aPercentageIsRoundedHalfAwayFromZero(String percent, long base, long expected) {
        assertThat(percent(percent).off(usd(base))).isEqualTo(usd(expected));
    }

    @Test
    void anAmountTakesNoMoreThanThereIs() {
        assertThat(new AmountOff(usd(12)).off(usd(300))).isEqualTo(usd(12));
        assertThat(new AmountOff(usd(12)).off(usd(5))).isEqualTo(usd(5));
        assertThat(new AmountOff(usd(12)).off(usd(0))).isEqualTo(usd(0));
        assertThat(new AmountOff(usd(12)).off(usd(-5))).isEqualTo(usd(0));
    }

    @Test
    void impossibleDiscountsNameFieldAndValue() {
        assertThatThrownBy(() -> percent("100.01"))
                .hasMessage("coupon.percentage_off: got 100.01, expected from 0 to 100");
        assertThatThrownBy(() -> percent("-1"))
                .hasMessage("coupon.percentage_off: got -1, expected from 0 to 100");
        assertThatThrownBy(() -> new AmountOff(usd(-1)))
                .hasMessage("coupon.amount_off: got -0.01 USD, expected 0 or more");
        assertThatThrownBy(() -> new CouponTerm.Repeating(0))
                .hasMessageContaining("expected 1 or more");
    }

    @Test
    void flexpriceRoundsTheLargestLineFirstAndTheLastTakesTheRest() {
        List<Money> open = List.of(usd(10), usd(10), usd(10));
        assertThat(CouponSpread.spread(usd(10), open, Conventions.FLEXPRICE))
                .containsExactly(usd(3), usd(3), usd(4));
        assertThat(CouponSpread.spread(usd(10), open, Conventions.EXACT))
                .containsExactly(usd(4), usd(3), usd(3));
        assertThat(CouponSpread.spread(usd(5), List.of(usd(1), usd(99)), Conventions.FLEXPRICE))
                .containsExactly(usd(0), usd(5));
        assertThat(CouponSpread.spread(usd(0), open, Conventions.LAGO)).containsOnly(usd(0));
    }

    @Property(tries = 2_000)
    void aSpreadSumsToTheWholeAndFitsItsLines(@ForAll long seed) {
        Random random = new Random(seed);
        List<Money> open = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i <= random.nextInt(9); i++) {
            long cents = random.nextInt(5) == 0 ? random.nextLong(3) : random.nextLong(10_000);
            open.add(usd(cents));
            sum += cents;
        }
        Money total = usd(sum == 0 ? 0 : random.nextLong(sum + 1));
        for (Conventions conventions : Conventions.values()) {
            List<Money> parts = CouponSpread.spread(total, open, conventions);
            assertThat(parts.stream().mapToLong(Money::minor).sum()).isEqualTo(total.minor());
            for (int i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i).minor()).isBetween(0L, open.get(i).minor());
            }
        }
    }

    private static AppliedCoupon held(Discount discount, CouponTerm term) {
        return new AppliedCoupon("c", discount, term, Reach.INVOICE, Instant.EPOCH);
    }

    @Test
    void aCouponLastsAsLongAsItsTermSays() {
        assertThat(held(percent("10"), new CouponTerm.Once()).afterInvoice(usd(5))).isEmpty();
        assertThat(held(percent("10"), new CouponTerm.Forever()).afterInvoice(usd(5))).isPresent();
        assertThat(
                        held(percent("10"), new CouponTerm.Repeating(3))
                                .afterInvoice(usd(5))
                                .map(AppliedCoupon::term))
                .isEqualTo(Optional.of(new CouponTerm.Repeating(2)));
        assertThat(held(percent("10"), new CouponTerm.Repeating(1)).afterInvoice(usd(5))).isEmpty();
    }

    @Test
    void whatAnInvoiceCouldNotUseOfAFixedAmountStays() {
        AppliedCoupon coupon = held(new AmountOff(usd(100)), new CouponTerm.Once());
        assertThat(coupon.afterInvoice(usd(40)).map(AppliedCoupon::discount))
                .isEqualTo(Optional.of(new AmountOff(usd(60))));
        assertThat(coupon.afterInvoice(usd(100))).isEmpty();
    }

    @Test
    void theNarrowerCouponComesFirstThenTheOlder() {
        AppliedCoupon wide =
                new AppliedCoupon(
                        "w", percent("1"), new CouponTerm.Once(), Reach.INVOICE, Instant.EPOCH);
        AppliedCoupon plan =
                new AppliedCoupon(
                        "p", percent("1"), new CouponTerm.Once(), Reach.PLAN, Instant.EPOCH);
        AppliedCoupon newer =
                new AppliedCoupon(
                        "m2",
                        percent("1"),
                        new CouponTerm.Once(),
                        Reach.METER,
                        Instant.ofEpochSecond(2));
        AppliedCoupon older =
                new AppliedCoupon(
                        "m1",
                        percent("1"),
                        new CouponTerm.Once(),
                        Reach.METER,
                        Instant.ofEpochSecond(1));
        List<AppliedCoupon> coupons = new ArrayList<>(List.of(wide, plan, newer, older));
        coupons.sort(AppliedCoupon.ORDER);
        assertThat(coupons).containsExactly(older, newer, plan, wide);
    }
}
