package io.tallybook.core.catalogue;

/** What kind of thing a feature is. */
public enum FeatureType {
    METERED,
    BOOLEAN,
    STATIC
}
