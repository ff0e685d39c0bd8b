package io.tallybook.domain.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Splits an amount among shares so that no cent is lost or made. */
public final class Allocation {

    private Allocation() {}

    /**
     * Splits {@code total} in proportion to {@code shares}.
     *
     * <p>Shapes: shares non-empty, each at least 0, sum above 0; the result has the same size and
     * order. Units: minor units of total's currency. Rounding: towards zero, then one unit each to
     * the largest remainders, ties to the earlier share. A negative total is the mirror of its
     * positive. Guarantee: the parts sum to total, each is within one minor unit of its exact
     * share, and a share of zero gets nothing. Errors: IllegalArgumentException if shares are
     * empty, negative or all zero. Source: docs/conventions.md#no-cent-lost
     */
    public static List<Money> split(Money total, List<BigDecimal> shares) {
        BigInteger[] weights = wholeWeights(shares);
        BigInteger sum = sum(weights, shares);
        BigInteger whole = BigInteger.valueOf(total.minor()).abs();
        long[] parts = new long[weights.length];
        BigInteger[] remainders = new BigInteger[weights.length];
        BigInteger given = BigInteger.ZERO;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] quotient = whole.multiply(weights[i]).divideAndRemainder(sum);
            parts[i] = quotient[0].longValue();
            remainders[i] = quotient[1];
            given = given.add(quotient[0]);
        }
        giveLeftover(parts, remainders, whole.subtract(given).intValueExact());
        List<Money> result = new ArrayList<>(parts.length);
        for (long part : parts) {
            result.add(Money.ofMinor(total.isNegative() ? -part : part, total.currency()));
        }
        return List.copyOf(result);
    }

    /**
     * As {@link #split}, in proportion to amounts: how a discount or a credit is spread over lines.
     */
    public static List<Money> splitByAmounts(Money total, List<Money> amounts) {
        List<BigDecimal> shares = new ArrayList<>(amounts.size());
        for (Money amount : amounts) {
            shares.add(BigDecimal.valueOf(amount.minor()));
        }
        return split(total, shares);
    }

    private static void giveLeftover(long[] parts, BigInteger[] remainders, int leftover) {
        if (leftover == 0) {
            return;
        }
        Integer[] order = new Integer[parts.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> remainders[b].compareTo(remainders[a]));
        for (int i = 0; i < leftover; i++) {
            parts[order[i]]++;
        }
    }

    private static BigInteger[] wholeWeights(List<BigDecimal> shares) {
        int scale = 0;
        for (BigDecimal share : shares) {
            if (share.signum() < 0) {
                throw new IllegalArgumentException(
                        "shares: " + share.toPlainString() + " is below 0 in " + shares);
            }
            scale = Math.max(scale, share.scale());
        }
        BigInteger[] weights = new BigInteger[shares.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = shares.get(i).setScale(scale).unscaledValue();
        }
        return weights;
    }

    private static BigInteger sum(BigInteger[] weights, List<BigDecimal> shares) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger weight : weights) {
            sum = sum.add(weight);
        }
        if (sum.signum() == 0) {
            throw new IllegalArgumentException("shares: " + shares + " must have a sum above 0");
        }
        return sum;
    }
}
