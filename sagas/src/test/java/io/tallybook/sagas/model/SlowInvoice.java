package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** An invoice of the slow biller, from its lines to its total. */
final class SlowInvoice {
    /**
     * @param usage whether credits may pay it
     */
    record Line(String name, long from, long to, BigDecimal amount, boolean usage) {}

    private final String reason;
    private final long due;
    private final List<Line> lines;
    private final List<BigDecimal> open = new ArrayList<>();
    private BigDecimal discount = new BigDecimal("0.00");
    private BigDecimal credits = new BigDecimal("0.00");

    /**
     * @param due the hour in which it is made final
     */
    SlowInvoice(String reason, long due, List<Line> lines) {
        this.reason = reason;
        this.due = due;
        this.lines = List.copyOf(lines);
        lines.forEach(line -> open.add(line.amount()));
    }

    /** Takes a coupon off the lines whose service it covers, the largest first. */
    void take(Agreed.Coupon coupon) {
        List<Integer> covered = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.to() > coupon.from() && line.from() < coupon.until()) {
                covered.add(i);
            }
        }
        BigDecimal sum = covered.stream().map(open::get).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.signum() == 0) {
            return;
        }
        BigDecimal off =
                coupon.percent() > 0
                        ? cents(sum.multiply(BigDecimal.valueOf(coupon.percent(), 2)))
                        : BigDecimal.valueOf(coupon.cents(), 2).min(sum);
        discount = discount.add(off);
        covered.sort(Comparator.comparing((Integer i) -> open.get(i)).reversed());
        BigDecimal left = off;
        for (int i : covered) {
            BigDecimal part =
                    off.multiply(open.get(i)).divide(sum, 2, RoundingMode.HALF_UP).min(left);
            open.set(i, open.get(i).subtract(part));
            left = left.subtract(part);
        }
        for (int i : covered.reversed()) {
            BigDecimal more = left.min(open.get(i));
            open.set(i, open.get(i).subtract(more));
            left = left.subtract(more);
        }
    }

    /** Pays usage from credits; answers how much. */
    BigDecimal pay(BigDecimal balance) {
        BigDecimal payable = BigDecimal.ZERO;
        for (int i = 0; i < lines.size(); i++) {
            payable = lines.get(i).usage() ? payable.add(open.get(i)) : payable;
        }
        credits = payable.min(balance).setScale(2);
        return credits;
    }

    BigDecimal credits() {
        return credits;
    }

    List<Line> lines() {
        return lines;
    }

    /** What of one of its lines coupons have left. */
    BigDecimal paid(int line) {
        return open.get(line);
    }

    BigDecimal subtotal() {
        return lines.stream().map(Line::amount).reduce(new BigDecimal("0.00"), BigDecimal::add);
    }

    /** What both sides have to agree on, to the cent. */
    @Override
    public String toString() {
        return text(
                reason,
                lines.stream().map(line -> text(line.name(), line.from(), line.amount())).toList(),
                subtotal(),
                discount,
                credits);
    }

    long due() {
        return due;
    }

    /** Whether a text says of it what it is, whatever credits have paid of it. */
    boolean isBesideCredits(String text) {
        return beforeCredits(text).equals(beforeCredits(toString()));
    }

    private static String beforeCredits(String text) {
        return text.substring(0, text.lastIndexOf(" - "));
    }

    /** What the text of an invoice says of the credits that paid it. */
    static BigDecimal credits(String text) {
        return new BigDecimal(
                text.substring(text.lastIndexOf(" - ") + " - ".length(), text.lastIndexOf(" = ")));
    }

    static String text(String line, long from, BigDecimal amount) {
        return line + " from " + World.instant(from) + ": " + amount;
    }

    static String text(
            String reason,
            List<String> lines,
            BigDecimal subtotal,
            BigDecimal discount,
            BigDecimal credits) {
        return lines.stream().sorted().collect(Collectors.joining("; ", reason + " [", "]"))
                + " %s - %s - %s = %s"
                        .formatted(
                                subtotal,
                                discount,
                                credits,
                                subtotal.subtract(discount).subtract(credits));
    }

    static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }
}
