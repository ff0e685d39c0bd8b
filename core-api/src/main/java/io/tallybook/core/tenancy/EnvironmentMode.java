package io.tallybook.core.tenancy;

/** Whether time follows the machine or stands until it is moved. */
public enum EnvironmentMode {
    LIVE,
    SANDBOX
}
