package io.tallybook.domain.time;

/** Whether a period is charged when it begins or when it has ended. */
public enum InvoiceTiming {
    ADVANCE,
    ARREAR
}
