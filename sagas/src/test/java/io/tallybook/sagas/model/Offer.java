package io.tallybook.sagas.model;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One price, as it stands in a catalogue: for both sides the same.
 *
 * @param months how long its own period is
 */
record Offer(String name, Kind kind, int months, BigDecimal price, List<Step> steps) {
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

    /** What goes together. */
    enum Plan {
        BASIC(
                fixed("Seat", Kind.ADVANCE, 1, "31.00"),
                fixed("Support", Kind.ARREAR, 1, "20.00"),
                new Offer("Calls", Kind.PER_CALL, 1, new BigDecimal("0.10"), List.of())),
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
        USAGE_ALONE(
                new Offer("Hundreds", Kind.PER_HUNDRED, 1, new BigDecimal("5.00"), List.of()),
                new Offer("Calls a quarter", Kind.PER_CALL, 3, new BigDecimal("0.033"), List.of()));

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
        return new Offer(name, kind, months, new BigDecimal(price), List.of());
    }

    private static Offer stepped(String name, Kind kind) {
        return new Offer(
                name,
                kind,
                1,
                BigDecimal.ZERO,
                List.of(new Step(100, "0.10"), new Step(1000, "0.05"), new Step(null, "0.013")));
    }
}
