package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.usage.Expression;
import io.tallybook.domain.usage.ExpressionError;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be done with a meter: once made, it never changes how it counts what it looks at. */
final class MeterDecider {
    private static final int FILTERS_MAX = 50;
    private static final Set<AggregationType> EXPRESSIBLE =
            EnumSet.of(
                    AggregationType.SUM,
                    AggregationType.AVG,
                    AggregationType.MAX,
                    AggregationType.LATEST);
    private static final int VALUES_MAX = 1_000;
    private static final int VERSIONS_MAX = 200;
    private static final BigDecimal MULTIPLIER_MAX = new BigDecimal("1e12");
    private static final int MULTIPLIER_PLACES = 18;

    private MeterDecider() {}

    static Decision<MeterEvent.Created> create(MeterState state, MeterCommand.Create c) {
        MeterEvent.Created created =
                new MeterEvent.Created(
                        c.meterId(), c.scope(), c.name(), c.definition(), c.resetUsage());
        return switch (state) {
            case MeterState.Absent() -> Decision.unless(broken(c), created);
            case MeterState.Defined(var before, var _, var _, var _, var _) ->
                    Decision.repeated(
                            "meter", c.meterId(), before.scope(), c.scope(), before, created);
        };
    }

    /** Errors: not found, of a meter that is deleted or in another scope. */
    static Decision<MeterEvent.Updated> update(MeterState state, MeterCommand.Update c) {
        MeterState.Defined before = known(state, c).orElse(null);
        if (before == null || before.status() == EntityStatus.DELETED) {
            return Decision.notFound("meter", c.meterId());
        }
        if (before.name().equals(c.name()) && before.filters().equals(c.filters())) {
            return Decision.alreadyDone();
        }
        return Decision.unless(
                Rules.begin()
                        .name("name", c.name())
                        .and(brokenFilters(c.filters()))
                        .that(
                                before.versions() < VERSIONS_MAX
                                        || before.filters().equals(c.filters()),
                                "filters",
                                "version " + (before.versions() + 1),
                                "at most " + VERSIONS_MAX + " versions of a meter")
                        .broken(),
                new MeterEvent.Updated(c.meterId(), c.name(), c.filters()));
    }

    /** Errors: not found, of a meter that is deleted or in another scope. */
    static Decision<MeterEvent.Archived> archive(MeterState state, MeterCommand.Archive c) {
        return known(state, c)
                .filter(before -> before.status() != EntityStatus.DELETED)
                .map(
                        before ->
                                before.status() == EntityStatus.ARCHIVED
                                        ? Decision.<MeterEvent.Archived>alreadyDone()
                                        : Decision.accepted(new MeterEvent.Archived(c.meterId())))
                .orElseGet(() -> Decision.notFound("meter", c.meterId()));
    }

    /** Errors: not found, of a meter in another scope. */
    static Decision<MeterEvent.Deleted> delete(MeterState state, MeterCommand.Delete c) {
        return known(state, c)
                .map(
                        before ->
                                before.status() == EntityStatus.DELETED
                                        ? Decision.<MeterEvent.Deleted>alreadyDone()
                                        : Decision.accepted(new MeterEvent.Deleted(c.meterId())))
                .orElseGet(() -> Decision.notFound("meter", c.meterId()));
    }

    private static Optional<MeterState.Defined> known(MeterState state, MeterCommand c) {
        return state instanceof MeterState.Defined before
                        && before.created().scope().equals(c.scope())
                ? Optional.of(before)
                : Optional.empty();
    }

    private static Optional<Rejection> broken(MeterCommand.Create c) {
        MeterDefinition definition = c.definition();
        return Rules.begin()
                .that(
                        definition.meterId().equals(c.meterId()),
                        "meter_id",
                        definition.meterId().value(),
                        c.meterId().value())
                .name("name", c.name())
                .name("event_name", definition.eventName())
                .and(brokenAggregation(definition))
                .and(brokenFilters(definition.filters()))
                .broken();
    }

    private static Optional<Rejection> brokenAggregation(MeterDefinition definition) {
        return Rules.begin()
                .and(brokenField(definition))
                .and(brokenMultiplier(definition))
                .and(brokenWindows(definition))
                .and(brokenExpression(definition))
                .broken();
    }

