package io.tallybook.core.tax;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A tax rate that somebody or something bears. */
public record TaxAssociationView(
        TaxAssociationId id, Scope scope, TaxAssociationDocument association, Stamp stamp)
        implements View {}
