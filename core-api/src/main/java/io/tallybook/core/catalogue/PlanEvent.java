package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a plan. */
public sealed interface PlanEvent {
    PlanId planId();

    /** A plan was made. */
    record Created(PlanId planId, Scope scope, PlanDocument plan) implements PlanEvent {}
}
