package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterEvent;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be done with a meter: it is made once and never changes what it counts. */
final class MeterDecider {
    private static final int FILTERS_MAX = 50;
    private static final int VALUES_MAX = 1_000;
    private static final BigDecimal MULTIPLIER_MAX = new BigDecimal("1e12");
    private static final int MULTIPLIER_PLACES = 18;

    private MeterDecider() {}

    static Decision<MeterEvent.Created> create(MeterState state, MeterCommand.Create c) {
        MeterEvent.Created created =
                new MeterEvent.Created(
                        c.meterId(), c.scope(), c.name(), c.definition(), c.resetUsage());
        return switch (state) {
            case MeterState.Absent() -> Decision.unless(broken(c), created);
            case MeterState.Defined(var before) ->
                    Decision.repeated(
                            "meter", c.meterId(), before.scope(), c.scope(), before, created);
        };
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
        AggregationType type = definition.aggregation();
        String field = definition.field();
        BigDecimal multiplier = definition.multiplier();
        Rules rules = Rules.begin();
        if (type == AggregationType.COUNT) {
            rules =
                    rules.that(
                            field == null,
                            "aggregation.field",
                            String.valueOf(field),
                            "none with COUNT");
        } else {
            rules =
                    rules.that(
                                    field != null,
                                    "aggregation.field",
                                    "none",
                                    "a property, with " + type)
                            .nameIfAny("aggregation.field", field);
        }
        if (type == AggregationType.SUM_WITH_MULTIPLIER) {
            return multiplier == null
                    ? rules.that(
                                    false,
                                    "aggregation.multiplier",
                                    "none",
                                    "a number above 0, with " + type)
                            .broken()
                    : rules.positive(
                                    "aggregation.multiplier",
                                    multiplier,
                                    MULTIPLIER_MAX,
                                    MULTIPLIER_PLACES)
                            .broken();
        }
        return rules.that(
                        multiplier == null,
                        "aggregation.multiplier",
                        String.valueOf(multiplier),
                        "none with " + type)
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
