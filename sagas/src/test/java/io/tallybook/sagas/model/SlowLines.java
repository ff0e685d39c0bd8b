package io.tallybook.sagas.model;

import io.tallybook.core.subscription.Settling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the lines of a slow subscription cost, whenever something falls due. */
final class SlowLines {
    private static final List<Integer> CADENCES = List.of(1, 3, 6);
    private static final long NEVER = Long.MAX_VALUE;

    private final SlowCalendar calendar;
    private final boolean prorated;
    private final List<SlowLine> lines = new ArrayList<>();

    /** Since when, by the clock on the wall, each cadence's arrears are unbilled. */
    private final Map<Integer, Long> unbilled = new HashMap<>();

    /** For how many hours its own clock stood still, and where. */
    private final TreeMap<Long, Long> stood = new TreeMap<>();

    /** By how much its own clock is behind the one on the wall. */
    private long behind;

    SlowLines(Agreed.Beginning agreed, SlowCalendar calendar) {
        this.calendar = calendar;
        this.prorated = agreed.prorated();
        agreed.lines().forEach(line -> lines.add(new SlowLine(line, agreed.start())));
        servedFrom(calendar.charged());
    }

    /** What a change costs at once, and what of the lines that end its charges cannot take. */
    record Settled(
            List<SlowBiller.Charge> charges, List<SlowCharge.Unused> unused, BigDecimal excess) {}

    long behind() {
        return behind;
    }

    /** Its own clock stood still for so many hours. */
    void standStill(long now, long hours) {
        behind += hours;
        stood.merge(now - behind, hours, Long::sum);
    }

    /** When the clock on the wall showed an hour of its own. */
    long wall(long own) {
        return own + stood.headMap(own).values().stream().mapToLong(hours -> hours).sum();
    }

    /** Service begins with an hour, or goes on. */
    void servedFrom(long hour) {
        CADENCES.forEach(months -> unbilled.put(months, hour));
    }

    /** Of every cadence of which a period ends with an hour, the arrears are billed. */
    void billedAt(long hour) {
        for (int months : CADENCES) {
            if (calendar.begins(months, hour - behind)) {
                unbilled.put(months, hour);
            }
        }
    }

    /** Nothing is served any more. */
    void stop() {
        servedFrom(NEVER);
    }

    /** Whether a change would end a line before it begins. */
    boolean endsBeforeItBegins(Agreed.Swap swap) {
        return lines.stream()
                .filter(line -> swap.ended().contains(line.agreed))
                .anyMatch(line -> swap.from() < line.from);
    }

    /** What was charged ahead and lies behind a moment of its own clock. */
    List<SlowCharge.Unused> unspent(long own) {
        List<SlowCharge.Unused> parts = new ArrayList<>();
        for (SlowLine line : lines) {
            if (line.until == SlowLine.EVER) {
                for (SlowCharge.Unused part : line.unusedOf(own)) {
                    // Of what is never billed no more was paid than was set against it.
                    parts.add(
                            line.pending == null
                                    ? part
                                    : new SlowCharge.Unused(
                                            part.of(), part.amount().min(part.of().taken)));
                }
            }
        }
        return parts;
    }

    /** What was to come with the next invoice comes with none. */
    void drop() {
        for (SlowLine line : lines) {
            if (line.pending != null && line.charge != null) {
                line.charge.dropped = true;
            }
        }
    }

    /** What is paid when a period of its own begins. */
    List<SlowBiller.Charge> ahead(long hour) {
        long own = hour - behind;
        List<SlowBiller.Charge> charges = new ArrayList<>();
        for (SlowLine line : lines) {
            int months = line.offer().months();
            boolean due = own == calendar.charged() || calendar.begins(months, own);
            if (line.isAdvance() && line.until == SlowLine.EVER && due) {
                charges.add(charged(line, own, hour));
            }
        }
        return charges;
    }

    /** What is paid with the beginning, less what is left of another. */
    Settled begin(long hour, List<SlowCharge.Unused> unspent) {
        BigDecimal left = SlowCharge.Unused.sum(unspent);
        List<SlowBiller.Charge> charges = new ArrayList<>();
        for (SlowLine line : lines) {
            if (line.isAdvance()) {
                BigDecimal cost = cost(line, hour);
                BigDecimal taken = cost.min(left);
                left = left.subtract(taken);
                charges.add(charge(line, hour, cost.subtract(taken), taken, unspent));
            }
        }
        return new Settled(charges, unspent, left);
    }

    private BigDecimal cost(SlowLine line, long own) {
        pay(line, own);
        return line.fixed(line.paidTo - own, line.paidWhole);
    }

    private SlowBiller.Charge charged(SlowLine line, long own, long hour) {
        return charge(line, hour, cost(line, own), BigDecimal.ZERO, List.of());
    }

    private SlowBiller.Charge charge(
            SlowLine line,
            long hour,
            BigDecimal amount,
            BigDecimal taken,
            List<SlowCharge.Unused> from) {
        var on =
                new SlowInvoice.Line(line.agreed.name(), hour, line.paidTo + behind, amount, false);
        line.charge = new SlowCharge(on, taken, from);
        return new SlowBiller.Charge.Known(on);
    }

