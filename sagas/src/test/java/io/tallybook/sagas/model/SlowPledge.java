package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a subscription has promised to spend on all calls together, but on those of lines with a
 * promise of their own. It is counted over the invoices of a term: an invoice belongs to the one in
 * which what it closes began to be served.
 */
final class SlowPledge {
    private final Agreed.Pledge agreed;
    private final SlowCalendar calendar;
    private final SlowLines lines;
    private final List<Entry> book = new ArrayList<>();
    private final Map<Long, Term> terms = new HashMap<>();

    SlowPledge(Agreed.Pledge agreed, SlowCalendar calendar, SlowLines lines) {
        this.agreed = agreed;
        this.calendar = calendar;
        this.lines = lines;
    }

    /** By the subscription's own clock. */
    private record Term(long begin, long end) {}

    /**
     * What an invoice has done about it, in whole cents.
     *
     * @param spent what it put towards it
     * @param asked what it charged since that was not spent
     * @param closes whether that was its business, even if nothing was left to charge
     */
    private record Entry(
            Object on, Term term, BigDecimal spent, BigDecimal asked, boolean closes) {}

    /** Its share in an invoice that closes a stretch of service. */
    Share share(Object on, SlowBiller.Charge.Rests stretch) {
        Share share = new Share(on, stretch);
        share.note(BigDecimal.ZERO);
        return share;
    }

    /** What an invoice that is void has put towards it is undone; it is not asked again. */
    void forget(Object on) {
        book.replaceAll(
                entry ->
                        entry.on() == on
                                ? new Entry(
                                        on,
                                        entry.term(),
                                        BigDecimal.ZERO,
                                        BigDecimal.ZERO,
                                        entry.closes())
                                : entry);
    }

    final class Share {
        private final Object on;
        private final SlowBiller.Charge.Rests stretch;
        private final Term term;
        private BigDecimal askedBefore;

        private Share(Object on, SlowBiller.Charge.Rests stretch) {
            this.on = on;
            this.stretch = stretch;
            this.term = term(stretch.ownFrom());
            this.askedBefore =
                    book.stream()
                            .filter(entry -> entry.term().equals(term))
                            .map(Entry::asked)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private void note(BigDecimal spent) {
            book.add(new Entry(on, term, spent, BigDecimal.ZERO, false));
        }

        /** What a line costs whose calls would cost so much, in cents. */
        BigDecimal of(BigDecimal plain) {
            BigDecimal left = agreed.amount().subtract(spent(term)).max(BigDecimal.ZERO);
            BigDecimal beyond = plain.subtract(left).max(BigDecimal.ZERO);
            BigDecimal cost =
                    SlowInvoice.cents(plain.subtract(beyond).add(beyond.multiply(agreed.factor())));
            // It was asked for before it came to light, and is not paid twice.
            BigDecimal spent = SlowInvoice.cents(plain);
            BigDecimal paid = spent.min(rest(term)).min(askedBefore);
            askedBefore = askedBefore.subtract(paid);
            note(spent);
            return cost.subtract(paid);
        }

        /** What is promised, and not spent, and due by now. */
        List<SlowInvoice.Line> rests() {
            List<SlowInvoice.Line> rests = new ArrayList<>();
            if (stretch.over() || stretch.ownTo() >= term.end()) {
                close(term, stretch.from(), stretch.to(), rests);
            }
            // Of terms that have ended while nothing was served.
            for (Term before : book.stream().map(Entry::term).distinct().toList()) {
                if (before.end() <= term.begin()) {
                    close(before, lines.wall(before.begin()), lines.wall(before.end()), rests);
                }
            }
            return rests;
        }

        private void close(Term closed, long from, long to, List<SlowInvoice.Line> rests) {
            boolean before =
                    book.stream().anyMatch(entry -> entry.term().equals(closed) && entry.closes());
            if (before) {
                return;
            }
            BigDecimal rest = agreed.truedUp() ? rest(closed) : BigDecimal.ZERO;
            book.add(new Entry(on, closed, BigDecimal.ZERO, rest, true));
            if (rest.signum() > 0) {
                rests.add(new SlowInvoice.Line("Plan True Up", from, to, rest, false));
            }
        }
    }

    private BigDecimal rest(Term term) {
        return SlowInvoice.cents(agreed.amount()).subtract(spent(term)).max(BigDecimal.ZERO);
    }

    private BigDecimal spent(Term term) {
        return book.stream()
                .filter(entry -> entry.term().equals(term))
                .map(Entry::spent)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Term term(long own) {
        int months = Math.max(agreed.months(), 1);
        return terms.computeIfAbsent(
                own,
                hour ->
                        new Term(
                                calendar.beginOfTerm(months, hour),
                                calendar.endOfTerm(months, hour)));
    }
}
