package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;

/**
 * How a credit note reaches the customer: as credit for later invoices, as money back, or as less
 * owed.
 *
 * <p>Guarantee: the three sum to the credit note's total.
 */
public record CreditSettlement(Money credit, Money refund, Money offset) {

    /** What the customer or the plan prefers. */
    public enum Mode {
        CREDIT,
        REFUND,
        OFFSET
    }

    /**
     * What the credited line has to do with the payment of its invoice; all with tax.
     *
     * @param lineTotal what the line contributed to the invoice
     * @param invoiceTotal what the invoice came to
     * @param paid what was paid of the invoice
     * @param due what is still owed of it
     * @param used what of the line was used up and stays charged
     */
    public record Payment(Money lineTotal, Money invoiceTotal, Money paid, Money due, Money used) {}

    /**
     * Settles a credit note.
     *
     * <p>REFUND gives back the line's share of what was paid, less what was used, and the rest as
     * credit. OFFSET does the same, but what is not refunded first lowers what is owed. Rounding:
     * the line's share of the payment half away from zero. Source:
     * docs/conventions.md#credit-notes.
     */
    public static CreditSettlement of(Money total, Mode mode, Payment payment) {
        Money none = Money.zero(total.currency());
        return switch (mode) {
            case CREDIT -> new CreditSettlement(total, none, none);
            case REFUND -> {
                Money refund = refundable(payment).min(total);
                yield new CreditSettlement(total.minus(refund), refund, none);
            }
            case OFFSET -> {
                Money refund = refundable(payment).min(total);
                Money offset = total.minus(refund).min(payment.due().max(none));
                yield new CreditSettlement(total.minus(refund).minus(offset), refund, offset);
            }
        };
    }

    private static Money refundable(Payment payment) {
        Money none = Money.zero(payment.paid().currency());
        if (payment.invoiceTotal().isZero()) {
            return none;
        }
        Money paidShare =
                Ratio.of(payment.lineTotal().minor(), payment.invoiceTotal().minor())
                        .of(payment.paid(), Rounding.HALF_UP);
        return paidShare.minus(payment.used()).max(none);
    }
}