    private void pay(SlowLine line, long own) {
        int months = line.offer().months();
        line.paidTo = calendar.end(months, own);
        line.paidWhole = whole(months, own);
    }

    // Of the period that a moment of its own clock is in.
    private long whole(int months, long own) {
        long begin = calendar.begin(months, own);
        boolean stub = begin == calendar.charged() && prorated;
        return calendar.whole(months, begin, stub);
    }

    /** What closes a stretch of service. */
    enum Closing {
        PERIOD,
        PAUSE,
        END
    }

    /**
     * What was served since it was billed last, of everything that is paid afterwards, and what was
     * to come with this invoice.
     */
    List<SlowBiller.Charge> arrears(long hour, Closing closing) {
        List<SlowBiller.Charge> charges = new ArrayList<>();
        for (SlowLine line : lines) {
            int months = line.offer().months();
            long served = Math.max(unbilled.getOrDefault(months, NEVER), line.from);
            boolean due = closing != Closing.PERIOD || calendar.begins(months, hour - behind);
            if (!line.isAdvance() && due && served < hour && served < line.until) {
                charges.add(arrear(line, served, hour, closing));
            } else if (line.pending != null) {
                charges.add(new SlowBiller.Charge.Known(line.pending));
                line.pending = null;
            }
        }
        return charges;
    }

    // A fixed price is owed to the end of a period that was begun, whatever cuts that.
    private SlowBiller.Charge arrear(SlowLine line, long from, long hour, Closing closing) {
        int months = line.offer().months();
        long until = Math.min(line.until, hour);
        if (!line.offer().kind().isFixed()) {
            return new SlowBiller.Charge.Usage(
                    line, from, until, from - behind, until - behind, closing == Closing.END);
        }
        long lastHour = hour - 1 - behind;
        long owed =
                closing == Closing.PAUSE
                        ? until
                        : Math.min(line.until, calendar.end(months, lastHour) + behind);
        return new SlowBiller.Charge.Known(
                new SlowInvoice.Line(
                        line.agreed.name(),
                        from,
                        until,
                        line.fixed(owed - from, whole(months, lastHour)),
                        false));
    }

    /** What is paid of periods that have begun in a pause. */
    List<SlowBiller.Charge> begunMeanwhile(long now, long since) {
        List<SlowBiller.Charge> charges = new ArrayList<>();
        for (SlowLine line : lines) {
            boolean begun = calendar.begin(line.offer().months(), now - behind) >= since;
            if (line.isAdvance() && line.until == SlowLine.EVER && begun) {
                charges.add(charged(line, now - behind, now));
            }
        }
        return charges;
    }

    /** All that there ever were. */
    Stream<SlowLine> all() {
        return lines.stream();
    }

    /** Lines that hold until further notice. */
    List<Agreed.Line> current() {
        return lines.stream()
                .filter(line -> line.until == SlowLine.EVER)
                .map(line -> line.agreed)
                .toList();
    }

    /** Lines that end and lines that begin; what that costs at once, and what it leaves over. */
    Settled swap(Agreed.Swap swap) {
        List<SlowCharge.Unused> unused = new ArrayList<>();
        for (SlowLine line : lines) {
            if (swap.ended().contains(line.agreed)) {
                line.until = swap.from();
                unused.addAll(line.unusedOf(swap.from() - behind));
            }
        }
        List<SlowLine> begun = new ArrayList<>();
        for (Agreed.Line line : swap.begun()) {
            begun.add(new SlowLine(line, swap.from()));
        }
        lines.addAll(begun);
        return swap.settling() == Settling.NONE
                ? new Settled(List.of(), List.of(), BigDecimal.ZERO)
                : settle(swap, begun, unused);
    }

    private Settled settle(Agreed.Swap swap, List<SlowLine> begun, List<SlowCharge.Unused> unused) {
        BigDecimal left = SlowCharge.Unused.sum(unused);
        List<SlowBiller.Charge> now = new ArrayList<>();
        long own = swap.from() - behind;
        for (SlowLine line : begun) {
            // A period that has not begun when it is agreed is paid when it does.
            boolean late =
                    swap.at() >= calendar.charged()
                            && calendar.begin(line.offer().months(), own) <= swap.at() - behind;
            if (line.isAdvance() && late) {
                pay(line, own);
                BigDecimal cost = line.fixed(line.paidTo - own, line.paidWhole);
                BigDecimal taken = cost.min(left);
                left = left.subtract(taken);
                line.pending =
                        new SlowInvoice.Line(
                                line.agreed.name(),
                                swap.from(),
                                line.paidTo + behind,
                                cost.subtract(taken),
                                false);
                line.charge = new SlowCharge(line.pending, taken, unused);
            }
        }
        if (swap.settling() == Settling.AT_ONCE) {
            for (SlowLine line : begun) {
                if (line.pending != null) {
                    now.add(new SlowBiller.Charge.Known(line.pending));
                    line.pending = null;
                }
            }
        }
        return new Settled(now, unused, left);
    }
}
