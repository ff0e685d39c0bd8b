package io.tallybook.domain.invoice;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxRate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An invoice computed a second time, from the rules as written and on fractions: slow, obvious,
 * independent.
 */
final class InvoiceOracle {
    private final InvoiceInputs in;
    private final int size;
    private final Conventions conventions;

    final long[] amount;
    final long[] progressive;
    final long[] discount;
    final long[] tax;
    final long[] contained;
    final long[] noted;
    final long[] credited;
    final Map<String, Long> taxAmounts = new TreeMap<>();
    long unusedProgressive;
    long creditable;

    private final long[] net;
    private final Rational[] exactNet;

    private final Map<String, RandomMinimum> minimums;

    private InvoiceOracle(InvoiceInputs in, Map<String, RandomMinimum> minimums) {
        this.in = in;
        this.minimums = minimums;
        this.size = in.lines().size();
        this.conventions = in.conventions();
        this.amount = new long[size];
        this.progressive = new long[size];
        this.discount = new long[size];
        this.tax = new long[size];
        this.contained = new long[size];
        this.noted = new long[size];
        this.credited = new long[size];
        this.net = new long[size];
        this.exactNet = new Rational[size];
    }

    static InvoiceOracle of(InvoiceInputs in, Map<String, RandomMinimum> minimums) {
        InvoiceOracle oracle = new InvoiceOracle(in, minimums);
        oracle.lines();
        oracle.progress();
        oracle.lineCoupons();
        oracle.invoiceCoupons();
        if (oracle.conventions == Conventions.FLEXPRICE) {
            oracle.usageCredits();
            oracle.taxes();
            oracle.notes();
        } else {
            oracle.taxes();
            oracle.notes();
            oracle.allCredits();
        }
        return oracle;
    }

