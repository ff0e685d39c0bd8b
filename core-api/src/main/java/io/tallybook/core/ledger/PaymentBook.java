package io.tallybook.core.ledger;

import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.Journal;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The book of a payment: money that came, until its invoice shows it.
 *
 * @param kept what came, less what went back
 */
public record PaymentBook(String customer, PaymentMethodType method, Money kept) implements Book {
    @Override
    public BigDecimal balance() {
        return kept.toDecimal();
    }

    /**
     * Books an event.
     *
     * <p>Errors: IllegalStateException if it is no creation and there was none before.
     */
    public static Booked<PaymentBook> on(@Nullable PaymentBook before, PaymentEvent event) {
        return switch (event) {
            case PaymentEvent.Created e ->
                    new Booked<>(
                            new PaymentBook(
                                    e.payment().customerId().value(),
                                    e.payment().method(),
                                    Money.zero(e.payment().amount().currency())),
                            Journal.NOTHING);
            case PaymentEvent.Succeeded e -> begun(before, event).came(e.amount());
            case PaymentEvent.Refunded e -> begun(before, event).back(e);
            case PaymentEvent.Described _,
                    PaymentEvent.AttemptBegun _,
                    PaymentEvent.CustomerAsked _,
                    PaymentEvent.Declined _,
                    PaymentEvent.Voided _,
                    PaymentEvent.Deleted _ ->
                    new Booked<>(begun(before, event), Journal.NOTHING);
        };
    }

    private static PaymentBook begun(@Nullable PaymentBook before, PaymentEvent event) {
        if (before == null) {
            throw new IllegalStateException(
                    "a payment begins with its creation, but the first event booked was " + event);
        }
        return before;
    }

    // What goes into a wallet comes in there as money would.
    private Booked<PaymentBook> back(PaymentEvent.Refunded e) {
        return booked(e.amount().negated(), e.toWalletOf() == null && isOfCredits());
    }

    private boolean isOfCredits() {
        return method.through() == PaymentMethodType.Through.WALLETS;
    }

    private Booked<PaymentBook> came(Money amount) {
        return booked(amount, isOfCredits());
    }

    private Booked<PaymentBook> booked(Money amount, boolean credits) {
        return new Booked<>(
                new PaymentBook(customer, method, kept.plus(amount)),
                Journal.draft()
                        .debit(
                                credits ? AccountKind.CREDITS_IN_TRANSIT : AccountKind.CASH,
                                credits ? customer : Account.HOUSE,
                                amount)
                        .credit(AccountKind.PAYMENTS_IN_TRANSIT, customer, amount)
                        .balanced());
    }
}
