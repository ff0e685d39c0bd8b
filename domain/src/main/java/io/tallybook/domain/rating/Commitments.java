package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a promise of spend does to an amount.
 *
 * <p>The allowance of an entitlement comes off the quantity before it is priced, so that what is
 * free neither fills nor exceeds a commitment. All amounts are precise, in units of the currency.
 * Source: docs/pricing.md#commitments
 */
public final class Commitments {

    private Commitments() {}

    /**
     * An amount under a commitment, by where it goes.
     *
     * <p>Guarantee: total = utilized + overage + trueUp; utilized is at most the commitment,
     * overage already carries its factor.
     */
    public record Split(BigDecimal utilized, BigDecimal overage, BigDecimal trueUp) {
        public static final Split NONE =
                new Split(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        public BigDecimal total() {
            return utilized.add(overage).add(trueUp);
        }

        public Split plus(Split other) {
            return new Split(
                    utilized.add(other.utilized),
                    overage.add(other.overage),
                    trueUp.add(other.trueUp));
        }
    }

    /**
     * Usage worth {@code base} under a commitment C with factor f: C + (base - C) f from C on;
     * below it base, or C if the rest is trued up.
     */
    public static Split apply(Commitment commitment, BigDecimal base) {
        return apply(commitment, commitment.amount(), base, commitment.trueUp());
    }

    /**
     * How far a commitment was kept before a line.
     *
     * @param spent what counted towards it already, at the plain price
     * @param position whether what is left of it falls due with this line
     */
    public record Progress(BigDecimal spent, Position position) {
        /** Of a commitment that begins and ends with the line. */
        public static final Progress WHOLE = new Progress(BigDecimal.ZERO, Position.LAST);
    }

    /** A line of a commitment that other lines, before or after it, count towards as well. */
    public static Split apply(Commitment commitment, Progress progress, BigDecimal base) {
        return applyCumulative(commitment, progress.spent(), base, progress.position());
    }

    /** A commitment given as a quantity: what that quantity costs by the price of the line. */
    public static Commitment ofQuantity(
            BigDecimal quantity,
            PricingModel model,
            BigDecimal overageFactor,
            TrueUp trueUp,
            CurrencyCode currency,
            Conventions conventions) {
        BigDecimal amount = Rating.rate(model, quantity, currency, conventions).precise();
        return new Commitment(amount, overageFactor, trueUp);
    }

    /** What is left of a commitment that runs over several invoices. */
    public enum Position {
        BEFORE_LAST,
        LAST
    }

    /**
     * One invoice of a commitment that covers several, such as an annual one billed monthly.
     *
     * <p>Shapes: {@code priorBase} is what earlier invoices of the same commitment period charged
     * at the plain price, with overage counted before its factor; a new commitment period begins at
     * zero. The true-up falls due with the last invoice only.
     */
    public static Split applyCumulative(
            Commitment commitment,
            BigDecimal priorBase,
            BigDecimal currentBase,
            Position position) {
        BigDecimal left = commitment.amount().subtract(priorBase).max(BigDecimal.ZERO);
        TrueUp trueUp = position == Position.LAST ? commitment.trueUp() : TrueUp.WAIVED;
        return apply(commitment, left, currentBase, trueUp);
    }

    /**
     * A charge that reached us already divided: {@code amount} is its cost, with the factor where
     * it is overage.
     */
    public sealed interface Charge {
        BigDecimal amount();

        record Within(BigDecimal amount) implements Charge {}

        record Overage(BigDecimal amount, BigDecimal factor) implements Charge {}
    }

    /**
     * What charges cost at the plain price: overage without its factor. Rounding: 18 decimals, half
     * up.
     */
    public static BigDecimal baseOf(List<Charge> charges) {
        Ratio base = Ratio.ZERO;
        for (Charge charge : charges) {
            Ratio amount = Ratio.of(charge.amount());
            base =
                    base.plus(
                            switch (charge) {
                                case Charge.Within _ -> amount;
                                case Charge.Overage over ->
                                        amount.dividedBy(Ratio.of(over.factor()));
                            });
        }
        return base.toDecimal(18, Rounding.HALF_UP);
    }

    /**
     * Charges already divided by their source: the part within is lifted to the commitment if it is
     * trued up, overage is taken as it came.
     */
    public static Split ofDivided(Commitment commitment, List<Charge> charges) {
        BigDecimal within = BigDecimal.ZERO;
        BigDecimal overage = BigDecimal.ZERO;
        for (Charge charge : charges) {
            switch (charge) {
                case Charge.Within part -> within = within.add(part.amount());
                case Charge.Overage part -> overage = overage.add(part.amount());
            }
        }
        BigDecimal gap = commitment.amount().subtract(within).max(BigDecimal.ZERO);
        return new Split(
                within, overage, commitment.trueUp() == TrueUp.CHARGED ? gap : BigDecimal.ZERO);
    }

    /**
     * A commitment over all usage lines of a subscription: which part of each line is within it.
     *
     * <p>Lines use the commitment up in the order given, so that the order decides which of them
     * bears the overage, but not what all of them cost. Result: one split per line, and the gap to
     * be trued up beside them.
     */
    public static AcrossLines acrossLines(Commitment commitment, List<BigDecimal> bases) {
        BigDecimal left = commitment.amount();
        List<Split> splits = new ArrayList<>(bases.size());
        for (BigDecimal base : bases) {
            splits.add(apply(commitment, left, base, TrueUp.WAIVED));
            left = left.subtract(base).max(BigDecimal.ZERO);
        }
        return new AcrossLines(
                splits, commitment.trueUp() == TrueUp.CHARGED ? left : BigDecimal.ZERO);
    }

    public record AcrossLines(List<Split> lines, BigDecimal trueUp) {
        public AcrossLines {
            lines = List.copyOf(lines);
        }

        public BigDecimal total() {
            BigDecimal total = trueUp;
            for (Split line : lines) {
                total = total.add(line.total());
            }
            return total;
        }
    }

    /**
     * The rows that a commitment adds to those of a line: what its factor adds to the usage beyond
     * it, and the rest that is trued up.
     */
    public static List<RatingStep> rows(Commitment commitment, Split split, BigDecimal base) {
        List<RatingStep> rows = new ArrayList<>(2);
        BigDecimal beyond = base.subtract(split.utilized());
        if (beyond.signum() > 0) {
            BigDecimal extra = commitment.overageFactor().subtract(BigDecimal.ONE);
            rows.add(
                    RatingStep.of(
                            "commitment.overage",
                            commitment.amount(),
                            null,
                            beyond,
                            extra,
                            BigDecimal.ZERO));
        }
        if (split.trueUp().signum() > 0) {
            rows.add(RatingStep.amount("commitment.true.up", split.trueUp()));
        }
        return rows;
    }

    private static Split apply(
            Commitment commitment, BigDecimal available, BigDecimal base, TrueUp trueUp) {
        BigDecimal within = base.min(available);
        BigDecimal overage = base.subtract(within).multiply(commitment.overageFactor());
        BigDecimal gap = trueUp == TrueUp.CHARGED ? available.subtract(within) : BigDecimal.ZERO;
        return new Split(within, overage, gap);
    }
}
