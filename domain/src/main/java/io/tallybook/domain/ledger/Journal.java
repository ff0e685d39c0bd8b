package io.tallybook.domain.ledger;

import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one event does to the accounts: postings that sum to zero in each unit.
 *
 * <p>Errors: IllegalArgumentException naming the unit, the sum and the postings if they do not.
 *
 * @param postings one for each account at most; none if nothing moved
 */
public record Journal(List<Posting> postings) {
    public static final Journal NOTHING = new Journal(List.of());

    public Journal {
        postings = List.copyOf(postings);
        for (Map.Entry<LedgerUnit, BigDecimal> sum : sums(postings).entrySet()) {
            if (sum.getValue().signum() != 0) {
                throw new IllegalArgumentException(
                        "double entry does not balance: "
                                + sum.getKey().code()
                                + " sums to "
                                + sum.getValue().toPlainString()
                                + ", expected 0, in "
                                + postings);
            }
        }
    }

    /** What was posted in each unit, in all. */
    public static Map<LedgerUnit, BigDecimal> sums(List<Posting> postings) {
        Map<LedgerUnit, BigDecimal> sums = new LinkedHashMap<>();
        postings.forEach(
                posting -> sums.merge(posting.account().unit(), posting.amount(), BigDecimal::add));
        return sums;
    }

    public static Draft draft() {
        return new Draft();
    }

    /** A journal being written: amounts of the same account are added up. */
    public static final class Draft {
        private final Map<Account, BigDecimal> amounts = new LinkedHashMap<>();

        private Draft() {}

        /** An amount below zero is a credit. */
        public Draft debit(AccountKind kind, String owner, LedgerUnit unit, BigDecimal amount) {
            amounts.merge(new Account(kind, owner, unit), amount, BigDecimal::add);
            return this;
        }

        /** An amount below zero is a debit. */
        public Draft credit(AccountKind kind, String owner, LedgerUnit unit, BigDecimal amount) {
            return debit(kind, owner, unit, amount.negate());
        }

        public Draft debit(AccountKind kind, String owner, Money amount) {
            return debit(kind, owner, LedgerUnit.of(amount.currency()), amount.toDecimal());
        }

        public Draft credit(AccountKind kind, String owner, Money amount) {
            return credit(kind, owner, LedgerUnit.of(amount.currency()), amount.toDecimal());
        }

        /** Errors: IllegalArgumentException if it does not balance. */
        public Journal balanced() {
            return new Journal(
                    amounts.entrySet().stream()
                            .filter(each -> each.getValue().signum() != 0)
                            .map(each -> new Posting(each.getKey(), each.getValue()))
                            .toList());
        }
    }
}
