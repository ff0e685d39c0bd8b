package io.tallybook.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.Round;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceDocument.TransformQuantity;
import io.tallybook.domain.catalogue.FallingPrice;
import io.tallybook.domain.catalogue.InvalidPrice;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricingModelsTest {
    private static final PriceDocument.Tier FREE = tier("10", "0");
    private static final PriceDocument.Tier REST = tier(null, "1.5");
    private static final TransformQuantity THOUSANDS =
            new TransformQuantity(new BigDecimal("1000"), Round.UP);

    private static PriceDocument.Tier tier(@Nullable String upTo, String unit) {
        return new PriceDocument.Tier(
                upTo == null ? null : new BigDecimal(upTo), new BigDecimal(unit), BigDecimal.ZERO);
    }

    private static PriceDocument price(
            BillingModel model,
            String amount,
            @Nullable TierMode mode,
            List<PriceDocument.Tier> tiers,
            @Nullable TransformQuantity transform) {
        return new PriceDocument(
                PlanId.of(Ulid.derived(Instant.EPOCH, "plan")),
                PriceDocument.Type.FIXED,
                model,
                CurrencyCode.of("USD"),
                new BigDecimal(amount),
                mode,
                tiers,
                transform,
                PeriodUnit.MONTHLY,
                1,
                PriceDocument.InvoiceCadence.ARREAR,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static String fault(PriceDocument price) {
        return catchThrowableOfType(InvalidPrice.class, () -> PricingModels.of(price)).field();
    }

    @Test
    void eachModelBecomesItsOwn() {
        assertThat(PricingModels.of(price(BillingModel.FLAT_FEE, "2", null, List.of(), null)))
                .isEqualTo(new PricingModel.FlatFee(new BigDecimal("2")));
        assertThat(PricingModels.of(price(BillingModel.PACKAGE, "2", null, List.of(), THOUSANDS)))
                .isEqualTo(
                        new PricingModel.PackageFee(
                                new BigDecimal("2"), new BigDecimal("1000"), PackageRounding.UP));
        List<Tier> tiers = List.of(Tier.upTo("10", "0"), Tier.open("1.5"));
        assertThat(
                        PricingModels.of(
                                price(
                                        BillingModel.TIERED,
                                        "0",
                                        TierMode.SLAB,
                                        List.of(FREE, REST),
                                        null)))
                .isEqualTo(new PricingModel.Graduated(tiers));
        assertThat(
                        PricingModels.of(
                                price(
                                        BillingModel.TIERED,
                                        "0",
                                        TierMode.VOLUME,
                                        List.of(FREE, REST),
                                        null)))
                .isEqualTo(new PricingModel.Volume(tiers));
    }

    @Test
    void aPackageMayLeaveOutWhatIsNotFull() {
        TransformQuantity down = new TransformQuantity(BigDecimal.TEN, Round.DOWN);
        assertThat(PricingModels.of(price(BillingModel.PACKAGE, "2", null, List.of(), down)))
                .isEqualTo(
                        new PricingModel.PackageFee(
                                new BigDecimal("2"), BigDecimal.TEN, PackageRounding.DOWN));
    }

    @Test
    void partsThatDoNotBelongTogetherAreNamed() {
        List<PriceDocument.Tier> none = List.of();
        List<PriceDocument.Tier> tiers = List.of(FREE, REST);
        assertThat(fault(price(BillingModel.FLAT_FEE, "2", null, tiers, null))).isEqualTo("tiers");
        assertThat(fault(price(BillingModel.FLAT_FEE, "2", TierMode.SLAB, none, null)))
                .isEqualTo("tier_mode");
        assertThat(fault(price(BillingModel.FLAT_FEE, "2", null, none, THOUSANDS)))
                .isEqualTo("transform_quantity");
        assertThat(fault(price(BillingModel.PACKAGE, "2", null, none, null)))
                .isEqualTo("transform_quantity");
        assertThat(fault(price(BillingModel.PACKAGE, "2", null, tiers, THOUSANDS)))
                .isEqualTo("tiers");
        assertThat(fault(price(BillingModel.TIERED, "0", null, tiers, null)))
                .isEqualTo("tier_mode");
        assertThat(fault(price(BillingModel.TIERED, "1", TierMode.SLAB, tiers, null)))
                .isEqualTo("amount");
        assertThat(fault(price(BillingModel.TIERED, "0", TierMode.SLAB, none, null)))
                .isEqualTo("tiers");
        assertThat(fault(price(BillingModel.TIERED, "0", TierMode.SLAB, tiers, THOUSANDS)))
                .isEqualTo("transform_quantity");
        assertThat(fault(price(BillingModel.TIERED, "0", TierMode.SLAB, List.of(REST, REST), null)))
                .isEqualTo("tiers[0].up_to");
    }

    @Test
    void aPriceByWhichMoreCostsLessIsRefusedUnlessThatIsMeant() {
        PriceDocument falling =
                price(
                        BillingModel.TIERED,
                        "0",
                        TierMode.VOLUME,
                        List.of(tier("10", "5"), tier(null, "1")),
                        null);
        InvalidPrice refused =
                catchThrowableOfType(
                        InvalidPrice.class,
                        () -> PricingModels.proven(falling, FallingPrice.REFUSED));
        assertThat(refused.field()).isEqualTo("tiers[1]");
        assertThat(refused.getMessage()).contains("11 units cost 11, less than the 50 of 10 units");
        assertThat(PricingModels.proven(falling, FallingPrice.DECLARED))
                .isEqualTo(PricingModels.of(falling));
    }
}
