package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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

    /** On which invoice a line is, and as which of its lines. */
    private record Made(SlowInvoice invoice, int line) {}

    /** What goes to the wallet as far as it was paid. */
    private record Owed(List<SlowCharge.Unused> parts, BigDecimal amount) {}

    private static final int OWN = -1;
    private static final MathContext EXACT = MathContext.DECIMAL128;

    private final List<Draft> drafts = new ArrayList<>();
    private final List<Calls> calls = new ArrayList<>();
    private final List<Given> coupons = new ArrayList<>();
    private final List<SlowSubscription> subscriptions = new ArrayList<>();
    private final List<SlowInvoice> invoices = new ArrayList<>();
    private final Map<SlowInvoice, Draft> drafted = new HashMap<>();
    private final IdentityHashMap<SlowInvoice.Line, Made> made = new IdentityHashMap<>();
    private final Set<SlowInvoice> voided = new HashSet<>();
    private final List<Owed> owed = new ArrayList<>();
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
        subscriptions.add(new SlowSubscription(beginning, this, now, List.of()));
        finalizeDue(now);
    }

    /** Another begins in the place of the last, and goes on with its coupons. */
    boolean succeed(Agreed.Beginning beginning, boolean givesBack) {
        SlowSubscription old = last();
        if (!old.mayBeFollowed()) {
            return false;
        }
        List<SlowCharge.Unused> unspent = old.makeRoom(now);
        subscriptions.add(
                new SlowSubscription(beginning, this, now, givesBack ? unspent : List.of()));
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

    /**
     * What is not used goes to the wallet as far as it was paid, as soon as that is known.
     *
     * @param amount what of the parts goes there, by its price
     */
    void giveBack(List<SlowCharge.Unused> parts, BigDecimal amount) {
        if (amount.signum() > 0) {
            owed.add(new Owed(parts, amount));
            payBack();
        }
    }

    private void payBack() {
        for (Owed back : List.copyOf(owed)) {
            if (isKnown(back.parts())) {
                owed.remove(back);
                BigDecimal price = SlowCharge.Unused.sum(back.parts());
                credit(
                        back.amount()
                                .multiply(paid(back.parts()))
                                .divide(price, 2, RoundingMode.HALF_UP));
            }
        }
    }

    private boolean isKnown(List<SlowCharge.Unused> parts) {
        return parts.stream()
                .map(SlowCharge.Unused::of)
                .allMatch(
                        charge ->
                                (charge.dropped || made.containsKey(charge.line))
                                        && isKnown(charge.from));
    }

    private BigDecimal paid(List<SlowCharge.Unused> parts) {
        return parts.stream()
                .map(part -> part.amount().min(price(part.of())).multiply(share(part.of())))
                .map(SlowInvoice::cents)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    // Of what was never billed, what was set against it.
    private BigDecimal price(SlowCharge charge) {
        return made.containsKey(charge.line)
                ? charge.line.amount().add(charge.taken)
                : charge.taken;
    }

    // Far more digits than any amount has.
    private BigDecimal share(SlowCharge charge) {
        Made on = made.get(charge.line);
        BigDecimal price = price(charge);
        if (price.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal paid =
                on == null || voided.contains(on.invoice())
                        ? BigDecimal.ZERO
                        : on.invoice().paid(on.line());
        BigDecimal from = SlowCharge.Unused.sum(charge.from);
        BigDecimal taken =
                from.signum() == 0
                        ? charge.taken
                        : charge.taken.multiply(paid(charge.from)).divide(from, EXACT);
        return paid.add(taken).divide(price, EXACT);
    }

    void voidInvoice(SlowInvoice invoice) {
        credit(invoice.credits());
        voided.add(invoice);
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
        payBack();
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
        for (int i = 0; i < invoice.lines().size(); i++) {
            made.put(invoice.lines().get(i), new Made(invoice, i));
        }
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
