package io.tallybook.core.subscription;

/**
 * When an invoice is due.
 *
 * @param netDays so many days after it was finalized
 */
public record PaymentTerms(int netDays) {}
