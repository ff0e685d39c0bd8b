package io.tallybook.core;

/**
 * Asks to be answered once the view of an entity shows this version or a later one; answered with
 * true then, or with false when the bound is passed first.
 *
 * @param millisMax the longest wait
 */
public record AwaitView(ViewKind kind, String id, long version, long millisMax) {}
