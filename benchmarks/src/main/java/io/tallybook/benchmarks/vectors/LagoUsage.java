package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.LAGO;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.ProratedRating;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregated;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Aggregator;
import io.tallybook.domain.usage.Carry;
import io.tallybook.domain.usage.EventFilter;
import io.tallybook.domain.usage.Expression;
import io.tallybook.domain.usage.ExpressionError;
import io.tallybook.domain.usage.FilterChoice;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.MeteredPeriod;
import io.tallybook.domain.usage.QuantityRounding;
import io.tallybook.domain.usage.QuotientRounding;
import io.tallybook.domain.usage.RunningTotals;
import io.tallybook.domain.usage.Thresholds;
import io.tallybook.domain.usage.TimeWindow;
import io.tallybook.domain.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Lago: aggregations, expressions, filters, thresholds. */
final class LagoUsage {
    private static final ZoneId UTC = ZoneOffset.UTC;

    private LagoUsage() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("aggregation.rounding", LagoUsage::rounding);
        areas.put("aggregation.weighted_sum", LagoUsage::weightedSum);
        areas.put("aggregation.weighted_sum.recurring", LagoUsage::weightedSum);
        areas.put("aggregation.sum", LagoUsage::sum);
        areas.put("aggregation.prorated_sum", LagoUsage::proratedSum);
        areas.put("aggregation.prorated_sum.rounding", LagoUsage::proratedSumPriced);
        areas.put("aggregation.prorated_unique_count", LagoUniqueCounts::prorated);
        areas.put("aggregation.unique_count", LagoUniqueCounts::count);
        areas.put("metric.expression", LagoUsage::expression);
        areas.put("filter.specificity", LagoUsage::filters);
        areas.put("alert.thresholds", LagoUsage::alerts);
        areas.put("charge_model.graduated_prorated.usage", LagoUsage::graduatedProrated);
    }

    static UsageEvent event(int place, Instant at, Map<String, String> properties) {
        return new UsageEvent(String.format(Locale.ROOT, "e%06d", place), at, "metric", properties);
    }

    private static UsageEvent value(int place, Instant at, BigDecimal value) {
        return event(place, at, Map.of("value", value.toPlainString()));
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(UTC).toInstant();
    }

    private static Answer rounding(Input in) {
        QuantityRounding.Function function =
                QuantityRounding.Function.valueOf(
                        in.text("rounding_function", "none").toUpperCase(Locale.ROOT));
        return Answer.of(
                "units",
                new QuantityRounding(function, in.whole("rounding_precision", 0))
                        .apply(in.decimal("units")));
    }

    private static Answer weightedSum(Input in) {
        Instant from = Words.instant(in.text("from"), UTC);
        long days = in.whole("duration_days");
        // The end is written as the last second; the period is the full one, also where use began
        // within it.
        Instant end =
                in.has("to")
                        ? Words.instant(in.text("to"), UTC)
                                .plusSeconds(1)
                                .truncatedTo(ChronoUnit.DAYS)
                        : from.plusSeconds(86_400L * days);
        Instant begin = end.minusSeconds(86_400L * days);
        TimeWindow full = new TimeWindow(begin, end, UTC);
        TimeWindow billed = new TimeWindow(from.isBefore(begin) ? begin : from, end, UTC);
        List<UsageEvent> events = new ArrayList<>();
        if (in.has("carried_over")) {
            events.add(value(0, from.minusSeconds(1), in.decimal("carried_over")));
        }
        for (JsonNode row : in.list("events")) {
            events.add(
                    value(
                            events.size() + 1,
                            Words.instant(Input.asText(row.get(0)), UTC),
                            Input.asDecimal(row.get(1))));
        }
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.WeightedSum("value"))
                        .carrying(in.has("carried_over") ? Carry.RECURRING : Carry.FRESH)
                        .dividing(QuotientRounding.TWENTY_UP);
        Aggregated read = Aggregator.read(meter, events, new MeteredPeriod(billed, full));
        return Answer.of(
                "units",
                read.quantity(),
                "units_rounded_5",
                Rounding.HALF_UP.round(read.quantity(), 5),
                "total_aggregated_units",
                read.level());
    }

    private static Answer sum(Input in) {
        TimeWindow window = new TimeWindow(Invoices.MONTH.start(), Invoices.MONTH.end(), UTC);
        List<UsageEvent> events = new ArrayList<>();
        for (BigDecimal before : in.decimals("events_before_period")) {
            events.add(value(events.size(), window.from().minusSeconds(60), before));
        }
        List<BigDecimal> inPeriod = in.decimals("events_in_period");
        for (BigDecimal value : inPeriod) {
            events.add(value(events.size(), window.from().plusSeconds(events.size()), value));
        }
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("value"))
                        .carrying(in.is("recurring") ? Carry.RECURRING : Carry.FRESH);
        Aggregated read = Aggregator.read(meter, events, MeteredPeriod.whole(window));
        return Answer.of("units", read.quantity(), "events", read.events())
                .with(
                        "running_total",
                        RunningTotals.of(
                                inPeriod,
                                in.decimalIfAny("free_units_per_events")
                                        .map(BigDecimal::intValueExact),
                                in.decimalIfAny("free_units_per_total_aggregation")));
    }

    /**
     * {@code in_period} holds values (on the first day), or pairs of a value and how many days it
     * is held.
     */
    private static Answer proratedSum(Input in) {
        int days = in.whole("period_days");
        Instant from = Invoices.MONTH.start();
        Instant to = from.plusSeconds(86_400L * days);
        List<UsageEvent> persisted = new ArrayList<>();
        for (BigDecimal value : in.decimals("persisted")) {
            persisted.add(value(persisted.size(), from.minusSeconds(60), value));
        }
        List<UsageEvent> added = new ArrayList<>();
        for (JsonNode row : in.list("in_period")) {
            Input told = new Input(row);
            boolean named = row.isObject();
            JsonNode value = named ? row.get("value") : row.isArray() ? row.get(0) : row;
            int held =
                    row.isArray()
                            ? Input.asDecimal(row.get(1)).intValueExact()
                            : held(named ? told : in, days);
            added.add(
                    value(
                            100 + added.size(),
                            to.minusSeconds(86_400L * held),
                            Input.asDecimal(value)));
        }
        if (in.has("event_on_last_day")) {
            added.add(value(200, to.minusSeconds(3600), in.decimal("event_on_last_day")));
        }
        List<UsageEvent> all = new ArrayList<>(persisted);
        all.addAll(added);
        TimeWindow full = new TimeWindow(from, to, UTC);
        Instant billedFrom = to.minusSeconds(86_400L * in.whole("billed_days", days));
        MeteredPeriod period = new MeteredPeriod(new TimeWindow(billedFrom, to, UTC), full);
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("value")).carrying(Carry.RECURRING_PRORATED);
        BigDecimal additional = Aggregator.read(meter, added, period).quantity();
        return Answer.of(
                "units",
                        Aggregator.read(meter.dividing(QuotientRounding.FIVE_UP), all, period)
                                .quantity(),
                "additional_units", Rounding.HALF_UP.round(additional, 5));
    }

    private static int held(Input in, int days) {
        for (String name :
                List.of(
                        "days_held",
                        "days_remaining",
                        "days_left",
                        "remaining_days",
                        "days_to_end",
                        "days")) {
            if (in.has(name)) {
                return in.whole(name);
            }
        }
        return days;
    }

    private static Answer proratedSumPriced(Input in) {
        Instant from = Invoices.MONTH.start();
        Instant to = from.plusSeconds(86_400L * in.whole("period_days"));
        UsageEvent event =
                value(1, to.minusSeconds(86_400L * in.whole("days")), in.decimal("units"));
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("value"))
                        .carrying(Carry.RECURRING_PRORATED)
                        .dividing(QuotientRounding.FIVE_UP);
        BigDecimal units =
                Aggregator.read(
                                meter,
                                List.of(event),
                                MeteredPeriod.whole(new TimeWindow(from, to, UTC)))
                        .quantity();
        Money amount =
                Rating.rate(Prices.flat(in.decimal("unit_amount")), units, EUR, LAGO).amount();
        return Answer.of("amount_cents", cents(amount), "units", units);
    }

    private static Answer expression(Input in) {
        Map<String, String> properties = new HashMap<>();
        String code = "code";
        Instant at = Instant.EPOCH;
        if (in.has("event")) {
            Input event = in.object("event");
            code = event.text("code", code);
            at =
                    event.has("timestamp")
                            ? Instant.ofEpochSecond(event.decimal("timestamp").longValueExact())
                            : at;
            if (event.has("properties")) {
                Input given = event.object("properties");
                given.names().forEach(name -> properties.put(name, given.text(name)));
            }
        }
        UsageEvent event = new UsageEvent("e1", at, code, properties);
        return switch (Expression.parse(in.text("expression"))) {
            case ExpressionError error ->
                    Answer.of(
                            "error_field",
                            "expression",
                            "code",
                            "invalid_expression",
                            "error",
                            error.message(),
                            "position",
                            error.position());
            case Expression expression ->
                    switch (expression.evaluate(event)) {
                        case Expression.Failure failure ->
                                Answer.of(
                                        "error_field", "event",
                                        "code", "invalid_event",
                                        "error", failure.toString());
                        case Expression.Num(BigDecimal number) -> Answer.of("result", number);
                        case Expression.Text(String text) -> Answer.of("result", text);
                    };
        };
    }

    private static Answer filters(Input in) {
        List<EventFilter> filters = new ArrayList<>();
        List<PricingModel> prices = new ArrayList<>();
        for (Input row : in.someObjects("filters")) {
            Map<String, Set<String>> values = new TreeMap<>();
            for (String name : row.names()) {
                if (row.isList(name)) {
                    values.put(name, new TreeSet<>(row.texts(name)));
                }
            }
            filters.add(new EventFilter(values));
            prices.add(Prices.flat(row.decimal("amount")));
        }
        prices.add(Prices.flat(in.decimal("default_amount", "0")));
        List<UsageEvent> events = new ArrayList<>();
        for (Input row : in.objects("events")) {
            Map<String, String> properties = new TreeMap<>();
            row.names().forEach(name -> properties.put(name, row.text(name)));
            events.add(event(events.size(), Invoices.MONTH.start(), properties));
        }
        MeterDefinition meter = MeterDefinition.of(new Aggregation.Sum("value"));
        MeteredPeriod period =
                MeteredPeriod.whole(
                        new TimeWindow(Invoices.MONTH.start(), Invoices.MONTH.end(), UTC));
        List<List<UsageEvent>> parts = new FilterChoice(filters).split(events);
        List<Map<String, Object>> fees = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            BigDecimal units = Aggregator.read(meter, parts.get(i), period).quantity();
            Money amount = Rating.rate(prices.get(i), units, EUR, LAGO).amount();
            fees.add(Map.of("units", units, "amount_cents", cents(amount)));
        }
        return named(fees, filters);
    }

    /** Cases call filters by what sets them apart: wide and narrow, or first and second. */
    private static Answer named(List<Map<String, Object>> fees, List<EventFilter> filters) {
        Answer answer = Answer.of("default", fees.getLast(), "default_charge", fees.getLast());
        List<Integer> byWidth = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            byWidth.add(i);
            answer = answer.with("filter_" + (i + 1), fees.get(i));
        }
        // Fewer properties are wider; of as many, more values.
        byWidth.sort(
                Comparator.<Integer>comparingInt(i -> filters.get(i).values().size())
                        .thenComparing(i -> -size(filters.get(i))));
        return answer.with("wide_filter", fees.get(byWidth.getFirst()))
                .with("narrow_filter", fees.get(byWidth.getLast()))
                .with("first_filter", fees.getFirst())
                .with("oldest_filter", fees.getFirst())
                .with("second_filter", fees.get(Math.min(1, fees.size() - 1)));
    }

    private static int size(EventFilter filter) {
        return filter.values().values().stream().mapToInt(Set::size).sum();
    }

    private static Answer alerts(Input in) {
        Thresholds thresholds =
                new Thresholds(
                        new TreeSet<>(in.decimals("thresholds")), in.decimalIfAny("recurring"));
        BigDecimal previous = in.decimal("previous", "0");
        BigDecimal current = in.decimal("current");
        boolean falling = in.text("direction", "increasing").equals("decreasing");
        return Answer.of(
                "crossed",
                falling
                        ? thresholds.fallen(previous, current)
                        : thresholds.risen(previous, current));
    }

    private static Answer graduatedProrated(Input in) {
        YearMonth month = YearMonth.parse(in.text("month").substring(0, 7));
        BillingPeriod period =
                new BillingPeriod(startOf(month.atDay(1)), startOf(month.plusMonths(1).atDay(1)));
        PricingModel.Graduated model =
                new PricingModel.Graduated(Prices.lagoTiers(in.objects("graduated_ranges")));
        MeteredPeriod metered =
                MeteredPeriod.whole(new TimeWindow(period.start(), period.end(), UTC));
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.Sum("value"))
                        .carrying(Carry.RECURRING_PRORATED)
                        .dividing(QuotientRounding.FIVE_UP);
        List<ProratedRating.HeldUnits> held = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        List<BigDecimal> units = new ArrayList<>();
        long before = cents(ProratedRating.graduated(model, held, EUR).amount());
        BigDecimal level = BigDecimal.ZERO;
        for (JsonNode row : in.list("events")) {
            BigDecimal full = Input.asDecimal(row.get(1));
            Instant at = Words.instant(Input.asText(row.get(0)), UTC);
            BigDecimal prorated =
                    Aggregator.read(meter, List.of(value(1, at, full)), metered).quantity();
            held.add(new ProratedRating.HeldUnits(full, prorated));
            level = level.add(full);
            units.add(level);
            amounts.add(cents(ProratedRating.graduated(model, held, EUR).amount()));
        }
        return Answer.of(
                "amount_cents_before_events", before,
                "amount_cents_after_each", amounts,
                "units_after_each", units,
                "invoice_cents", amounts.isEmpty() ? before : amounts.getLast());
    }
}
