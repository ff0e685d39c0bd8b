package io.tallybook.core.subscription;

/** How the invoices of a subscription are to be paid. */
public enum CollectionMethod {
    CHARGE_AUTOMATICALLY,
    SEND_INVOICE
}
