package io.tallybook.domain.discount;

import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a discount over several lines becomes a discount of each. */
public final class CouponSpread {
    private CouponSpread() {}

    /**
     * Spreads {@code total} over lines in proportion to what they still amount to.
     *
     * <p>Shapes: {@code open} holds amounts of zero or more whose sum is at least {@code total};
     * the result has the same order. Rounding: FLEXPRICE rounds the share of each line half away
     * from zero, the largest line first, and the last takes what remains; LAGO and EXACT use
     * largest remainders. Guarantee: parts sum to total, none is negative and none exceeds its
     * line. Source: docs/conventions.md#coupons.
     */
    public static List<Money> spread(Money total, List<Money> open, Conventions conventions) {
        if (total.isZero()) {
            return open.stream().map(line -> Money.zero(line.currency())).toList();
        }
        return switch (conventions) {
            case FLEXPRICE -> largestFirst(total, open);
            case LAGO, EXACT -> Allocation.splitByAmounts(total, open);
        };
    }

    private static List<Money> largestFirst(Money total, List<Money> open) {
        BigInteger sum = BigInteger.ZERO;
        for (Money line : open) {
            sum = sum.add(BigInteger.valueOf(line.minor()));
        }
        BigDecimal whole = new BigDecimal(sum);
        Integer[] order = new Integer[open.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> open.get(b).compareTo(open.get(a)));
        Money[] parts = new Money[open.size()];
        Money left = total;
        for (Integer i : order) {
            BigDecimal share =
                    total.toDecimal()
                            .multiply(BigDecimal.valueOf(open.get(i).minor()))
                            .divide(whole, total.currency().minorUnits(), Rounding.HALF_UP.mode());
            parts[i] = Money.of(share, total.currency()).min(left);
            left = left.minus(parts[i]);
        }
        // What rounding left over goes to the last line, and on to the one before it where it has
        // no more room.
        for (int n = order.length - 1; n >= 0 && left.isPositive(); n--) {
            int i = order[n];
            Money more = open.get(i).minus(parts[i]).min(left);
            parts[i] = parts[i].plus(more);
            left = left.minus(more);
        }
        return new ArrayList<>(Arrays.asList(parts));
    }
}
