package io.tallybook.core.invoice;

/** When an invoice that is computed gets its number. */
public enum Closing {
    /** With its computation: no wallet is to be asked. */
    AT_ONCE,
    /** When wallets have paid what they can. */
    AFTER_WALLETS
}
