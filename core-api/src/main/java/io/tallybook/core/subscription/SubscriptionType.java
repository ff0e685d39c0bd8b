package io.tallybook.core.subscription;

/** How a subscription stands to other customers and subscriptions. */
public enum SubscriptionType {
    /** It stands alone. */
    STANDALONE,
    /** Its invoices go to another customer. */
    DELEGATED_INVOICING,
    /** Other customers share it, or other subscriptions are invoiced together with it. */
    PARENT,
    /** It shows that its customer shares another. */
    INHERITED,
    /** It is invoiced together with another, at its own prices. */
    GROUPED_INVOICING
}
