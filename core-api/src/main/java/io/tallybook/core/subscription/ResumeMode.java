package io.tallybook.core.subscription;

/** How a pause came to its end. */
public enum ResumeMode {
    /** Somebody asked for it. */
    IMMEDIATE,
    /** Its agreed end had come. */
    AUTO
}
