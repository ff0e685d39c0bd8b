package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the usage of a subscription costs, and how far its lines have kept what was promised. Of
 * each promise, and each term of it, it is written down what was put towards it and whether the
 * rest was asked for.
 */
final class SlowPromises {
    private static final int QUARTER = 3;

    private final SlowCalendar calendar;
    private final SlowLines lines;
    private final Optional<SlowPledge> pledge;
    private final List<Entry> book = new ArrayList<>();
    private final Map<List<Object>, Term> terms = new HashMap<>();

    SlowPromises(SlowCalendar calendar, SlowLines lines, Agreed.@Nullable Pledge pledge) {
        this.calendar = calendar;
        this.lines = lines;
        this.pledge = Optional.ofNullable(pledge).map(one -> new SlowPledge(one, calendar, lines));
    }

    /**
     * Lines that count towards one promise, while it is counted.
     *
     * @param since the first of them
     * @param end by the subscription's own clock
     */
    private record Term(int since, long begin, long end) {}

    /**
     * What one line of an invoice has put towards a promise, in whole cents.
     *
     * @param asked whether the rest was asked for with it
     */
    private record Entry(Object on, Term term, BigDecimal spent, boolean asked) {}

    /** The lines of an invoice of these charges. */
    List<SlowInvoice.Line> lines(
            Object on,
            List<SlowBiller.Charge> charges,
            Function<SlowBiller.Charge.Usage, List<SlowBiller.Calls>> calls) {
        Map<Optional<Term>, SlowBiller.Charge.Usage> last = new HashMap<>();
        usage(charges).forEach(usage -> last.put(term(usage), usage));
        Map<SlowBiller.Charge, BigDecimal> costs = new HashMap<>();
        usage(charges)
                .forEach(
                        usage -> {
                            boolean isLast = usage.equals(last.get(term(usage)));
                            costs.put(usage, cost(on, usage, isLast, calls.apply(usage)));
                        });
        Optional<SlowPledge.Share> pledged = pledged(on, charges);
        List<SlowInvoice.Line> all = new ArrayList<>();
        for (SlowBiller.Charge charge : charges) {
            switch (charge) {
                case SlowBiller.Charge.Known(var line) -> all.add(line);
                case SlowBiller.Charge.Usage usage -> {
                    BigDecimal cost = Objects.requireNonNull(costs.get(usage));
                    boolean counts = usage.line().offer().promise() == null;
                    all.add(
                            new SlowInvoice.Line(
                                    usage.line().agreed.name(),
                                    usage.from(),
                                    usage.to(),
                                    pledged.filter(_ -> counts)
                                            .map(share -> share.of(cost))
                                            .orElse(SlowInvoice.cents(cost)),
                                    true));
                }
                case SlowBiller.Charge.Rests rests -> all.addAll(rests(on, rests));
            }
        }
        pledged.ifPresent(share -> all.addAll(share.rests()));
        return all;
    }

    private Optional<SlowPledge.Share> pledged(Object on, List<SlowBiller.Charge> charges) {
        return charges.stream()
                .filter(SlowBiller.Charge.Rests.class::isInstance)
                .map(SlowBiller.Charge.Rests.class::cast)
                .filter(stretch -> stretch.ownFrom() >= calendar.charged())
                .filter(stretch -> stretch.from() < stretch.to())
                .findFirst()
                .flatMap(stretch -> pledge.map(one -> one.share(on, stretch)));
    }

    /** What an invoice that is void has put towards promises is undone; it is not asked again. */
    void forget(Object on) {
        pledge.ifPresent(one -> one.forget(on));
        book.replaceAll(
                entry ->
                        entry.on() == on
                                ? new Entry(on, entry.term(), BigDecimal.ZERO, entry.asked())
                                : entry);
    }

    private static Stream<SlowBiller.Charge.Usage> usage(List<SlowBiller.Charge> charges) {
        return charges.stream()
                .filter(SlowBiller.Charge.Usage.class::isInstance)
                .map(SlowBiller.Charge.Usage.class::cast)
                .sorted(Comparator.comparing(SlowBiller.Charge.Usage::from));
    }

