package io.tallybook.domain.ledger;

/**
 * What an account is for.
 *
 * <p>Amounts are in a currency; {@code WALLET}, {@code HELD} and those named {@code CREDITS_} also
 * count credits.
 */
public enum AccountKind {
    /** Money that came, wherever it lies. */
    CASH(Side.ASSET),
    /** What a customer owes on finalized invoices; below zero what was paid beyond it. */
    RECEIVABLE(Side.ASSET),
    /** What is free in a wallet: work or goods that are still owed for it. */
    WALLET(Side.LIABILITY),
    /** What is kept in a wallet for a purpose. */
    HELD(Side.LIABILITY),
    /** Taken out of wallets for an invoice that does not show it yet, or the other way round. */
    CREDITS_IN_TRANSIT(Side.LIABILITY),
    /** Came with a payment that its invoice does not show yet. */
    PAYMENTS_IN_TRANSIT(Side.LIABILITY),
    /** Given back by a credit note, and not yet in a wallet. */
    CREDIT_NOTES_IN_TRANSIT(Side.LIABILITY),
    /** Asked for on an invoice for credits that are not in the wallet yet. */
    CREDIT_SALES_IN_TRANSIT(Side.LIABILITY),
    /** What of a closed wallet was paid for and is owed to the customer. */
    REFUNDS_OWED(Side.LIABILITY),
    /** Taxes that were billed. */
    TAX_PAYABLE(Side.LIABILITY),
    /** What was billed, before discounts and without taxes. */
    REVENUE(Side.INCOME),
    /** Credits that left a wallet without being used. */
    FORFEITED(Side.INCOME),
    /** What coupons took off. */
    DISCOUNTS(Side.EXPENSE),
    /** What was billed and given back. */
    CREDIT_NOTES(Side.EXPENSE),
    /** What was billed and will not come, less what came of it after all. */
    WRITTEN_OFF(Side.EXPENSE),
    /** Credits that were given, and what bought ones were sold below their worth. */
    PROMOTIONS(Side.EXPENSE),
    /** Fractions of a minor unit that a credit is worth and no invoice can show. */
    ROUNDING(Side.EXPENSE),
    /** Credits that came in. */
    CREDITS_GRANTED(Side.EXPENSE),
    /** Credits that were used, less what came back. */
    CREDITS_USED(Side.INCOME),
    /** Credits whose last moment passed. */
    CREDITS_EXPIRED(Side.INCOME),
    /** Credits that were taken back, or left in a wallet that was closed. */
    CREDITS_VOIDED(Side.INCOME);

    /** On which side an account of its kind grows. */
    public enum Side {
        /** Grows by debits. */
        ASSET,
        /** Grows by credits. */
        LIABILITY,
        /** Grows by credits. */
        INCOME,
        /** Grows by debits. */
        EXPENSE;

        /** Whether what is posted above zero makes it grow. */
        public boolean growsByDebits() {
            return this == ASSET || this == EXPENSE;
        }
    }

    private final Side side;

    AccountKind(Side side) {
        this.side = side;
    }

    public Side side() {
        return side;
    }
}
