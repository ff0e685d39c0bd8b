package io.tallybook.domain.planted;

/** A name that says nothing. */
final class PriceHelper {
    private PriceHelper() {}
}
