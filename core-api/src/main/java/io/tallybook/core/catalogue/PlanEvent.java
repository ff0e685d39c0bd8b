package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a plan. */
public sealed interface PlanEvent {
    PlanId planId();

    /** A plan was made. */
    record Created(PlanId planId, Scope scope, PlanDocument plan) implements PlanEvent {}

    /**
     * What a plan says was changed.
     *
     * @param plan all of it, as it is now
     */
    record Updated(PlanId planId, PlanDocument plan) implements PlanEvent {}

    /** A plan was taken out of use; its lookup key is free again. */
    record Deleted(PlanId planId) implements PlanEvent {}
}
