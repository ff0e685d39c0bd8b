package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.RateTier;
import io.tallybook.domain.catalogue.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Tiered models: by slab, where each part pays its own tier, and by volume, where all units pay the
 * last one.
 */
final class TierRating {

    private TierRating() {}

    static List<RatingStep> graduated(List<Tier> tiers, BigDecimal quantity) {
        List<RatingStep> steps = new ArrayList<>(tiers.size());
        BigDecimal lower = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            BigDecimal upTo = tier.upTo();
            if (upTo == null || quantity.compareTo(upTo) <= 0) {
                steps.add(step(i, tier, lower, quantity.subtract(lower)));
                break;
            }
            steps.add(step(i, tier, lower, upTo.subtract(lower)));
            lower = upTo;
        }
        return steps;
    }

    static List<RatingStep> graduatedPercentage(List<RateTier> tiers, BigDecimal quantity) {
        List<Tier> asTiers = new ArrayList<>(tiers.size());
        for (RateTier tier : tiers) {
            asTiers.add(tier.asTier());
        }
        return graduated(asTiers, quantity);
    }

    /** All {@code charged} units at the price of the tier that {@code size} falls into. */
    static RatingStep volume(List<Tier> tiers, BigDecimal size, BigDecimal charged) {
        BigDecimal lower = BigDecimal.ZERO;
        int i = 0;
        BigDecimal upTo = tiers.getFirst().upTo();
        while (upTo != null && size.compareTo(upTo) > 0) {
            lower = upTo;
            i++;
            upTo = tiers.get(i).upTo();
        }
        return step(i, tiers.get(i), lower, charged);
    }

    static RatingStep step(int index, Tier tier, BigDecimal from, BigDecimal quantity) {
        return RatingStep.of(
                "tier." + (index + 1),
                from,
                tier.upTo(),
                quantity,
                tier.unitAmount(),
                tier.flatAmount());
    }
}
