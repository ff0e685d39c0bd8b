package io.tallybook.core.subscription;

/** Whether what was paid ahead is shared by time when something changes. */
public enum ProrationBehavior {
    NONE,
    CREATE_PRORATIONS
}
