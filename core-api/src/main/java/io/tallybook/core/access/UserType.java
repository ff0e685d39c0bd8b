package io.tallybook.core.access;

/** Whether a user is a person or a machine. */
public enum UserType {
    USER,
    SERVICE_ACCOUNT
}
