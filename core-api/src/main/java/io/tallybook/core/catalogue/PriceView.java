package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A price. */
public record PriceView(PriceId id, Scope scope, PriceDocument price, Stamp stamp)
        implements View {}
