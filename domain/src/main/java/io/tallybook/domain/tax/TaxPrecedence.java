package io.tallybook.domain.tax;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which taxes a line bears when several places name some: those of the nearest, and of no other.
 */
public final class TaxPrecedence {
    private TaxPrecedence() {}

    /** Where taxes may be named, the nearest to the line first. */
    public enum Level {
        /** On the line itself. */
        LINE,
        /** On the price, fixed charge, addon or commitment that the line is charged for. */
        ITEM,
        PLAN,
        SUBSCRIPTION,
        CUSTOMER,
        BILLING_ENTITY
    }

    /**
     * The taxes of the nearest level that names any; none if none does. Source:
     * docs/conventions.md#taxes.
     */
    public static List<TaxRate> resolve(Map<Level, List<TaxRate>> named) {
        Map<Level, List<TaxRate>> ordered = new EnumMap<>(Level.class);
        ordered.putAll(named);
        return ordered.values().stream()
                .filter(rates -> !rates.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
