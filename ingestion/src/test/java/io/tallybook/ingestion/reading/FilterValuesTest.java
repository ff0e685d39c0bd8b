package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterDefinition.Filter;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.EventSelection.Except;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.EventFilter;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.sink.UsageSink;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the store counts for the filters of meters and the filter values of prices, against the
 * domain's own filter, with values that a query or a comparison might trip over.
 */
class FilterValuesTest {
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    private static final List<String> VALUES =
            List.of(
                    "",
                    " ",
                    "plain",
                    "Plain",
                    "plain ",
                    "it's",
                    "it''s",
                    "\"quoted\"",
                    "back\\slash",
                    "\\'",
                    "'; drop table usage_events; --",
                    "{x:String}",
                    "%",
                    "a%b_c",
                    "null",
                    "NULL",
                    "0",
                    "0.0",
                    "true",
                    "tab\tline\nend",
                    "größer",
                    "gro\u0308\u00dfer",
                    "東京",
                    "🧾",
                    "\u202Eevil");
    private static final List<String> KEYS = List.of("region", "it's a key", "größe", "a.b");

    private UsagePath path;
    private List<UsageEvent> events;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
        events = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            for (String key : KEYS) {
                events.add(event(Map.of(key, VALUES.get(i))));
            }
            events.add(
                    event(
                            Map.of(
                                    "region",
                                    VALUES.get(i),
                                    "a.b",
                                    VALUES.get((i * 7 + 3) % VALUES.size()))));
        }
        events.add(event(Map.of()));
        path.accept(events);
    }

    @AfterEach
    void close() {
        path.close();
    }

    private UsageEvent event(Map<String, String> properties) {
        return path.event("e" + events.size(), UsagePath.NOON, properties);
    }

    private static MeterDefinition meter(List<Filter> filters) {
        return new MeterDefinition(
                MeterId.of(UsagePath.nextUlid()),
                "completion",
                filters,
                AggregationType.COUNT,
                null,
                null);
    }

    /** How many the domain's filter lets through. */
    private long matching(Map<String, List<String>> values) {
        Map<String, Set<String>> sets = new TreeMap<>();
        values.forEach((key, allowed) -> sets.put(key, new HashSet<>(allowed)));
        EventFilter filter = new EventFilter(Map.copyOf(sets));
        return events.stream()
                .filter(
                        event ->
                                filter.matches(
                                        new io.tallybook.domain.usage.UsageEvent(
                                                event.eventId(),
                                                event.timestamp(),
                                                event.eventName(),
                                                event.properties())))
                .count();
    }

    private List<Map<String, List<String>>> filters() {
        List<Map<String, List<String>>> filters = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            String value = VALUES.get(i);
            String next = VALUES.get((i + 1) % VALUES.size());
            for (String key : KEYS) {
                filters.add(Map.of(key, List.of(value)));
            }
            filters.add(Map.of("region", List.of(value, next)));
            filters.add(
                    Map.of(
                            "region",
                            List.of(value),
                            "a.b",
                            List.of(VALUES.get((i * 7 + 3) % VALUES.size()), next)));
        }
        filters.add(Map.of("absent", List.of("")));
        filters.add(Map.of("region", VALUES));
        return filters;
    }

    private List<Long> counted(List<ReadingRequest> requests) throws Exception {
        try (UsageSink _ = path.startSink()) {
            return path
                    .reader()
                    .read(new UsageQuery.Read(path.scope(), requests, Freshness.COMPLETE))
                    .items()
                    .stream()
                    .map(UsageReading::quantity)
                    .map(BigDecimal::longValueExact)
                    .toList();
        }
    }

    @Test
    void theFiltersOfAMeterCountWhatTheDomainCounts() throws Exception {
        List<Map<String, List<String>>> filters = filters();
        List<ReadingRequest> requests = new ArrayList<>();
        for (Map<String, List<String>> filter : filters) {
            List<Filter> document = new ArrayList<>();
            filter.forEach((key, values) -> document.add(new Filter(key, values)));
            requests.add(new ReadingRequest(meter(document), "customer-1", MARCH));
        }
        assertThat(counted(requests))
                .containsExactlyElementsOf(filters.stream().map(this::matching).toList());
    }

    @Test
    void theFilterValuesOfAPriceCountWhatTheDomainCounts() throws Exception {
        List<Map<String, List<String>>> filters = filters();
        List<ReadingRequest> requests = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (Map<String, List<String>> filter : filters) {
            requests.add(
                    new ReadingRequest(
                            meter(List.of()),
                            "customer-1",
                            MARCH,
                            new EventSelection(filter, List.of())));
            expected.add(matching(filter));
            // The price for all other events counts the rest: together they count each once.
            requests.add(
                    new ReadingRequest(
                            meter(List.of()),
                            "customer-1",
                            MARCH,
                            new EventSelection(Map.of(), List.of(new Except(filter, null, null)))));
            expected.add(events.size() - matching(filter));
        }
        assertThat(counted(requests)).containsExactlyElementsOf(expected);
    }
}
