package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

class RatingTest {
    private static final CurrencyCode USD = CurrencyCode.of("usd");

    @Test
    void theFirstSliceFiguresHold() {
        assertThat(charged(new FlatFee(new BigDecimal("0.0001")), "19366")).isEqualTo("1.94 USD");
        var tokens =
                new Graduated(
                        List.of(
                                Tier.upTo("1000000", "0"),
                                Tier.upTo("11000000", "0.0000025"),
                                Tier.open("0.0000020")));
        assertThat(charged(tokens, "22361870")).isEqualTo("47.72 USD");
        var packages =
                new PackageFee(BigDecimal.TEN, new BigDecimal("1000000"), PackageRounding.UP);
        assertThat(charged(packages, "4088665")).isEqualTo("50.00 USD");
        var volume =
                new Volume(List.of(Tier.upTo("10", "50"), Tier.upTo("20", "40"), Tier.open("30")));
        assertThat(charged(volume, "25")).isEqualTo("750.00 USD");
    }

    private static String charged(PricingModel model, String quantity) {
        return Rating.rate(model, new BigDecimal(quantity), USD, Conventions.FLEXPRICE)
                .amount()
                .toString();
    }
}
