package io.tallybook.core.invoice;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A safety bound that an invoice does not keep.
 *
 * @param subject the line item that it is about; absent for the whole invoice
 * @param value what came out
 * @param limit what would have been within the bound
 */
public record Breach(Bound bound, @Nullable String subject, String value, String limit) {

    /** What is looked at. */
    public enum Bound {
        /** It has too many lines. */
        LINES,
        /** It comes to less than nothing. */
        NEGATIVE_TOTAL,
        /** It is far beyond what its subscription was ever billed. */
        JUMP,
        /** A stretch of service that another invoice has billed is billed again. */
        BILLED_TWICE,
        /** A sum does not add up: the program is at fault, or what it was given. */
        INVARIANT
    }

    /** Whether somebody may find it right as it is; what does not add up never is. */
    public boolean mayBeAccepted() {
        return switch (bound) {
            case LINES, JUMP, BILLED_TWICE -> true;
            case NEGATIVE_TOTAL, INVARIANT -> false;
        };
    }

    /** Whether who has accepted that other breach has accepted this one too. */
    public boolean isWithin(Breach accepted) {
        if (bound != accepted.bound) {
            return false;
        }
        return switch (bound) {
            case LINES, JUMP ->
                    new BigDecimal(value).compareTo(new BigDecimal(accepted.value)) <= 0;
            case BILLED_TWICE -> equals(accepted);
            case NEGATIVE_TOTAL, INVARIANT -> false;
        };
    }
}
