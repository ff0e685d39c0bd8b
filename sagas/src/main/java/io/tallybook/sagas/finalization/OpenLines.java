package io.tallybook.sagas.finalization;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTerms.Reach;
import io.tallybook.domain.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What no wallet has paid yet of each line of an invoice, and which lines each wallet may pay.
 *
 * @param open line by line, zero or more
 * @param mayPay wallet by wallet, in the order in which they are asked: places of lines
 */
public record OpenLines(List<Money> open, List<List<Integer>> mayPay) {
    public OpenLines {
        open = List.copyOf(open);
        mayPay = List.copyOf(mayPay);
    }

    /**
     * The lines of a computed invoice.
     *
     * @param reaches what the wallets may pay, of those that may not pay everything
     */
    static OpenLines of(Computed event, List<WalletId> wallets, Map<WalletId, Reach> reaches) {
        List<InvoiceLine> lines = event.lines();
        return new OpenLines(
                lines.stream().map(line -> creditable(event, line)).toList(),
                wallets.stream()
                        .map(wallet -> reaches.getOrDefault(wallet, Reach.ANYTHING))
                        .map(reach -> places(lines, reach))
                        .toList());
    }

    private static Money creditable(Computed event, InvoiceLine line) {
        Money amount = line.amount();
        Money zero = Money.zero(amount.currency());
        boolean counts =
                switch (event.conventions()) {
                    case FLEXPRICE -> line.input().price().type() == PriceDocument.Type.USAGE;
                    case LAGO, EXACT -> true;
                };
        return counts && amount.isPositive() ? amount : zero;
    }

    private static List<Integer> places(List<InvoiceLine> lines, Reach reach) {
        return IntStream.range(0, lines.size())
                .filter(i -> reach.mayPay(lines.get(i).input().price()))
                .boxed()
                .toList();
    }

    /** The most that the wallet whose turn it is may pay. */
    Money most(Money remaining) {
        Money sum = Money.zero(remaining.currency());
        for (int line : mayPay.getFirst()) {
            sum = sum.plus(open.get(line));
        }
        return mayPay.getFirst().size() == open.size() ? remaining : remaining.min(sum);
    }

    /** After the wallet whose turn it was has paid: it pays the largest of its lines first. */
    OpenLines after(Money paid) {
        List<Money> now = new ArrayList<>(open);
        Money left = paid;
        for (int line :
                mayPay.getFirst().stream()
                        .sorted(Comparator.comparing((Integer i) -> open.get(i)).reversed())
                        .toList()) {
            Money some = left.min(now.get(line));
            now.set(line, now.get(line).minus(some));
            left = left.minus(some);
        }
        return new OpenLines(now, mayPay.subList(1, mayPay.size()));
    }
}
