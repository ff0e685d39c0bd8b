package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A plan. */
public record PlanView(PlanId id, Scope scope, PlanDocument plan, Stamp stamp) implements View {}
