package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.RateTier;
import io.tallybook.domain.catalogue.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Price models out of both systems' notations. */
final class Prices {
    private Prices() {}

    static PricingModel flat(BigDecimal amount) {
        return new PricingModel.FlatFee(amount);
    }

    /** {@code billing_model} with {@code amount}, {@code transform_quantity} or {@code tiers}. */
    static PricingModel flexprice(Input in) {
        return switch (in.text("billing_model", "FLAT_FEE")) {
            case "PACKAGE" -> {
                Input transform = in.object("transform_quantity");
                yield new PricingModel.PackageFee(
                        in.decimal("amount"),
                        transform.decimal("divide_by"),
                        transform.text("round", "up").equals("down")
                                ? PackageRounding.DOWN
                                : PackageRounding.UP);
            }
            case "TIERED" -> {
                List<Tier> tiers =
                        flexpriceTiers(in.objects(in.has("tiers") ? "tiers" : "tiers_prefix"));
                yield in.text("tier_mode", "VOLUME").equals("SLAB")
                        ? new PricingModel.Graduated(tiers)
                        : new PricingModel.Volume(tiers);
            }
            case "FLAT_FEE" -> flat(in.decimal("amount"));
            default ->
                    throw new IllegalArgumentException(
                            "input.billing_model: got \""
                                    + in.text("billing_model")
                                    + "\", expected FLAT_FEE, PACKAGE or TIERED");
        };
    }

    /**
     * A list whose last tier has a bound is a prefix, or one without an open end: its last tier
     * stays open here.
     */
    private static List<Tier> flexpriceTiers(List<Input> rows) {
        List<Tier> tiers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Input row = rows.get(i);
            boolean last = i == rows.size() - 1;
            tiers.add(
                    new Tier(
                            row.has("up_to") && !last ? row.decimal("up_to") : null,
                            row.decimal("unit_amount", "0"),
                            row.decimal("flat_amount", "0")));
        }
        return tiers;
    }

    /** Whether a slab list has no open tier, above whose last bound Flexprice charges nothing. */
    static boolean endsWithoutOpenTier(Input in) {
        return in.text("tier_mode", "").equals("SLAB")
                && in.has("tiers")
                && in.objects("tiers").getLast().has("up_to");
    }

    static BigDecimal lastBound(Input in) {
        return in.objects("tiers").getLast().decimal("up_to");
    }

    static List<Tier> lagoTiers(List<Input> rows) {
        List<Tier> tiers = new ArrayList<>();
        for (Input row : rows) {
            tiers.add(
                    new Tier(
                            bound(row),
                            row.decimal("per_unit_amount", "0"),
                            row.decimal("flat_amount", "0")));
        }
        return tiers;
    }

    static PricingModel.GraduatedPercentage lagoRates(List<Input> rows) {
        List<RateTier> tiers = new ArrayList<>();
        for (Input row : rows) {
            tiers.add(
                    new RateTier(bound(row), row.decimal("rate"), row.decimal("flat_amount", "0")));
        }
        return new PricingModel.GraduatedPercentage(tiers);
    }

    private static @Nullable BigDecimal bound(Input row) {
        return row.has("to_value") ? row.decimal("to_value") : null;
    }

    static PricingModel.PackageFee lagoPackage(Input in) {
        return new PricingModel.PackageFee(
                in.decimal("amount"),
                in.decimal("package_size"),
                PackageRounding.UP,
                in.decimal("free_units", "0"));
    }

    static PricingModel.Percentage lagoPercentage(Input in) {
        return PricingModel.Percentage.ofRate(in.decimal("rate"))
                .withFixed(
                        in.has("fixed_amount")
                                ? in.decimal("fixed_amount")
                                : in.decimal("fixed", "0"))
                .withFree(
                        in.has("free_units_per_events")
                                ? (long) in.whole("free_units_per_events")
                                : null,
                        in.has("free_units_per_total_aggregation")
                                ? in.decimal("free_units_per_total_aggregation")
                                : null);
    }

    static PricingModel.Percentage withBounds(PricingModel.Percentage model, Input in) {
        return model.withBounds(
                in.has("per_transaction_min_amount")
                        ? in.decimal("per_transaction_min_amount")
                        : null,
                in.has("per_transaction_max_amount")
                        ? in.decimal("per_transaction_max_amount")
                        : null);
    }
}
