package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.command.uniqueness.Uniqueness;
import java.util.Optional;

/** The lookup keys of prices, which go over from a version to the next. */
final class PriceKeys {
    private PriceKeys() {}

    /** The decision, as long as the key that is wanted can be had; what was held is given up. */
    static <E> Decision<E> moved(
            Uniqueness uniqueness,
            Decision<E> decision,
            Optional<Claim> held,
            Optional<Claim> wanted) {
        if (held.equals(wanted)) {
            return decision;
        }
        return uniqueness.secure(uniqueness.free(decision, held), wanted);
    }
}