    private BigDecimal cost(
            Object on,
            SlowBiller.Charge.Usage usage,
            boolean isLast,
            List<SlowBiller.Calls> calls) {
        SlowLine line = usage.line();
        Offer.Promise promise = line.offer().promise();
        BigDecimal plain = plain(usage, calls);
        Optional<Term> counted = term(usage);
        if (promise == null || counted.isEmpty()) {
            return plain;
        }
        Term term = counted.get();
        BigDecimal left = line.promised().subtract(spent(term)).max(BigDecimal.ZERO);
        boolean due = isLast && isDue(term, usage.to(), usage.ownTo(), usage.over());
        book.add(new Entry(on, term, SlowInvoice.cents(plain), due));
        if (plain.compareTo(left) >= 0) {
            return left.add(plain.subtract(left).multiply(promise.factor()));
        }
        return due && promise.truedUp() ? left : plain;
    }

    // Each window by itself, where that is how it is counted.
    private BigDecimal plain(SlowBiller.Charge.Usage usage, List<SlowBiller.Calls> calls) {
        SlowLine line = usage.line();
        Offer.Windows counted = line.offer().windows();
        if (counted == null) {
            return line.price(calls.stream().mapToInt(SlowBiller.Calls::number).sum());
        }
        ZoneId zone = calendar.zone();
        return SlowWindows.of(zone, counted, usage.from(), usage.to(), calls).stream()
                .map(line::price)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    // Of what is promised and not on this invoice, because it was stopped before the rest was due.
    private List<SlowInvoice.Line> rests(Object on, SlowBiller.Charge.Rests rests) {
        List<SlowInvoice.Line> all = new ArrayList<>();
        if (rests.behind() && !rests.over()) {
            return all;
        }
        for (Term term : book.stream().map(Entry::term).distinct().toList()) {
            boolean asked = entries(term).anyMatch(entry -> entry.asked() || entry.on() == on);
            if (asked || !isDue(term, rests.to(), rests.ownTo(), rests.over())) {
                continue;
            }
            SlowLine line =
                    ofPromise(term).max(Comparator.comparing(l -> l.agreed.serial())).orElseThrow();
            Offer.Promise promise = line.offer().promise();
            BigDecimal rest = SlowInvoice.cents(line.promised()).subtract(spent(term));
            boolean isCurrent = term.begin() <= rests.ownFrom() && rests.ownFrom() < term.end();
            book.add(new Entry(on, term, BigDecimal.ZERO, true));
            if (promise != null && promise.truedUp() && rest.signum() > 0) {
                all.add(
                        new SlowInvoice.Line(
                                line.agreed.name() + " True Up",
                                isCurrent ? rests.from() : lines.wall(term.begin()),
                                isCurrent ? rests.to() : lines.wall(term.end()),
                                rest,
                                false));
            }
        }
        return all;
    }

    // When the term is over, or the subscription, or nothing that counts towards it is left.
    private boolean isDue(Term term, long hour, long own, boolean over) {
        return over || own >= term.end() || ofPromise(term).allMatch(line -> line.until <= hour);
    }

    private Stream<SlowLine> ofPromise(Term term) {
        return lines.all().filter(line -> line.agreed.since() == term.since());
    }

    private BigDecimal spent(Term term) {
        return entries(term).map(Entry::spent).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Stream<Entry> entries(Term term) {
        return book.stream().filter(entry -> entry.term().equals(term));
    }

    private Optional<Term> term(SlowBiller.Charge.Usage usage) {
        Offer.Promise promise = usage.line().offer().promise();
        if (promise == null || promise.span() == Offer.Span.WINDOW) {
            return Optional.empty();
        }
        boolean quarter = promise.span() == Offer.Span.QUARTER;
        int months = quarter ? QUARTER : usage.line().offer().months();
        int since = usage.line().agreed.since();
        return Optional.of(
                terms.computeIfAbsent(
                        List.of(since, months, quarter, usage.ownFrom()),
                        _ ->
                                quarter
                                        ? new Term(
                                                since,
                                                calendar.beginOfTerm(months, usage.ownFrom()),
                                                calendar.endOfTerm(months, usage.ownFrom()))
                                        : new Term(
                                                since,
                                                calendar.begin(months, usage.ownFrom()),
                                                calendar.end(months, usage.ownFrom()))));
    }
}
