package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureType;
import java.util.Optional;

/** What may be done with a feature. */
final class FeatureDecider {
    private FeatureDecider() {}

    static Decision<FeatureEvent.Created> create(FeatureState state, FeatureCommand.Create c) {
        FeatureEvent.Created created =
                new FeatureEvent.Created(c.featureId(), c.scope(), c.feature());
        return switch (state) {
            case FeatureState.Absent() -> Decision.unless(broken(c.feature()), created);
            case FeatureState.Defined(var before) ->
                    Decision.repeated(
                            "feature", c.featureId(), before.scope(), c.scope(), before, created);
        };
    }

    static Optional<Claim> unique(FeatureCommand.Create c) {
        return Optional.ofNullable(c.feature().lookupKey())
                .map(
                        key ->
                                Claim.in(
                                        c.scope(),
                                        "feature.lookup_key",
                                        "lookup_key",
                                        key,
                                        c.featureId()));
    }

    private static Optional<Rejection> broken(FeatureDocument feature) {
        boolean metered = feature.type() == FeatureType.METERED;
        return Rules.begin()
                .name("name", feature.name())
                .nameIfAny("lookup_key", feature.lookupKey())
                .textIfAny("description", feature.description(), Rules.TEXT_MAX)
                .textIfAny("unit_singular", feature.unitSingular(), Rules.NAME_MAX)
                .textIfAny("unit_plural", feature.unitPlural(), Rules.NAME_MAX)
                .that(
                        metered == (feature.meterId() != null),
                        "meter_id",
                        feature.meterId() == null ? "none" : feature.meterId().value(),
                        metered ? "a meter, with type METERED" : "none with type " + feature.type())
                .metadata(feature.metadata())
                .broken();
    }
}
