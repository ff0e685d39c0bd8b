package io.tallybook.core.tax;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A tax rate. */
public record TaxRateView(TaxRateId id, Scope scope, TaxRateDocument rate, Stamp stamp)
        implements View {}
