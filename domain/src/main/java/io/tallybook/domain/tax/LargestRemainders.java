package io.tallybook.domain.tax;

import io.tallybook.domain.money.Ratio;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Whole numbers next to exact ones, that sum to the rounded sum of those: each exact number
 * downward, then one more for the largest remainders, ties to the earlier.
 */
final class LargestRemainders {
    private LargestRemainders() {}

    /** Shapes: {@code total} is the sum of {@code exact}, rounded either way; none is negative. */
    static long[] of(long total, Ratio[] exact) {
        BigInteger common = BigInteger.ONE;
        for (Ratio ratio : exact) {
            common = leastCommonMultiple(common, ratio.denominator());
        }
        BigInteger[] numerators = new BigInteger[exact.length];
        for (int i = 0; i < exact.length; i++) {
            numerators[i] = exact[i].numerator().multiply(common.divide(exact[i].denominator()));
        }
        return of(total, numerators, common);
    }

    /** As {@link #of(long, Ratio[])}, of numbers over one denominator. */
    static long[] of(long total, BigInteger[] numerators, BigInteger denominator) {
        long[] parts = new long[numerators.length];
        BigInteger[] remainders = new BigInteger[numerators.length];
        long left = total;
        for (int i = 0; i < numerators.length; i++) {
            BigInteger[] quotient = numerators[i].divideAndRemainder(denominator);
            parts[i] = quotient[0].longValueExact();
            remainders[i] = quotient[1];
            left -= parts[i];
        }
        if (left == 0) {
            return parts;
        }
        Integer[] order = new Integer[parts.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> remainders[b].compareTo(remainders[a]));
        for (int i = 0; i < left; i++) {
            parts[order[i]]++;
        }
        return parts;
    }

    static BigInteger leastCommonMultiple(BigInteger a, BigInteger b) {
        if (b.equals(BigInteger.ONE) || a.equals(b)) {
            return a;
        }
        return a.divide(a.gcd(b)).multiply(b);
    }
}
