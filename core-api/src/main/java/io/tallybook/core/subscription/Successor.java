package io.tallybook.core.subscription;

/**
 * A subscription that begins in the moment in which another ends, in its place: with another
 * billing period, which no running subscription can go over to.
 *
 * <pre>
 *  monthly   ├────┼────┼──╡ ends
 *  yearly                 ╞═══════════════ begins
 * </pre>
 *
 * @param terms what it begins with; they name the one that it follows and start when that ends
 */
public record Successor(SubscriptionId id, SubscriptionTerms terms) {}
