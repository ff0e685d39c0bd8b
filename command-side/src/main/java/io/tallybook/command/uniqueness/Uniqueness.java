package io.tallybook.command.uniqueness;

import io.tallybook.command.Decision;
import io.tallybook.core.Rejection;
import java.util.Optional;
import java.util.function.Function;

/** Gives values to entities, each to one alone. */
public interface Uniqueness {
    /**
     * Takes a value for its owner, in the transaction of the command: it is given up again when
     * that is rolled back.
     *
     * <p>Answers whether the owner has it now; a repeat by the same owner is true. Waits for
     * another transaction that is taking the same value.
     */
    boolean claim(Claim claim);

    /** The id of whoever has a value that somebody has. */
    String owner(Claim claim);

    /**
     * Gives a value up that its owner has, in the transaction of the command; what another has
     * stays.
     */
    void release(Claim claim);

    /** The decision; if it is accepted, what its entity held is free again. */
    default <E> Decision<E> free(Decision<E> decision, Optional<Claim> held) {
        if (decision instanceof Decision.Accepted<E>) {
            held.ifPresent(this::release);
        }
        return decision;
    }

    /** The decision, as long as what it needs for itself alone can be had. */
    default <E> Decision<E> secure(Decision<E> decision, Optional<Claim> wanted) {
        return secure(decision, wanted, claim -> Rejection.taken(claim.field(), claim.value()));
    }

    /**
     * The decision, as long as what it needs for itself alone can be had.
     *
     * @param taken what is answered where it cannot
     */
    default <E> Decision<E> secure(
            Decision<E> decision, Optional<Claim> wanted, Function<Claim, Rejection> taken) {
        if (!(decision instanceof Decision.Accepted<E>) || wanted.isEmpty()) {
            return decision;
        }
        Claim claim = wanted.get();
        return claim(claim) ? decision : Decision.refused(taken.apply(claim));
    }
}
