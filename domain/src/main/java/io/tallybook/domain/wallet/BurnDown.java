package io.tallybook.domain.wallet;

import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a debit took from which grants.
 *
 * @param parts in the order in which they paid, each above zero
 * @param burnt the sum of the parts
 * @param unmet what was asked for and could not be paid
 */
public record BurnDown(List<Part> parts, BigDecimal burnt, BigDecimal unmet) {
    /** Credits taken from one grant. */
    public record Part(String grantId, BigDecimal credits) {}

    public BurnDown {
        parts = List.copyOf(parts);
    }

    /** As {@link #burn(List, BigDecimal, Instant, Conventions)}, in Flexprice's order. */
    public static BurnDown burn(List<Grant> grants, BigDecimal credits, Instant at) {
        return burn(grants, credits, at, Conventions.FLEXPRICE);
    }

    /**
     * Takes credits from grants in their {@link BurnOrder} until the debit is met or nothing that
     * may pay is left.
     *
     * <p>Shapes: grants in any order; the expired and the empty never pay. Units: credits.
     * Rounding: none. Guarantee: parts sum to burnt, burnt plus unmet is what was asked, no part
     * exceeds its grant. Errors: IllegalArgumentException if credits is below 0. Source:
     * docs/conventions.md#burn-order.
     */
    public static BurnDown burn(
            List<Grant> grants, BigDecimal credits, Instant at, Conventions conventions) {
        if (credits.signum() < 0) {
            throw new IllegalArgumentException(
                    "debit.credits: got " + credits.toPlainString() + ", expected 0 or more");
        }
        List<Grant> inOrder =
                grants.stream()
                        .filter(grant -> grant.paysAt(at))
                        .sorted(BurnOrder.of(conventions))
                        .toList();
        List<Part> parts = new ArrayList<>();
        BigDecimal open = credits;
        for (Grant grant : inOrder) {
            if (open.signum() == 0) {
                break;
            }
            BigDecimal taken = open.min(grant.creditsLeft());
            parts.add(new Part(grant.id(), taken));
            open = open.subtract(taken);
        }
        return new BurnDown(parts, credits.subtract(open), open);
    }

    /** What all grants that may pay at this instant have left. */
    public static BigDecimal available(List<Grant> grants, Instant at) {
        BigDecimal available = BigDecimal.ZERO;
        for (Grant grant : grants) {
            if (grant.paysAt(at)) {
                available = available.add(grant.creditsLeft());
            }
        }
        return available;
    }
}
