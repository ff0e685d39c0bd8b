package io.tallybook.command.wallet;

import io.tallybook.command.Rules;
import io.tallybook.command.wallet.Movements.About;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a debit is still to be given back: the same credits, never more than were taken.
 *
 * @param parts in the order in which they were taken, without those that are back
 * @param amount what they had paid
 * @param before what of it was given back, in order
 */
record Undoing(
        WalletEvent.Debited debited,
        List<Part> parts,
        Money amount,
        List<TransactionDocument> before) {
    /** Decimals kept where a share of credits does not end. */
    private static final int CREDIT_PLACES = 15;

    Undoing {
        parts = List.copyOf(parts);
        before = List.copyOf(before);
    }

    static Undoing of(WalletEvent.Debited debited, List<TransactionDocument> before) {
        TransactionDocument debit = debited.transaction();
        Map<WalletTransactionId, BigDecimal> back = new HashMap<>();
        Money amount = debit.amount();
        for (TransactionDocument one : before) {
            one.parts().forEach(part -> back.merge(part.grant(), part.credits(), BigDecimal::add));
            amount = amount.minus(one.amount());
        }
        List<Part> left = new ArrayList<>();
        for (Part part : debit.parts()) {
            BigDecimal gone = back.getOrDefault(part.grant(), BigDecimal.ZERO).min(part.credits());
            back.merge(part.grant(), gone.negate(), BigDecimal::add);
            if (gone.signum() == 0) {
                left.add(part);
            } else if (part.credits().compareTo(gone) > 0) {
                left.add(new Part(part.grant(), part.credits().subtract(gone)));
            }
        }
        return new Undoing(debited, left, amount, before);
    }

    Optional<Rejection> broken(WalletCommand.GiveBack c) {
        if (parts.isEmpty()) {
            return Optional.of(
                    Rejection.invalidOperation(
                            "debit '"
                                    + c.debit()
                                    + "' was given back before, by '"
                                    + before.getLast().id()
                                    + "'"));
        }
        Money part = c.amount();
        return part == null
                ? Optional.empty()
                : Rules.begin()
                        .that(
                                part.currency().equals(amount.currency()),
                                "amount",
                                part.toString(),
                                "an amount in " + amount.currency().code())
                        .then(() -> within(part))
                        .broken();
    }

    private Optional<Rejection> within(Money part) {
        return Rules.begin()
                .that(
                        part.isPositive() && !amount.isLessThan(part),
                        "amount",
                        part.toString(),
                        "more than 0 and at most " + amount)
                .broken();
    }

    /** All that is left, or a part of it. */
    WalletEvent.GivenBack by(Open wallet, WalletCommand.GiveBack c) {
        About about =
                About.of(c.transactionId(), Reason.INVOICE_VOID_REFUND, debited.invoiceId().value())
                        .within(c.debit());
        Money part = c.amount() == null ? amount : c.amount();
        return new WalletEvent.GivenBack(
                c.walletId(),
                c.debit(),
                Movements.back(wallet, about, share(part), part),
                c.creditNoteId());
    }

    /**
     * The credits that paid a part of the amount, those taken last first. Rounding: down at the
     * 15th decimal, so that all parts together are never more than was taken; the last part takes
     * all that is left.
     */
    private List<Part> share(Money of) {
        if (of.equals(amount)) {
            return parts;
        }
        BigDecimal left =
                Movements.sum(parts)
                        .multiply(of.toDecimal())
                        .divide(amount.toDecimal(), CREDIT_PLACES, RoundingMode.FLOOR);
        List<Part> share = new ArrayList<>();
        for (Part part : parts.reversed()) {
            BigDecimal credits = part.credits().min(left);
            if (credits.signum() > 0) {
                share.add(new Part(part.grant(), credits.stripTrailingZeros()));
                left = left.subtract(credits);
            }
        }
        return share;
    }
}
