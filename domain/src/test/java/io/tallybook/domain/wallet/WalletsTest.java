package io.tallybook.domain.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.wallet.TopUpRule.Bounds;
import io.tallybook.domain.wallet.TopUpRule.Fixed;
import io.tallybook.domain.wallet.TopUpRule.Target;
import io.tallybook.domain.wallet.TopUpRule.TopUp;
import io.tallybook.domain.wallet.Wallets.Payment;
import io.tallybook.domain.wallet.Wallets.Purse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalletsTest {
    private static final CurrencyCode EUR = CurrencyCode.of("EUR");

    private static Money eur(long cents) {
        return Money.ofMinor(cents, EUR);
    }

    private static Purse purse(String id, int priority, long cents, String... buckets) {
        return new Purse(id, priority, Instant.EPOCH, eur(cents), Set.of(buckets));
    }

    @Test
    void theFirstWalletByPriorityPaysFirst() {
        assertThat(
                        Wallets.pay(
                                List.of(purse("b", 50, 1000), purse("a", 49, 60)),
                                Map.of("all", eur(100)),
                                EUR,
                                Conventions.LAGO))
                .containsExactly(
                        new Payment("a", "all", eur(60)), new Payment("b", "all", eur(40)));
    }

    @Test
    void inFlexpricesWorldTheLargestWalletPaysFirst() {
        assertThat(
                        Wallets.pay(
                                List.of(purse("small", 1, 15), purse("large", 9, 25)),
                                Map.of("usage", eur(30)),
                                EUR,
                                Conventions.FLEXPRICE))
                .containsExactly(
                        new Payment("large", "usage", eur(25)),
                        new Payment("small", "usage", eur(5)));
    }

    @Test
    void aWalletPaysOnlyWhatItMayAndTheLargestPartFirst() {
        assertThat(
                        Wallets.pay(
                                List.of(purse("narrow", 1, 100, "usage"), purse("any", 2, 45)),
                                Map.of("usage", eur(30), "seats", eur(20), "plan", eur(40)),
                                EUR,
                                Conventions.EXACT))
                .containsExactly(
                        new Payment("narrow", "usage", eur(30)),
                        new Payment("any", "plan", eur(40)),
                        new Payment("any", "seats", eur(5)));
    }

    @Test
    void aWalletOfAnotherCurrencyPaysNothing() {
        Purse dollars =
                new Purse(
                        "usd",
                        1,
                        Instant.EPOCH,
                        Money.ofMinor(1000, CurrencyCode.of("USD")),
                        Set.of());
        assertThat(Wallets.pay(List.of(dollars), Map.of("all", eur(100)), EUR, Conventions.LAGO))
                .isEmpty();
    }

    @ParameterizedTest(name = "balance {0}, threshold {1}, step {2}+{3} buys {4}")
    @CsvSource({
        "-429.8, 10, 50, 0, 450",
        "-379.8, 10, 50, 0, 400",
        "-100, 10, 50, 0, 150",
        "-90, 10, 50, 0, 100",
        "10, 10, 50, 0, 50",
        "10.01, 10, 50, 0, ",
        "-100, 10, 50, 5, 100",
    })
    void aThresholdBuysAsManyStepsAsCloseTheGap(
            BigDecimal balance,
            BigDecimal threshold,
            BigDecimal paid,
            BigDecimal granted,
            BigDecimal expected) {
        Optional<TopUp> topUp =
                new Fixed(paid, granted).atThreshold(threshold, balance, Bounds.NONE);
        assertThat(topUp.map(TopUp::paid)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void aTargetIsBoughtUpToAndBoundsHold() {
        Bounds atLeast50 = new Bounds(Optional.of(BigDecimal.valueOf(50)), Optional.empty());
        Bounds atMost20 = new Bounds(Optional.empty(), Optional.of(BigDecimal.valueOf(20)));
        Target target = new Target(BigDecimal.valueOf(101));
        assertThat(target.atInterval(BigDecimal.valueOf(100), atLeast50).orElseThrow().paid())
                .isEqualByComparingTo("50");
        assertThat(target.atInterval(BigDecimal.ZERO, atMost20).orElseThrow().paid())
                .isEqualByComparingTo("20");
        assertThat(target.atInterval(BigDecimal.valueOf(101), Bounds.NONE)).isEmpty();
        assertThat(target.atThreshold(BigDecimal.TEN, BigDecimal.valueOf(11), Bounds.NONE))
                .isEmpty();
        assertThatThrownBy(() -> new Fixed(BigDecimal.ZERO, BigDecimal.ZERO))
                .hasMessageStartingWith("top_up:");
    }

    @Test
    void theHighestSlabThatAPurchaseReachesGivesTheBonus() {
        BonusSlabs slabs =
                new BonusSlabs(
                        List.of(
                                new BonusSlabs.Slab(
                                        new BigDecimal("5000"),
                                        new BonusSlabs.Bonus.Percent(new BigDecimal("12.5"))),
                                new BonusSlabs.Slab(
                                        new BigDecimal("1000"),
                                        new BonusSlabs.Bonus.Flat(new BigDecimal("50")))));
        assertThat(slabs.bonusFor(new BigDecimal("6000"), Optional.empty()))
                .isEqualByComparingTo("750");
        assertThat(slabs.bonusFor(new BigDecimal("5000"), Optional.empty()))
                .isEqualByComparingTo("625");
        assertThat(slabs.bonusFor(new BigDecimal("4999"), Optional.empty()))
                .isEqualByComparingTo("50");
        assertThat(slabs.bonusFor(new BigDecimal("999"), Optional.empty()))
                .isEqualByComparingTo("0");
        assertThat(slabs.bonusFor(new BigDecimal("6000"), Optional.of(new BigDecimal("500"))))
                .isEqualByComparingTo("500");
        assertThatThrownBy(
                        () ->
                                new BonusSlabs.Slab(
                                        BigDecimal.ONE.negate(),
                                        new BonusSlabs.Bonus.Flat(BigDecimal.ONE)))
                .hasMessageStartingWith("bonus_slab: got threshold -1");
    }

    @Test
    void creditsAreWorthTheirRateAndPayWholeMinorUnits() {
        CreditValue value = new CreditValue(new BigDecimal("1.123456"), EUR);
        assertThat(value.worth(BigDecimal.valueOf(100))).isEqualByComparingTo("112.3456");
        assertThat(value.payable(BigDecimal.valueOf(100))).isEqualTo(eur(11234));
        assertThat(new CreditValue(BigDecimal.ONE, EUR).payable(new BigDecimal("0.001")))
                .isEqualTo(eur(0));
        assertThat(new CreditValue(new BigDecimal("3"), EUR).creditsFor(eur(100)))
                .as("never worth less than what they paid")
                .isEqualByComparingTo("0.333333333333334");
        assertThat(new CreditValue(new BigDecimal("0.5"), EUR).creditsFor(eur(0)))
                .isEqualByComparingTo("0");
        assertThatThrownBy(() -> new CreditValue(BigDecimal.ZERO, EUR))
                .hasMessage("wallet.conversion_rate: got 0, expected more than 0");
    }

    @Test
    void aPurchaseIsRoundedToWholeCentsAndItsCreditsFollow() {
        CreditValue one = new CreditValue(BigDecimal.ONE, EUR);
        assertThat(CreditPurchase.of(new BigDecimal("17.9699999999"), one))
                .isEqualTo(new CreditPurchase(new BigDecimal("17.97000"), eur(1797)));
    }

    @ParameterizedTest(name = "{1} credits from {0} on are {2}")
    @CsvSource({
        "2025-01-31T23:59:30Z, 1, 0.0000112",
        "2025-01-01T00:00:00Z, 100, 100",
        "2024-12-01T00:00:00Z, 100, 100",
        "2025-01-16T12:00:00Z, 100, 50",
        "2025-01-20T00:00:00Z, 100, 38.70967742",
        "2025-03-15T00:00:00Z, 100, 0",
    })
    void aGrantThatBeginsWithinItsPeriodIsDueInPart(
            Instant from, BigDecimal credits, BigDecimal expected) {
        Instant start = Instant.parse("2025-01-01T00:00:00Z");
        Instant end = Instant.parse("2025-02-01T00:00:00Z");
        assertThat(GrantShare.of(credits, start, end, from)).isEqualByComparingTo(expected);
    }
}
