package io.tallybook.core.invoice;

import io.tallybook.core.subscription.LineCommitment;
import java.math.BigDecimal;

/**
 * What a promise of spend means for one line of an invoice, frozen with it.
 *
 * @param spent what other lines, of this invoice and of earlier ones, had put towards it before
 *     this line, at the plain price
 * @param emptyWindows how many windows without usage are held against it, of a promise for each
 *     window; otherwise 0
 */
public record LinePromise(
        Promiser promiser, LineCommitment agreed, BigDecimal spent, Rest rest, int emptyWindows) {

    /** What the promise was made for. */
    public enum Promiser {
        LINE,
        /** All lines of usage that have no promise of their own. */
        SUBSCRIPTION
    }

    /** When what is promised and not spent is charged, if it is charged at all. */
    public enum Rest {
        /** With this line. */
        DUE,
        /** With another line, or on a later invoice. */
        LATER
    }
}
