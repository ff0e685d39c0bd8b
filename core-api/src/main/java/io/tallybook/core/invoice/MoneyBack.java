package io.tallybook.core.invoice;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What of a payment an invoice gives back.
 *
 * @param refundId of what a void invoice gives back it follows from the invoice, the payment and
 *     what of it was kept, so that nothing goes back twice
 * @param toWalletOf whose wallet takes it; absent if it goes back the way it came
 */
public record MoneyBack(
        RefundId refundId, PaymentId paymentId, Money amount, @Nullable CustomerId toWalletOf) {

    /** Where what was paid goes. */
    public enum To {
        WALLET,
        /** Back the way it came. */
        PAYMENT,
        /** It stays on the invoice. */
        NOWHERE
    }
}