    long total() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += owed(i);
        }
        return total;
    }

    private long owed(int i) {
        return net[i] + tax[i] - noted[i] - credited[i];
    }

    private void lines() {
        Rational unit = Rational.whole((long) Math.pow(10, in.currency().minorUnits()));
        OraclePricing pricing = new OraclePricing(conventions);
        for (int i = 0; i < size; i++) {
            RandomMinimum minimum = minimums.get(in.lines().get(i).id());
            Rational exact =
                    minimum == null
                            ? pricing.line(in.lines().get(i).charge()).times(unit)
                            : gap(minimum, unit);
            amount[i] = exact.rounded();
            net[i] = amount[i];
            exactNet[i] = Rational.whole(net[i]);
        }
    }

    /**
     * What the lines of a charge, rounded, are short of its minimum for the share of the period.
     */
    private Rational gap(RandomMinimum minimum, Rational unit) {
        Rational gap =
                Rational.of(minimum.amount())
                        .times(unit)
                        .times(Rational.whole(minimum.days()))
                        .by(Rational.whole(RandomMinimum.PERIOD_DAYS));
        for (String lineId : minimum.lineIds()) {
            gap = gap.minus(Rational.whole(amount[place(lineId)]));
        }
        return gap.isPositive() ? gap : Rational.ZERO;
    }

    private int place(String lineId) {
        for (int i = 0; i < size; i++) {
            if (in.lines().get(i).id().equals(lineId)) {
                return i;
            }
        }
        throw new IllegalStateException(lineId);
    }

    private void progress() {
        for (ProgressiveCredit credit : in.progressive()) {
            int i = place(credit.lineId());
            long taken = Math.min(credit.amount().minor(), net[i]);
            progressive[i] += taken;
            unusedProgressive += credit.amount().minor() - taken;
            net[i] -= taken;
            exactNet[i] = exactNet[i].minus(Rational.whole(taken));
        }
    }

    private static long off(Discount discount, long base) {
        return switch (discount) {
            case Discount.AmountOff(var money) -> Math.min(money.minor(), base);
            case Discount.PercentOff(BigDecimal percent) ->
                    Math.min(
                            base,
                            Rational.whole(base)
                                    .times(Rational.of(percent))
                                    .by(Rational.whole(100))
                                    .rounded());
        };
    }

    private void lineCoupons() {
        for (int i = 0; i < size; i++) {
            long full = net[i];
            for (Coupon coupon : in.lines().get(i).coupons()) {
                long base = conventions == Conventions.FLEXPRICE ? full : net[i];
                long off = Math.min(off(coupon.discount(), base), net[i]);
                discount[i] += off;
                net[i] -= off;
                exactNet[i] = exactNet[i].minus(Rational.whole(off));
            }
        }
    }

    private void invoiceCoupons() {
        for (Coupon coupon : in.coupons()) {
            List<Integer> eligible = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                if (coupon.lineIds().isEmpty()
                        || coupon.lineIds().contains(in.lines().get(i).id())) {
                    eligible.add(i);
                }
            }
            long sum = 0;
            Rational exactSum = Rational.ZERO;
            for (int i : eligible) {
                sum += net[i];
                exactSum = exactSum.plus(exactNet[i]);
            }
            long off = off(coupon.discount(), sum);
            if (off == 0) {
                continue;
            }
            long[] parts =
                    conventions == Conventions.FLEXPRICE
                            ? largestLineFirst(off, eligible, sum)
                            : proportional(off, eligible, sum);
            for (int n = 0; n < parts.length; n++) {
                int i = eligible.get(n);
                Rational exact =
                        conventions == Conventions.LAGO
                                ? exactNet[i].times(Rational.whole(off)).by(exactSum)
                                : Rational.whole(parts[n]);
                discount[i] += parts[n];
                net[i] -= parts[n];
                exactNet[i] = exactNet[i].minus(exact);
            }
        }
    }

    private long[] largestLineFirst(long off, List<Integer> eligible, long sum) {
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < eligible.size(); n++) {
            order.add(n);
        }
        order.sort((a, b) -> Long.compare(net[eligible.get(b)], net[eligible.get(a)]));
        long[] parts = new long[eligible.size()];
        long left = off;
        for (int n : order) {
            Rational share =
                    Rational.whole(off)
                            .times(Rational.whole(net[eligible.get(n)]))
                            .by(Rational.whole(sum));
            parts[n] = Math.min(share.rounded(), left);
            left -= parts[n];
        }
        for (int n : order.reversed()) {
            long more = Math.min(left, net[eligible.get(n)] - parts[n]);
            parts[n] += more;
            left -= more;
        }
        return parts;
    }

    private long[] proportional(long total, List<Integer> eligible, long sum) {
        Rational[] exact = new Rational[eligible.size()];
        for (int n = 0; n < exact.length; n++) {
            exact[n] =
                    Rational.whole(total)
                            .times(Rational.whole(net[eligible.get(n)]))
                            .by(Rational.whole(sum));
        }
        return largestRemainders(total, exact);
    }

    /** Everyone the whole part; then one more, one at a time, to whoever has most left over. */
    static long[] largestRemainders(long total, Rational[] exact) {
        long[] parts = new long[exact.length];
        long given = 0;
        for (int n = 0; n < exact.length; n++) {
            parts[n] = exact[n].floor();
            given += parts[n];
        }
        boolean[] served = new boolean[exact.length];
        for (long left = total - given; left > 0; left--) {
            int best = -1;
            for (int n = 0; n < exact.length; n++) {
                boolean better = best < 0 || over(exact[n]).compare(over(exact[best])) > 0;
                best = !served[n] && better ? n : best;
            }
            served[best] = true;
            parts[best]++;
        }
        return parts;
    }

    private static Rational over(Rational exact) {
        return exact.minus(Rational.whole(exact.floor()));
    }

    private List<TaxRate> rates(int i) {
        return in.lines().get(i).taxes().orElse(in.taxes());
    }

    private void taxes() {
        Set<TaxRate> all = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            all.addAll(rates(i));
        }
        List<TaxRate> order = new ArrayList<>(all);
        List<Rational[]> exact = new ArrayList<>();
        Rational[] sums = new Rational[order.size()];
        for (int t = 0; t < sums.length; t++) {
            Rational[] parts = new Rational[size];
            sums[t] = Rational.ZERO;
            for (int i = 0; i < size; i++) {
                parts[i] =
                        OracleTax.of(exactNet[i], rates(i))
                                .getOrDefault(order.get(t), Rational.ZERO);
                sums[t] = sums[t].plus(parts[i]);
            }
            exact.add(parts);
        }
        long[] amounts = OracleTax.amounts(order, sums, conventions);
        for (int t = 0; t < sums.length; t++) {
            taxAmounts.put(order.get(t).id(), amounts[t]);
            Rational[] weights = exact.get(t);
            if (order.get(t) instanceof TaxRate.Fixed && sums[t].isPositive()) {
                for (int i = 0; i < size; i++) {
                    weights[i] = weights[i].times(Rational.whole(amounts[t])).by(sums[t]);
                }
            }
            long[] parts = largestRemainders(amounts[t], weights);
            long[] onto = OracleTax.isInclusive(order.get(t)) ? contained : tax;
            for (int i = 0; i < size; i++) {
                onto[i] += parts[i];
            }
        }
    }

    private void notes() {
        for (CreditNoteInput note : in.creditNotes()) {
            spread(Math.min(note.balance().minor(), total()), noted, Set.of());
        }
    }

    /** In proportion over the lines of these kinds, or of all where none is named. */
    private void spread(long paid, long[] onto, Set<LineKind> kinds) {
        if (paid == 0) {
            return;
        }
        Rational[] owed = new Rational[size];
        Rational sum = Rational.ZERO;
        for (int i = 0; i < size; i++) {
            boolean pays = kinds.isEmpty() || kinds.contains(in.lines().get(i).kind());
            owed[i] = pays ? Rational.whole(owed(i)) : Rational.ZERO;
            sum = sum.plus(owed[i]);
        }
        Rational[] exact = new Rational[size];
        for (int i = 0; i < size; i++) {
            exact[i] = Rational.whole(paid).times(owed[i]).by(sum);
        }
        long[] parts = largestRemainders(paid, exact);
        for (int i = 0; i < size; i++) {
            onto[i] += parts[i];
        }
    }

    private long given() {
        return in.credits().stream().mapToLong(credit -> credit.amount().minor()).sum();
    }

    private void usageCredits() {
        long left = given();
        for (int i = 0; i < size; i++) {
            if (in.lines().get(i).kind() == LineKind.USAGE) {
                creditable += net[i];
                credited[i] = Math.min(left, net[i]);
                left -= credited[i];
            }
        }
    }

    private void allCredits() {
        creditable = total();
        for (CreditInput credit : in.credits()) {
            spread(credit.amount().minor(), credited, credit.kinds());
        }
    }
}
