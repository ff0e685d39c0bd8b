package io.tallybook.command.catalogue;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.meter;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterDefinition.Filter;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.ResetUsage;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterTest {
    private final Spec<Meter> meter = Spec.of(Meter.class);

    private static MeterDefinition definition(
            AggregationType type, @Nullable String field, @Nullable String multiplier) {
        return definition(type, field, multiplier, List.of());
    }

    private static MeterDefinition definition(
            AggregationType type,
            @Nullable String field,
            @Nullable String multiplier,
            List<Filter> filters) {
        return new MeterDefinition(
                METER,
                "request",
                filters,
                type,
                field,
                multiplier == null ? null : decimal(multiplier));
    }

    private static MeterCommand.Create create(Scope scope, MeterDefinition definition) {
        return new MeterCommand.Create(
                METER, scope, NOW, "Requests", definition, ResetUsage.BILLING_PERIOD);
    }

    private static MeterCommand.Create create(MeterDefinition definition) {
        return create(SCOPE, definition);
    }

    private static MeterEvent.Created created(MeterDefinition definition) {
        return new MeterEvent.Created(
                METER, SCOPE, "Requests", definition, ResetUsage.BILLING_PERIOD);
    }

    @Test
    void aCountNeedsNoField() {
        MeterDefinition count = definition(AggregationType.COUNT, null, null);
        meter.when(create(count)).happens(METER, created(count));
    }

    @Test
    void aCountTakesNoField() {
        meter.when(create(definition(AggregationType.COUNT, "tokens", null)))
                .isRefusedFor("aggregation.field", "none with COUNT");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COUNT")
    void everythingButACountNeedsAField(AggregationType type) {
        String multiplier = type == AggregationType.SUM_WITH_MULTIPLIER ? "2" : null;
        meter.when(create(definition(type, null, multiplier))).isRefusedFor("aggregation.field");
        MeterDefinition whole = definition(type, "tokens", multiplier);
        Spec.of(Meter.class).when(create(whole)).happens(METER, created(whole));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COUNT", "SUM_WITH_MULTIPLIER"})
    void aMultiplierBelongsToOneAggregationAlone(AggregationType type) {
        meter.when(create(definition(type, "tokens", "2")))
                .isRefusedFor("aggregation.multiplier", "none with " + type);
    }

    @Test
    void aMultiplierIsThereAndAboveZero() {
        AggregationType type = AggregationType.SUM_WITH_MULTIPLIER;
        meter.when(create(definition(type, "tokens", null))).isRefusedFor("aggregation.multiplier");
        Spec.of(Meter.class)
                .when(create(definition(type, "tokens", "0")))
                .isRefusedFor("aggregation.multiplier", "more than 0");
        Spec.of(Meter.class)
                .when(create(definition(type, "tokens", "-1")))
                .isRefusedFor("aggregation.multiplier");
        Spec.of(Meter.class)
                .when(create(definition(type, "tokens", "1e999999999")))
                .isRefusedFor("aggregation.multiplier");
    }

    @Test
    void aFilterNamesAKeyAndItsValues() {
        meter.when(create(filtered(new Filter("", List.of("a"))))).isRefusedFor("filters[0].key");
        Spec.of(Meter.class)
                .when(create(filtered(new Filter("region", List.of()))))
                .isRefusedFor("filters[0].values", "0 values");
        Spec.of(Meter.class)
                .when(
                        create(
                                filtered(
                                        new Filter("region", List.of("eu")),
                                        new Filter("region", List.of("us")))))
                .isRefusedFor("filters[1].key", "each key once");
    }

    private static MeterDefinition filtered(Filter... filters) {
        return definition(AggregationType.COUNT, null, null, List.of(filters));
    }

    @Test
    void itsDefinitionIsItsOwn() {
        MeterDefinition other =
                new MeterDefinition(
                        meter("other"), "request", List.of(), AggregationType.COUNT, null, null);
        meter.when(create(other)).isRefusedFor("meter_id");
    }

    @Test
    void theSameCreationAgainIsDoneAlreadyAndAnotherAConflict() {
        MeterDefinition count = definition(AggregationType.COUNT, null, null);
        meter.given(created(count)).when(create(count)).nothingHappens(METER);
        Spec.of(Meter.class)
                .given(created(count))
                .when(create(definition(AggregationType.SUM, "tokens", null)))
                .isRefused(Reason.CONFLICT);
        Spec.of(Meter.class).given(created(count)).when(create(OTHER_SCOPE, count)).isNotFound();
    }

    private static MeterDefinition windows(
            AggregationType type,
            @Nullable WindowSize bucket,
            @Nullable String group,
            @Nullable String expression) {
        boolean fieldless = type == AggregationType.COUNT || expression != null;
        return new MeterDefinition(
                METER,
                "request",
                List.of(),
                type,
                fieldless ? null : "tokens",
                null,
                bucket,
                group,
                expression);
    }

    @Test
    void windowsGoWithSumAndMaxAndGroupsWithMax() {
        MeterDefinition max = windows(AggregationType.MAX, WindowSize.HOUR, "region", null);
        meter.when(create(max)).happens(METER, created(max));
        meter.when(create(windows(AggregationType.AVG, WindowSize.HOUR, null, null)))
                .isRefusedFor("aggregation.bucket_size", "only with SUM and MAX");
        meter.when(create(windows(AggregationType.SUM, WindowSize.HOUR, "region", null)))
                .isRefusedFor("aggregation.group_by", "MAX");
        meter.when(create(windows(AggregationType.MAX, null, "region", null)))
                .isRefusedFor("aggregation.group_by", "bucket_size");
    }

    @Test
    void anExpressionTakesThePlaceOfTheField() {
        MeterDefinition sum = windows(AggregationType.SUM, null, null, "input + 3 * output");
        meter.when(create(sum)).happens(METER, created(sum));
        meter.when(create(windows(AggregationType.SUM, null, null, "input +")))
                .isRefusedFor("aggregation.expression", "position");
        meter.when(create(windows(AggregationType.COUNT_UNIQUE, null, null, "input")))
                .isRefusedFor("aggregation.expression", "none with COUNT_UNIQUE");
        meter.when(
                        create(
                                new MeterDefinition(
                                        METER,
                                        "request",
                                        List.of(),
                                        AggregationType.SUM,
                                        "tokens",
                                        null,
                                        null,
                                        null,
                                        "input")))
                .isRefusedFor("aggregation.field", "none with an expression");
    }

    @Test
    void aMeterMayLookAtOtherEventsButNotCountThemOtherwise() {
        MeterDefinition count = definition(AggregationType.COUNT, null, null);
        List<Filter> filters = List.of(new Filter("region", List.of("eu")));
        MeterEvent.Updated updated = new MeterEvent.Updated(METER, "All", filters);
        MeterCommand.Update update = new MeterCommand.Update(METER, SCOPE, NOW, "All", filters);
        meter.given(created(count)).when(update).happens(METER, updated);
        meter.given(created(count), updated).when(update).nothingHappens(METER);
        meter.given(created(count))
                .when(
                        new MeterCommand.Update(
                                METER, SCOPE, NOW, "All", List.of(new Filter("k", List.of()))))
                .isRefusedFor("filters[0].values");
        meter.given(created(count))
                .when(new MeterCommand.Update(METER, OTHER_SCOPE, NOW, "All", filters))
                .isNotFound();
        meter.given(created(count), new MeterEvent.Deleted(METER)).when(update).isNotFound();
    }

    @Test
    void aMeterIsPutAsideAndThenDeleted() {
        MeterEvent.Created made = created(definition(AggregationType.COUNT, null, null));
        MeterEvent.Archived archived = new MeterEvent.Archived(METER);
        MeterEvent.Deleted deleted = new MeterEvent.Deleted(METER);
        MeterCommand.Archive archive = new MeterCommand.Archive(METER, SCOPE, NOW);
        MeterCommand.Delete delete = new MeterCommand.Delete(METER, SCOPE, NOW);
        meter.given(made).when(archive).happens(METER, archived);
        meter.given(made, archived).when(archive).nothingHappens(METER);
        meter.given(made, archived).when(delete).happens(METER, deleted);
        meter.given(made, deleted).when(delete).nothingHappens(METER);
        meter.given(made, deleted).when(archive).isNotFound();
        meter.given(made).when(new MeterCommand.Delete(METER, OTHER_SCOPE, NOW)).isNotFound();
    }

    @Test
    void aMeterHasABoundedNumberOfVersions() {
        List<Object> before = new ArrayList<>();
        before.add(created(definition(AggregationType.COUNT, null, null)));
        for (int version = 2; version <= 200; version++) {
            before.add(new MeterEvent.Updated(METER, "Requests", region("r" + version)));
        }
        meter.given(before.toArray())
                .when(new MeterCommand.Update(METER, SCOPE, NOW, "Requests", region("r201")))
                .isRefusedFor("filters", "at most 200 versions");
        meter.given(before.toArray())
                .when(new MeterCommand.Update(METER, SCOPE, NOW, "Other", region("r200")))
                .happens(METER, new MeterEvent.Updated(METER, "Other", region("r200")));
    }

    private static List<Filter> region(String value) {
        return List.of(new Filter("region", List.of(value)));
    }
}
