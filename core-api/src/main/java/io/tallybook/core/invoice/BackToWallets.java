package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;
import java.util.List;

/**
 * What of a credit note goes back to the wallets that had paid: the same credits, no more than was
 * taken.
 *
 * @param credits debit by debit, the last one first
 * @param lines of each line of the invoice that credits had paid; they sum to the same
 */
public record BackToWallets(List<CreditBurnt> credits, List<OfLine> lines) {
    public BackToWallets {
        credits = List.copyOf(credits);
        lines = List.copyOf(lines);
    }

    /** What credits had paid of one line and get back. */
    public record OfLine(InvoiceLineId lineId, Money amount) {}
}
