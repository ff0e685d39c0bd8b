package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One price, as it stands in a catalogue, and what a customer promises of it: for both sides the
 * same.
 *
 * @param months how long its own period is
 * @param windows how its calls are counted; absent for all calls of a period together
 * @param promise absent for nothing
 */
record Offer(
        String name,
        Kind kind,
        int months,
        BigDecimal price,
        List<Step> steps,
        @Nullable Windows windows,
        @Nullable Promise promise) {
    /** What is charged, and when. */
    enum Kind {
        ADVANCE,
        ARREAR,
        PER_CALL,
        GRADUATED,
        VOLUME,
        PER_HUNDRED;

        boolean isFixed() {
            return this == ADVANCE || this == ARREAR;
        }
    }

    /**
     * @param upTo absent for the last
     */
    record Step(@Nullable Integer upTo, String price) {}

    /**
     * Calls are counted window by window, in the zone of the customer.
     *
     * @param largest of the calls that come together the most, and not their sum
     */
    record Windows(Length length, boolean largest) {}

    /** How long a window is. */
    enum Length {
        HOUR(1),
        THREE_HOURS(3),
        DAY(Integer.MAX_VALUE);

        private final int hours;

        Length(int hours) {
            this.hours = hours;
        }

        /** Of a day as many as it has, which are not always as many. */
        int hours() {
            return hours;
        }
    }

    /** What a promise holds for. */
    enum Span {
        PERIOD,
        QUARTER,
        WINDOW
    }

    /**
     * @param value money, or calls, which are worth what they cost; zero for nothing but what the
     *     hours promise
     * @param factor what is beyond costs so many times its price
     * @param truedUp whether what is not kept is charged
     * @param hours of the day, whose windows have terms of their own
     */
    record Promise(
            Span span,
            Unit unit,
            BigDecimal value,
            BigDecimal factor,
            boolean truedUp,
            List<Hours> hours) {

        /** The same of more or less. */
        Promise times(int percent) {
            return new Promise(
                    span,
                    unit,
                    value.multiply(BigDecimal.valueOf(percent, 2))
                            .setScale(unit == Unit.CALLS ? 0 : 4, RoundingMode.UP),
                    factor,
                    truedUp,
                    hours);
        }
    }

    /** In what is promised. */
    enum Unit {
        MONEY,
        CALLS
    }

    /**
     * @param until over midnight where it is not later than {@code from}
     * @param price of a call; absent for that of the line
     * @param value zero for nothing
     */
    record Hours(
            int from,
            int until,
            @Nullable BigDecimal price,
            Unit unit,
            BigDecimal value,
            BigDecimal factor,
            boolean truedUp) {}

    /** The same at another price of a call. */
    Offer at(BigDecimal other) {
        return new Offer(name, kind, months, other, steps, windows, promise);
    }

    /** The same, of which another share is promised. */
    Offer promising(int percent) {
        return new Offer(
                name,
                kind,
                months,
                price,
                steps,
                windows,
                promise == null ? null : promise.times(percent));
    }

    /** What goes together. */
    enum Plan {
        BASIC(
                fixed("Seat", Kind.ADVANCE, 1, "31.00"),
                fixed("Support", Kind.ARREAR, 1, "20.00"),
                perCall("Calls", 1, "0.10")),
        PRO(
                fixed("Big seat", Kind.ADVANCE, 1, "62.50"),
                fixed("Care", Kind.ARREAR, 1, "7.77"),
                stepped("Graduated calls", Kind.GRADUATED)),
        THREE_CADENCES(
                fixed("Storage", Kind.ADVANCE, 3, "90.00"),
                fixed("Desk", Kind.ADVANCE, 1, "9.99"),
                fixed("Audit", Kind.ARREAR, 3, "100.01"),
                fixed("Review", Kind.ARREAR, 6, "200.00"),
                stepped("Calls by volume", Kind.VOLUME)),
        USAGE_ALONE(perHundred("Hundreds", "5.00"), perCall("Calls a quarter", 3, "0.033")),
        PROMISED(
                fixed("Floor", Kind.ADVANCE, 1, "12.00"),
                perCall("Promised calls", 1, "0.10")
                        .promising(of(Span.PERIOD, Unit.MONEY, "60", "1.5", true)),
                stepped("Promised steps", Kind.GRADUATED)
                        .promising(of(Span.PERIOD, Unit.CALLS, "500", "2", false)),
                perCall("Promised calls a quarter", 3, "0.033")
                        .promising(of(Span.PERIOD, Unit.MONEY, "50.005", "1.25", true))),
        PROMISED_FOR_LONG(
                fixed("Ceiling", Kind.ARREAR, 1, "12.00"),
                perCall("Calls of a quarter", 1, "0.05")
                        .promising(of(Span.QUARTER, Unit.MONEY, "150", "2", true)),
                perHundred("Hundreds of a quarter", "5.00")
                        .promising(of(Span.QUARTER, Unit.CALLS, "1500", "1.1", false)),
                perCall("Hourly calls of a month", 1, "0.0125")
                        .counted(Length.HOUR, true)
                        .promising(of(Span.PERIOD, Unit.MONEY, "20", "3", true))),
        PROMISED_HOURS(
                perCall("Calls by the hour", 1, "0.10")
                        .counted(Length.HOUR, false)
                        .promising(
                                of(
                                        Span.WINDOW,
                                        Unit.MONEY,
                                        "0.05",
                                        "2",
                                        true,
                                        new Hours(
                                                9,
                                                17,
                                                new BigDecimal("0.20"),
                                                Unit.MONEY,
                                                new BigDecimal("0.30"),
                                                new BigDecimal("3"),
                                                false),
                                        new Hours(
                                                22,
                                                6,
                                                null,
                                                Unit.CALLS,
                                                new BigDecimal("2"),
                                                new BigDecimal("1.5"),
                                                true))),
                perCall("Most calls of a day", 3, "0.50")
                        .counted(Length.DAY, true)
                        .promising(of(Span.WINDOW, Unit.MONEY, "2.00", "1.5", false))),
        PROMISED_DAYS(
                stepped("Steps by the day", Kind.GRADUATED)
                        .counted(Length.DAY, false)
                        .promising(of(Span.WINDOW, Unit.CALLS, "20", "1.2", true)),
                perCall("Calls of the small hours", 1, "0.033")
                        .counted(Length.THREE_HOURS, false)
                        .promising(
                                of(
                                        Span.WINDOW,
                                        Unit.MONEY,
                                        "0",
                                        "1",
                                        false,
                                        new Hours(
                                                0,
                                                3,
                                                new BigDecimal("0.007"),
                                                Unit.MONEY,
                                                BigDecimal.ZERO,
                                                BigDecimal.ONE,
                                                false),
                                        new Hours(
                                                21,
                                                24,
                                                null,
                                                Unit.MONEY,
                                                new BigDecimal("1.00"),
                                                new BigDecimal("1.25"),
                                                true))));

        @SuppressWarnings("ImmutableEnumChecker") // it is made by List.of
        private final List<Offer> offers;

        Plan(Offer... offers) {
            this.offers = List.of(offers);
        }

        List<Offer> offers() {
            return offers;
        }
    }

    private static Offer fixed(String name, Kind kind, int months, String price) {
        return new Offer(name, kind, months, new BigDecimal(price), List.of(), null, null);
    }

    private static Offer perCall(String name, int months, String price) {
        return fixed(name, Kind.PER_CALL, months, price);
    }

    private static Offer perHundred(String name, String price) {
        return fixed(name, Kind.PER_HUNDRED, 1, price);
    }

    private static Promise of(
            Span span, Unit unit, String value, String factor, boolean truedUp, Hours... hours) {
        return new Promise(
                span, unit, new BigDecimal(value), new BigDecimal(factor), truedUp, List.of(hours));
    }

    private Offer counted(Length length, boolean largest) {
        return new Offer(name, kind, months, price, steps, new Windows(length, largest), promise);
    }

    private Offer promising(Promise promised) {
        return new Offer(name, kind, months, price, steps, windows, promised);
    }

    private static Offer stepped(String name, Kind kind) {
        return new Offer(
                name,
                kind,
                1,
                BigDecimal.ZERO,
                List.of(new Step(100, "0.10"), new Step(1000, "0.05"), new Step(null, "0.013")),
                null,
                null);
    }
}
