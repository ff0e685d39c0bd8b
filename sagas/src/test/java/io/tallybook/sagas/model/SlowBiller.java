package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A biller that is slow and obvious: it lives through every hour, counts every call, and never
 * looks at how the program does it. Source: docs/subscriptions.md, docs/conventions.md
 */
final class SlowBiller {
    /** What will be on an invoice. */
    sealed interface Charge {
        record Known(SlowInvoice.Line line) implements Charge {}

        /** Calls of a stretch of time, counted when the invoice is made. */
        record Usage(SlowLine line, long from, long to) implements Charge {}
    }

    private record Draft(SlowSubscription of, String reason, long due, List<Charge> charges) {}

    /**
     * @param member by whose name they came; {@code OWN} for the customer's
     */
    private record Calls(int member, long hour, int number) {}

    private record Given(SlowSubscription to, Agreed.Coupon coupon) {}

    private static final int OWN = -1;

    private final List<Draft> drafts = new ArrayList<>();
    private final List<Calls> calls = new ArrayList<>();
    private final List<Given> coupons = new ArrayList<>();
    private final List<SlowSubscription> subscriptions = new ArrayList<>();
    private final List<SlowInvoice> invoices = new ArrayList<>();
    private BigDecimal balance = new BigDecimal("0.00");
    private long now;

    SlowBiller(long now) {
        this.now = now;
    }

    /** Every invoice with something on it, in the order in which they were finalized. */
    List<SlowInvoice> invoices() {
        return invoices;
    }

    BigDecimal balance() {
        return balance;
    }

    /** Lives on, hour by hour. */
    void liveUntil(long hour) {
        while (now < hour) {
            now++;
            subscriptions.forEach(one -> one.live(now));
            finalizeDue(now);
        }
    }

    void subscribe(Agreed.Beginning beginning) {
        subscriptions.add(new SlowSubscription(beginning, this, now));
        finalizeDue(now);
    }

    void use(long hour, int number) {
        useBeside(OWN, hour, number);
    }

    void useBeside(int member, long hour, int number) {
        calls.add(new Calls(member, hour, number));
    }

    void give(SlowSubscription to, Agreed.Coupon coupon) {
        coupons.add(new Given(to, coupon));
    }

    /** Puts credits into the wallet. */
    void credit(BigDecimal amount) {
        balance = balance.add(amount);
    }

    void voidInvoice(SlowInvoice invoice) {
        credit(invoice.credits());
    }

    SlowSubscription last() {
        return subscriptions.getLast();
    }

    boolean hasSubscription() {
        return !subscriptions.isEmpty();
    }

    /** What falls due; with what falls due then for the same reason it is one invoice. */
    void draft(SlowSubscription of, String reason, long due, List<Charge> charges) {
        List<Charge> all = new ArrayList<>(charges);
        for (Draft draft : List.copyOf(drafts)) {
            if (draft.of() == of && draft.reason().equals(reason) && draft.due() == due) {
                all.addAll(draft.charges());
                drafts.remove(draft);
            }
        }
        drafts.add(new Draft(of, reason, due, List.copyOf(all)));
    }

    /** Makes final what is due by an hour. */
    void finalizeDue(long hour) {
        for (Draft draft : List.copyOf(drafts)) {
            if (draft.due() <= hour) {
                drafts.remove(draft);
                finish(draft);
            }
        }
    }

    private void finish(Draft draft) {
        List<SlowInvoice.Line> lines =
                draft.charges().stream().map(charge -> line(draft.of(), charge)).toList();
        SlowInvoice invoice = new SlowInvoice(draft.reason(), draft.due(), lines);
        if (invoice.subtotal().signum() == 0) {
            return;
        }
        coupons.stream()
                .filter(given -> given.to() == draft.of())
                .forEach(given -> invoice.take(given.coupon()));
        balance = balance.subtract(invoice.pay(balance));
        invoices.add(invoice);
    }

    private SlowInvoice.Line line(SlowSubscription of, Charge charge) {
        return switch (charge) {
            case Charge.Known(var line) -> line;
            case Charge.Usage(var line, var from, var to) -> {
                ToIntFunction<Calls> within =
                        some ->
                                some.hour() >= from
                                                && some.hour() < to
                                                && (some.member() == OWN
                                                        || of.isShared(some.member(), some.hour()))
                                        ? some.number()
                                        : 0;
                int number = calls.stream().mapToInt(within).sum();
                yield new SlowInvoice.Line(line.agreed.name(), from, to, line.used(number), true);
            }
        };
    }
}
