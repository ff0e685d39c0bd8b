package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PurchaseTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    private static Optional<String> bought(PricingModel model, String amount) {
        return Purchase.quantity(model, of(amount))
                .map(quantity -> quantity.stripTrailingZeros().toPlainString());
    }

    private static BigDecimal cost(PricingModel model, BigDecimal quantity) {
        return Rating.rate(model, quantity, USD, Conventions.FLEXPRICE).precise();
    }

    @Test
    void anAmountBuysWhatItsPriceSays() {
        assertThat(bought(new FlatFee(of("0.5")), "5")).hasValue("10");
        assertThat(bought(new FlatFee(of("0")), "5")).isEmpty();
        var tens = new PackageFee(of("2"), of("10"), PackageRounding.UP);
        assertThat(bought(tens, "5")).hasValue("20");
        assertThat(bought(tens, "1.99")).hasValue("0");
        List<Tier> tiers = List.of(Tier.upTo("10", "0"), Tier.upTo("20", "1"), Tier.open("0.5"));
        assertThat(bought(new Graduated(tiers), "4")).hasValue("14");
        assertThat(bought(new Graduated(tiers), "12")).hasValue("24");
        assertThat(bought(new Volume(tiers), "12")).hasValue("12");
        assertThat(bought(new Volume(List.of(Tier.upTo("10", "0"), Tier.open("5"))), "12"))
                .hasValue("10");
    }

    @Property(tries = 2000)
    void whatIsBoughtCostsNoMoreAndALittleMoreDoes(
            @ForAll("models") PricingModel model, @ForAll("amounts") BigDecimal amount) {
        Optional<BigDecimal> bought = Purchase.quantity(model, amount);
        if (bought.isEmpty()) {
            assertThat(cost(model, of("1e12"))).isLessThanOrEqualTo(amount);
            return;
        }
        assertThat(bought.get().signum()).isNotNegative();
        assertThat(cost(model, bought.get())).isLessThanOrEqualTo(amount);
        if (model instanceof Graduated || model instanceof FlatFee) {
            assertThat(cost(model, bought.get().add(of("1e-30")))).isGreaterThan(amount);
        }
    }

    @Property
    void whatIsUsedBeyondComesToTheSameCentsAsWhatIsSpentBeyond(
            @ForAll("prices") BigDecimal price, @ForAll("amounts") BigDecimal amount) {
        FlatFee model = new FlatFee(price);
        BigDecimal used = of("123456.789");
        BigDecimal bought = Purchase.quantity(model, amount).orElseThrow();
        BigDecimal spentBeyond = used.multiply(price).subtract(amount).max(BigDecimal.ZERO);
        BigDecimal beyond = used.subtract(bought).max(BigDecimal.ZERO);
        assertThat(Rating.rate(model, beyond, USD, Conventions.FLEXPRICE).amount())
                .isEqualTo(
                        Rating.rate(
                                        new FlatFee(spentBeyond),
                                        BigDecimal.ONE,
                                        USD,
                                        Conventions.FLEXPRICE)
                                .amount());
    }

    @Test
    void nothingIsBoughtForLessThanNothingOrByWhatNeedsMoreThanAQuantity() {
        assertThatThrownBy(() -> Purchase.quantity(new FlatFee(BigDecimal.ONE), of("-1")))
                .hasMessageContaining("0 or more");
        assertThatThrownBy(() -> Purchase.quantity(new PricingModel.Dynamic(), BigDecimal.ONE))
                .hasMessageContaining("does not follow");
    }

    @Provide
    Arbitrary<PricingModel> models() {
        return PriceArbitraries.models();
    }

    @Provide
    Arbitrary<BigDecimal> amounts() {
        return PriceArbitraries.amounts();
    }

    @Provide
    Arbitrary<BigDecimal> prices() {
        return PriceArbitraries.amounts().filter(price -> price.signum() > 0);
    }
}
