package io.tallybook.core.tax;

import io.tallybook.core.Scope;

/** What happened to a tax rate. */
public sealed interface TaxRateEvent {
    TaxRateId taxRateId();

    /** A tax rate was made. */
    record Created(TaxRateId taxRateId, Scope scope, TaxRateDocument rate)
            implements TaxRateEvent {}

    /** It was described anew, or taken in or out of use. */
    record Updated(TaxRateId taxRateId, TaxRateChange change) implements TaxRateEvent {}

    /** It was deleted, and its code is free again. */
    record Deleted(TaxRateId taxRateId) implements TaxRateEvent {}
}
