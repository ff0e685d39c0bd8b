package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A price unit. */
public record PriceUnitView(PriceUnitId id, Scope scope, PriceUnitDocument unit, Stamp stamp)
        implements View {}
