package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.LAGO;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.PerEventRating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.ProrationRule;
import io.tallybook.domain.usage.UniqueChanges;
import io.tallybook.domain.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Lago: seats that are paid for when they come. */
final class LagoSeats {
    private LagoSeats() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("in_advance.unique_count", LagoSeats::uniqueInAdvance);
        areas.put("in_advance.unique_count_prorated", LagoSeats::uniqueInAdvance);
    }

    /** Seats paid for when they come: "add seat_1", or a day and the same. */
    private static Answer uniqueInAdvance(Input in) {
        List<UsageEvent> events = new ArrayList<>();
        LocalDate start =
                in.has("started_at")
                        ? Words.requiredDate(in.text("started_at"))
                        : LocalDate.of(2024, 3, 1);
        for (JsonNode row : in.list("events")) {
            String text = Input.asText(row.isArray() ? row.get(1) : row);
            LocalDate day = row.isArray() ? Words.requiredDate(Input.asText(row.get(0))) : start;
            String[] words = text.split(" ", 2);
            events.add(
                    LagoUsage.event(
                            events.size(),
                            LagoUsage.startOf(day).plusSeconds(events.size()),
                            Map.of("seat", words[1], "operation_type", words[0])));
        }
        return seats(in, events, start);
    }

    private static Answer seats(Input in, List<UsageEvent> events, LocalDate start) {
        boolean prorated = in.has("started_at");
        YearMonth month = YearMonth.from(start);
        BillingPeriod period =
                new BillingPeriod(
                        LagoUsage.startOf(month.atDay(1)),
                        LagoUsage.startOf(month.plusMonths(1).atDay(1)));
        List<UniqueChanges.Change> changes = UniqueChanges.of(events, "seat");
        List<BigDecimal> deltas =
                changes.stream().map(change -> BigDecimal.valueOf(change.delta())).toList();
        List<PerEventRating.EventFee> fees =
                PerEventRating.fees(Prices.flat(in.decimal("amount")), deltas, EUR, LAGO);
        List<Long> usage = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        Money sum = Money.zero(EUR);
        for (int i = 0; i < fees.size(); i++) {
            Ratio share =
                    prorated
                            ? ProrationRule.DAYS.remaining(
                                    period, events.get(i).at(), ZoneOffset.UTC)
                            : Ratio.ONE;
            sum = sum.plus(PerEventRating.forRest(fees.get(i), share, EUR));
            usage.add(cents(sum));
            counts.add(i + 1);
        }
        return Answer.of(
                "current_usage_cents", usage,
                "units", changes.stream().map(UniqueChanges.Change::present).toList(),
                "fee_count", counts);
    }
}
