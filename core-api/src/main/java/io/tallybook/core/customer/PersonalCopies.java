package io.tallybook.core.customer;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;

/** A place that may hold a copy of personal data besides the events of a customer or a user. */
public interface PersonalCopies {
    /** What the place is called when it could not be cleared. */
    String place();

    /**
     * Clears it of the personal data of a customer or a user, if it is known there; repeating it
     * does no harm.
     *
     * <p>Answers whether nothing is left; false asks to be called again.
     */
    boolean clear(Scope scope, EntityId person);
}
