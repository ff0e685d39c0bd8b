package io.tallybook.command.uniqueness;

import io.tallybook.command.Decision;
import io.tallybook.core.EntityId;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;

/** Keeps what something refers to from being deleted meanwhile. */
public interface References {
    /**
     * Counts one more that refers to an entity, in the transaction of the command.
     *
     * <p>Answers whether it may: nothing may refer to what was retired. Waits for another
     * transaction that counts or retires the same entity.
     */
    boolean hold(Scope scope, EntityId referred);

    /** Counts one less. */
    void letGo(Scope scope, EntityId referred);

    /** Whether the entity is retired now, which it is not while anything refers to it. */
    boolean retire(Scope scope, EntityId referred);

    /** The decision to delete, as long as nothing refers to the entity. */
    default <E> Decision<E> retire(
            Decision<E> decision, Scope scope, EntityId referred, String whileWhat) {
        return !(decision instanceof Decision.Accepted<E>) || retire(scope, referred)
                ? decision
                : Decision.refused(
                        Rejection.invalidOperation(
                                "'" + referred + "' cannot be deleted while " + whileWhat));
    }
}
