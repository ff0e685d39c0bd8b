package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/** How much of an invoice may still be given back, and in which way. */
public sealed interface CreditNoteLimit {

    /** What an invoice has been paid, in the sense that matters for giving back. */
    enum PaymentStatus {
        PENDING,
        PROCESSING,
        FAILED,
        SUCCEEDED,
        PARTIALLY_REFUNDED,
        OVERPAID
    }

    /** The invoice was paid: money goes back, at most what was paid and not yet refunded. */
    record Refund(Money most) implements CreditNoteLimit {}

    /** The invoice is still owed: less is owed, at most what is. */
    record Adjustment(Money most) implements CreditNoteLimit {}

    /** An overpaid invoice is first to be settled; a credit note would add to the muddle. */
    record Unsupported(PaymentStatus status) implements CreditNoteLimit {}

    /** The figures of an invoice that credit notes are measured by; none is negative. */
    record Standing(
            PaymentStatus status, Money total, Money paid, Money refunded, Money adjusted) {}

    /** The limit of an invoice as it stands. Source: docs/conventions.md#credit-notes. */
    static CreditNoteLimit of(Standing invoice) {
        Money none = Money.zero(invoice.total().currency());
        return switch (invoice.status()) {
            case SUCCEEDED, PARTIALLY_REFUNDED ->
                    new Refund(invoice.paid().minus(invoice.refunded()).max(none));
            case PENDING, PROCESSING, FAILED ->
                    new Adjustment(
                            invoice.total()
                                    .minus(invoice.adjusted())
                                    .minus(invoice.paid())
                                    .max(none));
            case OVERPAID -> new Unsupported(invoice.status());
        };
    }

    /** Whether a credit note of this amount may be given. */
    default Decision decide(Money asked) {
        return switch (this) {
            case Refund(Money most) -> within(asked, most);
            case Adjustment(Money most) -> within(asked, most);
            case Unsupported(PaymentStatus status) -> new Decision.NotPossible(status);
        };
    }

    private static Decision within(Money asked, Money most) {
        return most.isLessThan(asked) || !asked.isPositive()
                ? new Decision.Exceeds(asked, most)
                : new Decision.Granted(asked);
    }

    /** The answer to an asked-for credit note. */
    sealed interface Decision {
        record Granted(Money amount) implements Decision {}

        /** Nothing, less than nothing or more than may be given was asked for. */
        record Exceeds(Money asked, Money most) implements Decision {
            /** One line for people. */
            public String message() {
                return "credit amount exceeds available limit: asked "
                        + asked
                        + ", at most "
                        + most;
            }
        }

        record NotPossible(PaymentStatus status) implements Decision {}
    }
}
