package io.tallybook.domain.wallet;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which of a customer's wallets pays how much of an invoice. */
public final class Wallets {
    private Wallets() {}

    /**
     * A wallet that could pay.
     *
     * @param priority lower pays first
     * @param payable the most it can pay, in its own currency
     * @param buckets the parts of an invoice that it may pay; empty for all
     */
    public record Purse(
            String id, int priority, Instant createdAt, Money payable, Set<String> buckets) {
        public Purse {
            buckets = Set.copyOf(buckets);
        }

        boolean mayPay(String bucket) {
            return buckets.isEmpty() || buckets.contains(bucket);
        }
    }

    /** What one wallet is to pay of one part of the invoice. */
    public record Payment(String walletId, String bucket, Money amount) {}

    /**
     * Shares what is owed among wallets.
     *
     * <p>Shapes: {@code owed} names the parts of the invoice. FLEXPRICE: the largest wallet first.
     * LAGO and EXACT: by priority, then the older. Each pays the largest part that it may pay
     * first. A wallet of another currency pays nothing. Guarantee: no part is paid more than it
     * owes, no wallet pays more than it can. Source: docs/conventions.md#wallets.
     */
    public static List<Payment> pay(
            List<Purse> purses,
            Map<String, Money> owed,
            CurrencyCode currency,
            Conventions conventions) {
        Map<String, Money> open = new TreeMap<>(owed);
        List<Payment> payments = new ArrayList<>();
        List<Purse> inOrder =
                purses.stream()
                        .filter(purse -> purse.payable().currency().equals(currency))
                        .sorted(order(conventions))
                        .toList();
        for (Purse purse : inOrder) {
            Money left = purse.payable();
            for (String bucket : largestFirst(open)) {
                Money due = open.getOrDefault(bucket, Money.zero(currency));
                Money paid = left.min(due);
                if (purse.mayPay(bucket) && paid.isPositive()) {
                    payments.add(new Payment(purse.id(), bucket, paid));
                    open.put(bucket, due.minus(paid));
                    left = left.minus(paid);
                }
            }
        }
        return payments;
    }

    private static List<String> largestFirst(Map<String, Money> open) {
        return open.entrySet().stream()
                .sorted(Map.Entry.<String, Money>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Comparator<Purse> order(Conventions conventions) {
        Comparator<Purse> oldest = Comparator.comparing(Purse::createdAt).thenComparing(Purse::id);
        return switch (conventions) {
            case FLEXPRICE -> Comparator.comparing(Purse::payable).reversed().thenComparing(oldest);
            case LAGO, EXACT -> Comparator.comparing(Purse::priority).thenComparing(oldest);
        };
    }
}
