package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Aggregator;
import io.tallybook.domain.usage.Carry;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.MeteredPeriod;
import io.tallybook.domain.usage.QuotientRounding;
import io.tallybook.domain.usage.TimeWindow;
import io.tallybook.domain.usage.UsageEvent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lago: distinct values that come and go, whose cases are told in words. */
final class LagoUniqueCounts {
    private LagoUniqueCounts() {}

    static Answer count(Input in) {
        TimeWindow window =
                new TimeWindow(Invoices.MONTH.start(), Invoices.MONTH.end(), ZoneOffset.UTC);
        List<UsageEvent> events = new ArrayList<>();
        for (String name : in.names()) {
            boolean counts = in.isNumber(name);
            for (int i = 0; counts && i < in.whole(name); i++) {
                String seat = name + i;
                boolean persisted = name.startsWith("persisted");
                Instant at =
                        persisted ? window.from().minusSeconds(60) : window.from().plusSeconds(60);
                events.add(seat(events.size(), at, seat, "add"));
                if (name.contains("removed")) {
                    events.add(seat(events.size(), window.from().plusSeconds(120), seat, "remove"));
                }
            }
        }
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.UniqueCount("seat"))
                        .carrying(in.is("recurring") ? Carry.RECURRING : Carry.FRESH);
        return Answer.of(
                "units", Aggregator.read(meter, events, MeteredPeriod.whole(window)).quantity());
    }

    static UsageEvent seat(int place, Instant at, String seat, String operation) {
        return LagoUsage.event(place, at, Map.of("seat", seat, "operation_type", operation));
    }

    static Answer prorated(Input in) {
        Input period = in.object("period");
        LocalDate from = Words.requiredDate(period.text("from"));
        LocalDate to = Words.requiredDate(period.text("to"));
        String told = in.text("case").toLowerCase(Locale.ROOT);
        BillingPeriod full =
                new BillingPeriod(LagoUsage.startOf(from), LagoUsage.startOf(to.plusDays(1)));
        List<UsageEvent> events = new ToldSeats(told, from, to).events();
        MeterDefinition meter =
                MeterDefinition.of(new Aggregation.UniqueCount("seat"))
                        .carrying(Carry.RECURRING_PRORATED)
                        .dividing(QuotientRounding.FIVE_UP);
        BigDecimal units =
                Aggregator.read(
                                meter,
                                events,
                                new MeteredPeriod(
                                        billed(told, full),
                                        new TimeWindow(full.start(), full.end(), ZoneOffset.UTC)))
                        .quantity();
        return Answer.of("units", new UpToFive(units), "rounding", meter.quotient().inWords());
    }

    /** A quantity cut upward at five decimals, which cases write out or as a fraction. */
    record UpToFive(BigDecimal units) {
        /** Whether an expected number or fraction is this quantity once it is cut the same way. */
        boolean isWritten(String expected) {
            String[] parts = expected.split("/", 2);
            try {
                Ratio exact =
                        parts.length == 2
                                ? new Ratio(
                                        new BigInteger(parts[0].trim()),
                                        new BigInteger(parts[1].trim()))
                                : Ratio.of(new BigDecimal(expected));
                return exact.toDecimal(5, Rounding.CEILING).compareTo(units) == 0;
            } catch (NumberFormatException _) {
                return false;
            }
        }

        @Override
        public String toString() {
            return units.toPlainString();
        }
    }

    private static TimeWindow billed(String told, BillingPeriod full) {
        Instant start = full.start();
        Instant end = full.end();
        boolean counted = !told.contains("not counted") && !told.contains("upgrade");
        if (told.contains("started") && Words.date(told).isPresent()) {
            start = LagoUsage.startOf(Words.requiredDate(told));
        } else if (told.contains("terminated") || told.contains("upgraded")) {
            LocalDate day = Words.requiredDate(told);
            end = LagoUsage.startOf(counted ? day.plusDays(1) : day);
        }
        return new TimeWindow(start, end, ZoneOffset.UTC);
    }
}
