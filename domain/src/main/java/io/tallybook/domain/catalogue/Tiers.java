package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that every list of tiers keeps: it starts at zero, rises, and only its last tier is
 * open.
 */
final class Tiers {

    private Tiers() {}

    /** Errors: {@link InvalidPrice} naming the tier's field. */
    static List<Tier> validated(List<Tier> tiers) {
        List<Tier> copy = List.copyOf(tiers);
        if (copy.isEmpty()) {
            throw new InvalidPrice("tiers", "none", "at least one tier");
        }
        BigDecimal lower = BigDecimal.ZERO;
        for (int i = 0; i < copy.size(); i++) {
            lower =
                    checkBound(
                            i,
                            copy.get(i).upTo(),
                            lower,
                            i == copy.size() - 1 ? Place.LAST : Place.BEFORE_LAST);
            Amounts.notNegative("tiers[" + i + "].unit_amount", copy.get(i).unitAmount());
            Amounts.notNegative("tiers[" + i + "].flat_amount", copy.get(i).flatAmount());
        }
        return copy;
    }

    private enum Place {
        LAST,
        BEFORE_LAST
    }

    private static BigDecimal checkBound(
            int i, @Nullable BigDecimal upTo, BigDecimal lower, Place place) {
        String field = "tiers[" + i + "].up_to";
        if (upTo == null) {
            if (place == Place.LAST) {
                return lower;
            }
            throw new InvalidPrice(
                    field,
                    "no bound",
                    "a bound above "
                            + lower.toPlainString()
                            + ", because only the last tier is open");
        }
        if (place == Place.LAST) {
            throw new InvalidPrice(
                    field,
                    upTo.toPlainString(),
                    "no bound, so that every quantity above "
                            + lower.toPlainString()
                            + " has a price");
        }
        if (upTo.compareTo(lower) <= 0) {
            throw new InvalidPrice(
                    field, upTo.toPlainString(), "more than " + lower.toPlainString());
        }
        return upTo;
    }
}
