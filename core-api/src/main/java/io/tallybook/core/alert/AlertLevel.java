package io.tallybook.core.alert;

/** How serious it is; the last is the worst. */
public enum AlertLevel {
    OK,
    INFO,
    WARNING,
    CRITICAL
}
