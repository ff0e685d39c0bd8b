package io.tallybook.core.catalogue;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a meter counts. How it counts never changes; which events it looks at may, and each event is
 * judged by what was in force when it happened.
 *
 * @param eventName the events it looks at
 * @param filters the newest: all of them must hold; within one any of its values
 * @param aggregation how the events become one number
 * @param field the property that is aggregated; absent for COUNT, and where an expression is given
 * @param multiplier the factor of SUM_WITH_MULTIPLIER; absent otherwise
 * @param bucketSize the windows that are counted one by one, of SUM and MAX; absent otherwise
 * @param groupBy the property by whose values each window is counted apart, of a MAX in windows
 * @param expression a formula over an event's properties that takes the place of the field
 * @param versions which filters were in force from when on, the last the newest; absent where the
 *     first version is in force at all times
 */
@RecordBuilder
public record MeterDefinition(
        MeterId meterId,
        String eventName,
        List<Filter> filters,
        AggregationType aggregation,
        @Nullable String field,
        @Nullable BigDecimal multiplier,
        @Nullable WindowSize bucketSize,
        @Nullable String groupBy,
        @Nullable String expression,
        @Nullable List<MeterVersion> versions) {
    private static final int FIRST = 1;

    /** Errors: IllegalArgumentException naming the meter if its versions are in no order. */
    public MeterDefinition {
        filters = List.copyOf(filters);
        versions = settled(meterId, filters, versions);
    }

    /** A meter that always looked at the same events. */
    public MeterDefinition(
            MeterId meterId,
            String eventName,
            List<Filter> filters,
            AggregationType aggregation,
            @Nullable String field,
            @Nullable BigDecimal multiplier,
            @Nullable WindowSize bucketSize,
            @Nullable String groupBy,
            @Nullable String expression) {
        this(
                meterId,
                eventName,
                filters,
                aggregation,
                field,
                multiplier,
                bucketSize,
                groupBy,
                expression,
                null);
    }

    /** A meter that counts a property as it is, over a period as a whole. */
    public MeterDefinition(
            MeterId meterId,
            String eventName,
            List<Filter> filters,
            AggregationType aggregation,
            @Nullable String field,
            @Nullable BigDecimal multiplier) {
        this(meterId, eventName, filters, aggregation, field, multiplier, null, null, null);
    }

    /** A property that must have one of these values. */
    public record Filter(String key, List<String> values) {
        public Filter {
            values = List.copyOf(values);
        }

        boolean passes(Map<String, String> properties) {
            String value = properties.get(key);
            return value != null && values.contains(value);
        }
    }

    /** The newest version of the meter under another id, as a first one. */
    public MeterDefinition as(MeterId other) {
        return new MeterDefinition(
                other,
                eventName,
                filters,
                aggregation,
                field,
                multiplier,
                bucketSize,
                groupBy,
                expression);
    }

    /** Every version there is, in order of time; the last is the newest. */
    public List<MeterVersion> history() {
        return versions == null ? List.of(new MeterVersion(FIRST, null, filters)) : versions;
    }

    /**
     * The same meter, looking at other events from a moment on; itself if they are no others. A
     * moment before the newest version began is taken for that one's.
     */
    public MeterDefinition changed(List<Filter> others, Instant at) {
        if (others.equals(filters)) {
            return this;
        }
        MeterVersion newest = history().getLast();
        Instant begun = newest.from();
        Instant from = begun != null && at.isBefore(begun) ? begun : at;
        List<MeterVersion> longer = new ArrayList<>(history());
        longer.add(new MeterVersion(newest.number() + 1, from, others));
        return with(longer);
    }

    /** The same, counted window by window. */
    public MeterDefinition inWindows(WindowSize size) {
        return MeterDefinitionBuilder.builder(this).bucketSize(size).build();
    }

    /** Whether it can be counted window by window. */
    public boolean mayHaveWindows() {
        return aggregation == AggregationType.SUM || aggregation == AggregationType.MAX;
    }

    /** By its newest version at all times. */
    public MeterDefinition newest() {
        return always(history().getLast());
    }

    /** By its oldest version at all times. */
    public MeterDefinition oldest() {
        return always(history().getFirst());
    }

    /** By one of its versions at all times; empty if it has no such version. */
    public Optional<MeterDefinition> version(int number) {
        return history().stream().filter(v -> v.number() == number).findFirst().map(this::always);
    }

    /** The versions that are in force at some time of a period, in order of time. */
    public List<MeterVersion> during(BillingPeriod period) {
        List<MeterVersion> all = history();
        List<MeterVersion> within = new ArrayList<>();
        within.add(at(period.start()));
        for (MeterVersion version : all) {
            Instant from = version.from();
            if (from != null && from.isAfter(period.start()) && from.isBefore(period.end())) {
                within.removeIf(before -> from.equals(before.from()));
                within.add(version);
            }
        }
        return List.copyOf(within);
    }

    /** The version that is in force at a moment. */
    public MeterVersion at(Instant moment) {
        List<MeterVersion> all = history();
        int last = 0;
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).isInForceBy(moment)) {
                last = i;
            }
        }
        return all.get(last);
    }

    /** Whether an event of its name passes the filters that were in force when it happened. */
    public boolean passes(Instant time, Map<String, String> properties) {
        return at(time).filters().stream().allMatch(filter -> filter.passes(properties));
    }

    /** The same until {@code from}; from then on as {@code other} says. */
    public MeterDefinition remetered(Instant from, MeterDefinition other) {
        List<MeterVersion> all = new ArrayList<>();
        for (MeterVersion version : history()) {
            if (version.from() == null || version.from().isBefore(from)) {
                all.add(version);
            }
        }
        all.add(other.at(from).from(from));
        for (MeterVersion version : other.history()) {
            if (version.from() != null && version.from().isAfter(from)) {
                all.add(version);
            }
        }
        return with(all);
    }

    /** Whether another meter has all of this one but for the events it looks at. */
    public boolean countsAs(MeterDefinition other) {
        return always(new MeterVersion(FIRST, null, List.of()))
                .equals(other.always(new MeterVersion(FIRST, null, List.of())));
    }

    /** Whether a reading needs to know of which period it is a part, and where windows begin. */
    public boolean needsBasis() {
        return bucketSize != null || aggregation == AggregationType.WEIGHTED_SUM;
    }

    private MeterDefinition always(MeterVersion version) {
        return with(List.of(version.from(null)));
    }

    private MeterDefinition with(List<MeterVersion> others) {
        List<MeterVersion> merged = new ArrayList<>();
        for (MeterVersion version : others) {
            if (merged.isEmpty() || !version.isSameAs(merged.getLast())) {
                merged.add(version);
            }
        }
        return MeterDefinitionBuilder.builder(this)
                .filters(merged.getLast().filters())
                .versions(merged)
                .build();
    }

    private static @Nullable List<MeterVersion> settled(
            MeterId meterId, List<Filter> filters, @Nullable List<MeterVersion> versions) {
        if (versions == null || versions.isEmpty()) {
            return null;
        }
        for (int i = 0; i < versions.size(); i++) {
            Instant from = versions.get(i).from();
            Instant before = i == 0 ? null : versions.get(i - 1).from();
            if ((i == 0) != (from == null)
                    || (from != null && before != null && from.isBefore(before))) {
                throw new IllegalArgumentException(
                        "meter %s: its first version is from ever on and the others follow in order of time, got %s"
                                .formatted(meterId, versions));
            }
        }
        if (!versions.getLast().filters().equals(filters)) {
            throw new IllegalArgumentException(
                    "meter %s: its filters are those of its newest version, got %s and %s"
                            .formatted(meterId, filters, versions.getLast()));
        }
        boolean trivial = versions.size() == 1 && versions.getFirst().number() == FIRST;
        return trivial ? null : List.copyOf(versions);
    }
}
