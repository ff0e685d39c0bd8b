package io.tallybook.core.payment;

/** By what means a payment is made. */
public enum PaymentMethodType {
    /** A saved card, charged through a payment provider. */
    CARD(Through.PROVIDER),
    /** A bank account, charged through a payment provider. */
    ACH(Through.PROVIDER),
    /** A mandate of the Unified Payments Interface, charged through a payment provider. */
    UPI(Through.PROVIDER),
    /** A page of a payment provider on which the customer pays. */
    PAYMENT_LINK(Through.PROVIDER),
    /** Credits of the customer's wallets. */
    CREDITS(Through.WALLETS),
    /** Money that came by another way, of which we are only told. */
    OFFLINE(Through.NOBODY);

    /** Who is asked for the money. */
    public enum Through {
        PROVIDER,
        WALLETS,
        NOBODY
    }

    private final Through through;

    PaymentMethodType(Through through) {
        this.through = through;
    }

    public Through through() {
        return through;
    }
}
