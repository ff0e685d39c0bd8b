package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done with a feature. */
final class FeatureDecider {
    private static final BigDecimal RATE_MAX = new BigDecimal("1e18");
    private static final int RATE_PLACES = 18;

    private FeatureDecider() {}

    static Decision<FeatureEvent.Created> create(FeatureState state, FeatureCommand.Create c) {
        FeatureEvent.Created created =
                new FeatureEvent.Created(c.featureId(), c.scope(), c.feature());
        return switch (state) {
            case FeatureState.Absent() -> Decision.unless(broken(c.feature()), created);
            case FeatureState.Defined(var before, var _) -> repeated(before, c, created);
            case FeatureState.Deleted(var before) -> repeated(before, c, created);
        };
    }

    private static Decision<FeatureEvent.Created> repeated(
            FeatureEvent.Created before, FeatureCommand.Create c, FeatureEvent.Created created) {
        return Decision.repeated(
                "feature", c.featureId(), before.scope(), c.scope(), before, created);
    }

    /** Errors: not found, of a feature that is out of use or in another scope. */
    static Decision<FeatureEvent.Updated> update(FeatureState state, FeatureCommand.Update c) {
        return switch (state) {
            case FeatureState.Defined(var made, var before) when made.scope().equals(c.scope()) -> {
                if (before.equals(c.feature())) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        broken(c.feature()).or(() -> unchanged(before, c.feature())),
                        new FeatureEvent.Updated(c.featureId(), c.feature()));
            }
            case FeatureState.Absent _, FeatureState.Defined _, FeatureState.Deleted _ ->
                    Decision.notFound("feature", c.featureId());
        };
    }

    /** Errors: not found, of a feature in another scope. */
    static Decision<FeatureEvent.Deleted> delete(FeatureState state, FeatureCommand.Delete c) {
        return switch (state) {
            case FeatureState.Defined defined when defined.created().scope().equals(c.scope()) ->
                    Decision.accepted(new FeatureEvent.Deleted(c.featureId()));
            case FeatureState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case FeatureState.Absent _, FeatureState.Defined _, FeatureState.Deleted _ ->
                    Decision.notFound("feature", c.featureId());
        };
    }

    static Optional<Claim> unique(FeatureCommand.Create c) {
        return claim(c.scope(), c.featureId(), c.feature());
    }

    /** What the new content wants for itself alone. */
    static Optional<Claim> wanted(FeatureCommand.Update c) {
        return claim(c.scope(), c.featureId(), c.feature());
    }

    /** What it has for itself alone and will not have after. */
    static Optional<Claim> givenUp(FeatureState state, FeatureCommand.Update c) {
        return held(state, c.featureId())
                .filter(claim -> !claim.value().equals(c.feature().lookupKey()));
    }

    /** What it has for itself alone. */
    static Optional<Claim> held(FeatureState state, FeatureId id) {
        return state instanceof FeatureState.Defined(var made, var now)
                ? claim(made.scope(), id, now)
                : Optional.empty();
    }

    private static Optional<Claim> claim(Scope scope, FeatureId id, FeatureDocument feature) {
        return Optional.ofNullable(feature.lookupKey())
                .map(key -> Claim.in(scope, "feature.lookup_key", "lookup_key", key, id));
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
                .and(brokenUnit(feature.reportingUnit()))
                .broken();
    }

    private static Optional<Rejection> brokenUnit(FeatureDocument.@Nullable ReportingUnit unit) {
        if (unit == null) {
            return Optional.empty();
        }
        Rules rules =
                Rules.begin()
                        .name("reporting_unit.unit_singular", unit.unitSingular())
                        .name("reporting_unit.unit_plural", unit.unitPlural());
        BigDecimal rate = unit.conversionRate();
        return rate == null
                ? rules.broken()
                : rules.positive("reporting_unit.conversion_rate", rate, RATE_MAX, RATE_PLACES)
                        .broken();
    }

    /** What was made of it elsewhere depends on the type and on the meter. */
    private static Optional<Rejection> unchanged(FeatureDocument before, FeatureDocument now) {
        return Rules.begin()
                .that(
                        before.type() == now.type(),
                        "type",
                        now.type().name(),
                        "the one it has, " + before.type())
                .that(
                        Objects.equals(before.meterId(), now.meterId()),
                        "meter_id",
                        String.valueOf(now.meterId()),
                        "the one it has, " + before.meterId())
                .broken();
    }
}