    private static Optional<Rejection> brokenField(MeterDefinition definition) {
        AggregationType type = definition.aggregation();
        String field = definition.field();
        if (type == AggregationType.COUNT || definition.expression() != null) {
            String why = type == AggregationType.COUNT ? "COUNT" : "an expression";
            return Rules.begin()
                    .that(
                            field == null,
                            "aggregation.field",
                            String.valueOf(field),
                            "none with " + why)
                    .broken();
        }
        return Rules.begin()
                .that(field != null, "aggregation.field", "none", "a property, with " + type)
                .nameIfAny("aggregation.field", field)
                .broken();
    }

    private static Optional<Rejection> brokenMultiplier(MeterDefinition definition) {
        AggregationType type = definition.aggregation();
        BigDecimal multiplier = definition.multiplier();
        String at = "aggregation.multiplier";
        if (type != AggregationType.SUM_WITH_MULTIPLIER) {
            return Rules.begin()
                    .that(multiplier == null, at, String.valueOf(multiplier), "none with " + type)
                    .broken();
        }
        return multiplier == null
                ? Rules.begin().that(false, at, "none", "a number above 0, with " + type).broken()
                : Rules.begin()
                        .positive(at, multiplier, MULTIPLIER_MAX, MULTIPLIER_PLACES)
                        .broken();
    }

    private static Optional<Rejection> brokenWindows(MeterDefinition definition) {
        AggregationType type = definition.aggregation();
        boolean sums = type == AggregationType.SUM || type == AggregationType.MAX;
        WindowSize bucket = definition.bucketSize();
        String group = definition.groupBy();
        return Rules.begin()
                .that(
                        bucket == null || sums,
                        "aggregation.bucket_size",
                        String.valueOf(bucket),
                        "none with " + type + ", only with SUM and MAX")
                .that(
                        group == null || (type == AggregationType.MAX && bucket != null),
                        "aggregation.group_by",
                        String.valueOf(group),
                        "none, unless with MAX and a bucket_size")
                .nameIfAny("aggregation.group_by", group)
                .broken();
    }

    private static Optional<Rejection> brokenExpression(MeterDefinition definition) {
        String expression = definition.expression();
        if (expression == null) {
            return Optional.empty();
        }
        AggregationType type = definition.aggregation();
        Rules rules =
                Rules.begin()
                        .that(
                                EXPRESSIBLE.contains(type),
                                "aggregation.expression",
                                expression,
                                "none with " + type + ", only with " + EXPRESSIBLE)
                        .name("aggregation.expression", expression);
        return rules.then(
                        () ->
                                switch (Expression.parse(expression)) {
                                    case Expression _ -> Optional.empty();
                                    case ExpressionError wrong ->
                                            Optional.of(
                                                    Rejection.field(
                                                            "aggregation.expression",
                                                            wrong.came()
                                                                    + " at position "
                                                                    + (wrong.position() + 1),
                                                            wrong.expected()));
                                })
                .broken();
    }

    private static Optional<Rejection> brokenFilters(List<MeterDefinition.Filter> filters) {
        Rules rules =
                Rules.begin()
                        .that(
                                filters.size() <= FILTERS_MAX,
                                "filters",
                                filters.size() + " filters",
                                "at most " + FILTERS_MAX);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < filters.size(); i++) {
            MeterDefinition.Filter filter = filters.get(i);
            String at = "filters[" + i + "]";
            rules =
                    rules.name(at + ".key", filter.key())
                            .that(
                                    keys.add(filter.key()),
                                    at + ".key",
                                    filter.key(),
                                    "each key once; the values of one go into one list")
                            .that(
                                    !filter.values().isEmpty()
                                            && filter.values().size() <= VALUES_MAX,
                                    at + ".values",
                                    filter.values().size() + " values",
                                    "1 to " + VALUES_MAX);
            for (String value : filter.values()) {
                rules = rules.textIfAny(at + ".values", value, Rules.NAME_MAX);
            }
        }
        return rules.broken();
    }
}
