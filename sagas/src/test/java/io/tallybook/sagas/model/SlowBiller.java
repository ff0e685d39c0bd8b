package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A biller that is slow and obvious: it lives through every hour, counts every call, and never
 * looks at how the program does it. Source: docs/subscriptions.md, docs/conventions.md
 */
final class SlowBiller {
    /** What will be on an invoice. */
    sealed interface Charge {
        record Known(SlowInvoice.Line line) implements Charge {}

        /**
         * Calls of a stretch of time, counted when the invoice is made.
         *
         * @param ownFrom by the subscription's own clock
         * @param over whether the subscription ends with it
         */
        record Usage(SlowLine line, long from, long to, long ownFrom, long ownTo, boolean over)
                implements Charge {}

        /**
         * What was promised and is due by then, of which nothing else is on the invoice.
         *
         * @param from since when was served what the invoice closes
         * @param ownFrom by the subscription's own clock
         * @param behind whether that was closed before
         * @param over whether the subscription ends with it
         */
        record Rests(long from, long to, long ownFrom, long ownTo, boolean behind, boolean over)
                implements Charge {}
    }

    private record Draft(SlowSubscription of, String reason, long due, List<Charge> charges) {}

    /**
     * @param member by whose name they came; {@code OWN} for the customer's
     */
    record Calls(int member, long hour, int number) {}

    private record Given(SlowSubscription to, Agreed.Coupon coupon) {}

    private static final int OWN = -1;

    private final List<Draft> drafts = new ArrayList<>();
    private final List<Calls> calls = new ArrayList<>();
    private final List<Given> coupons = new ArrayList<>();
    private final List<SlowSubscription> subscriptions = new ArrayList<>();
    private final List<SlowInvoice> invoices = new ArrayList<>();
    private final Map<SlowInvoice, Draft> drafted = new HashMap<>();
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
        subscriptions.add(new SlowSubscription(beginning, this, now, BigDecimal.ZERO));
        finalizeDue(now);
    }

    /** Another begins in the place of the last, and goes on with its coupons. */
    boolean succeed(Agreed.Beginning beginning, boolean givesBack) {
        SlowSubscription old = last();
        if (!old.mayBeFollowed()) {
            return false;
        }
        BigDecimal unspent = old.makeRoom(now);
        subscriptions.add(
                new SlowSubscription(beginning, this, now, givesBack ? unspent : BigDecimal.ZERO));
        coupons.stream()
                .filter(given -> given.to() == old)
                .toList()
                .forEach(given -> coupons.add(new Given(last(), given.coupon())));
        finalizeDue(now);
        return true;
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
        Draft draft = Objects.requireNonNull(drafted.get(invoice));
        draft.of().promises().forget(draft);
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
        SlowInvoice invoice =
                new SlowInvoice(
                        draft.reason(),
                        draft.due(),
                        draft.of()
                                .promises()
                                .lines(
                                        draft,
                                        draft.charges(),
                                        usage -> calls(draft.of(), usage.from(), usage.to())));
        if (invoice.subtotal().signum() == 0) {
            return;
        }
        coupons.stream()
                .filter(given -> given.to() == draft.of())
                .forEach(given -> invoice.take(given.coupon()));
        balance = balance.subtract(invoice.pay(balance));
        invoices.add(invoice);
        drafted.put(invoice, draft);
    }

    private List<Calls> calls(SlowSubscription of, long from, long to) {
        return calls.stream()
                .filter(some -> some.hour() >= from && some.hour() < to)
                .filter(some -> some.member() == OWN || of.isShared(some.member(), some.hour()))
                .toList();
    }
}
