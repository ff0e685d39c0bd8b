package io.tallybook.core.catalogue;

/** When a meter's count begins anew. */
public enum ResetUsage {
    BILLING_PERIOD,
    NEVER
}
