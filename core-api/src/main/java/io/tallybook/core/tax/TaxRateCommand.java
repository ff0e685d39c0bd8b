package io.tallybook.core.tax;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a tax rate. */
public sealed interface TaxRateCommand extends Command {
    @TargetAggregateIdentifier
    TaxRateId taxRateId();

    /** Makes a tax rate. */
    record Create(TaxRateId taxRateId, Scope scope, Instant at, TaxRateDocument rate)
            implements TaxRateCommand {}

    /** Describes it anew, or takes it in and out of use; what it comes to never changes. */
    record Update(TaxRateId taxRateId, Scope scope, Instant at, TaxRateChange change)
            implements TaxRateCommand {}

    /** Deletes it; refused while anybody bears it. */
    record Delete(TaxRateId taxRateId, Scope scope, Instant at) implements TaxRateCommand {}
}
