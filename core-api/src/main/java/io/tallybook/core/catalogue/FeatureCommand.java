package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a feature. */
public sealed interface FeatureCommand extends Command {
    @TargetAggregateIdentifier
    FeatureId featureId();

    /** Makes a feature. */
    record Create(FeatureId featureId, Scope scope, Instant at, FeatureDocument feature)
            implements FeatureCommand {}

    /** Changes what a feature says; {@code feature} is the whole of it. */
    record Update(FeatureId featureId, Scope scope, Instant at, FeatureDocument feature)
            implements FeatureCommand {}

    /** Takes a feature out of use; what uses it already goes on. */
    record Delete(FeatureId featureId, Scope scope, Instant at) implements FeatureCommand {}
}
