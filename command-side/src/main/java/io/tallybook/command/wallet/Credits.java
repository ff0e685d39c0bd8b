package io.tallybook.command.wallet;

import io.tallybook.command.wallet.WalletState.Credit;
import io.tallybook.core.wallet.WalletTransactionId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The credits of a wallet. What nothing is left of stands aside, until some of it comes back: a
 * debit costs as much as there are credits left to pay it, not as there ever were.
 *
 * @param left of which something is left, in the order in which they came in
 * @param used up, all that ever were
 */
record Credits(List<Credit> left, PMap<WalletTransactionId, Credit> used) {
    static final Credits NONE = new Credits(List.of(), HashTreePMap.empty());

    Credits {
        left = List.copyOf(left);
    }

    /** The place of the next one that comes in. */
    int next() {
        return left.size() + used.size();
    }

    Credits and(Credit credit) {
        List<Credit> all = new ArrayList<>(left);
        all.add(credit);
        return new Credits(all, used);
    }

    Optional<Credit> of(WalletTransactionId id) {
        return left.stream()
                .filter(credit -> credit.id().equals(id))
                .findFirst()
                .or(() -> Optional.ofNullable(used.get(id)));
    }

    BigDecimal sum() {
        return left.stream().map(Credit::left).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Changes those of these ids; the others stay as they are. */
    Credits changed(Set<WalletTransactionId> ids, UnaryOperator<Credit> change) {
        List<Credit> stillLeft = new ArrayList<>(left.size() + ids.size());
        PMap<WalletTransactionId, Credit> nowUsed = used;
        for (Credit was : left) {
            Credit now = ids.contains(was.id()) ? change.apply(was) : was;
            if (now.isUsed()) {
                nowUsed = nowUsed.plus(now.id(), now);
            } else {
                stillLeft.add(now);
            }
        }
        boolean back = false;
        for (WalletTransactionId id : ids) {
            Credit was = used.get(id);
            if (was == null) {
                continue;
            }
            Credit now = change.apply(was);
            if (now.isUsed()) {
                nowUsed = nowUsed.plus(id, now);
            } else {
                nowUsed = nowUsed.minus(id);
                stillLeft.add(now);
                back = true;
            }
        }
        if (back) {
            stillLeft.sort(Comparator.comparingInt(Credit::place));
        }
        return new Credits(stillLeft, nowUsed);
    }
}
