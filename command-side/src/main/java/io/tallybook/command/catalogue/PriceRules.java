package io.tallybook.command.catalogue;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.domain.catalogue.FallingPrice;
import io.tallybook.domain.catalogue.InvalidPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a price may be. */
final class PriceRules {
    /** Twelve digits and the quantities of this world stay within 64 bits of minor units. */
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1e12");

    private static final BigDecimal QUANTITY_MAX = new BigDecimal("1e18");
    private static final BigDecimal MINIMUM_MAX = new BigDecimal("1e12");
    private static final int PLACES_MAX = 18;

    /** An amount times a rate, each with that many. */
    private static final int CONVERTED_PLACES_MAX = 2 * PLACES_MAX;

    private static final int TIERS_MAX = 100;
    private static final int PERIOD_COUNT_MAX = 366;
    private static final int TRIAL_DAYS_MAX = 3_660;
    private static final int FILTERS_MAX = 50;
    private static final int VALUES_MAX = 1_000;

    private PriceRules() {}

    /** The first rule that a price breaks. */
    static Optional<Rejection> broken(PriceDocument price) {
        return Rules.begin()
                .and(brokenOwner(price))
                .amount("amount", price.amount(), AMOUNT_MAX, places(price))
                .and(brokenType(price))
                .and(brokenPeriod(price))
                .and(brokenSizes(price))
                .and(brokenUnit(price))
                .then(() -> brokenModel(price))
                .and(brokenRange(price))
                .and(brokenConditions(price))
                .nameIfAny("lookup_key", price.lookupKey())
                .textIfAny("display_name", price.displayName(), Rules.NAME_MAX)
                .textIfAny("description", price.description(), Rules.TEXT_MAX)
                .metadata(price.metadata())
                .broken();
    }

    private static int places(PriceDocument price) {
        return price.conditions().unit() == null ? PLACES_MAX : CONVERTED_PLACES_MAX;
    }

    private static Optional<Rejection> brokenOwner(PriceDocument price) {
        long owners =
                Stream.of(
                                Optional.ofNullable(price.planId()),
                                Optional.ofNullable(price.range().addonId()),
                                Optional.ofNullable(price.range().subscriptionId()))
                        .flatMap(Optional::stream)
                        .count();
        return Rules.begin()
                .that(owners == 1, "entity_id", owners + " owners", "exactly one")
                .broken();
    }

    private static Optional<Rejection> brokenPeriod(PriceDocument price) {
        Rules rules =
                Rules.begin()
                        .that(
                                price.billingPeriodCount() >= 1
                                        && price.billingPeriodCount() <= PERIOD_COUNT_MAX,
                                "billing_period_count",
                                String.valueOf(price.billingPeriodCount()),
                                "1 to " + PERIOD_COUNT_MAX);
        if (price.billingPeriod() != null) {
            return rules.broken();
        }
        return rules.that(
                        price.type() == PriceDocument.Type.FIXED,
                        "billing_period",
                        "ONETIME",
                        "a period, with type USAGE")
                .that(
                        price.invoiceCadence() == InvoiceCadence.ADVANCE,
                        "invoice_cadence",
                        price.invoiceCadence().name(),
                        "ADVANCE with billing_period ONETIME")
                .that(
                        price.billingPeriodCount() == 1,
                        "billing_period_count",
                        String.valueOf(price.billingPeriodCount()),
                        "1 with billing_period ONETIME")
                .broken();
    }

    private static Optional<Rejection> brokenUnit(PriceDocument price) {
        PriceDocument.WrittenIn unit = price.conditions().unit();
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal converted = unit.amount().multiply(unit.conversionRate());
        return Rules.begin()
                .amount("price_unit_config.amount", unit.amount(), AMOUNT_MAX, PLACES_MAX)
                .positive(
                        "price_unit_config.conversion_rate",
                        unit.conversionRate(),
                        AMOUNT_MAX,
                        PLACES_MAX)
                .that(
                        price.amount().compareTo(converted) == 0,
                        "amount",
                        price.amount().toPlainString(),
                        "the amount in the price unit at its rate, " + converted.toPlainString())
                .that(
                        unit.tiers().size() == price.tiers().size(),
                        "price_unit_config.price_unit_tiers",
                        unit.tiers().size() + " tiers",
                        price.tiers().size() + " tiers")
                .broken();
    }

    private static Optional<Rejection> brokenRange(PriceDocument price) {
        PriceDocument.Range range = price.range();
        return Rules.begin()
                .moment("start_date", range.startDate())
                .moment("end_date", range.endDate())
                .that(
                        range.startDate() == null
                                || range.endDate() == null
                                || range.startDate().isBefore(range.endDate()),
                        "end_date",
                        String.valueOf(range.endDate()),
                        "after the start_date " + range.startDate())
                .nameIfAny("group_id", range.groupId())
                .and(brokenFilters(price))
                .broken();
    }

    private static Optional<Rejection> brokenFilters(PriceDocument price) {
        Map<String, List<String>> filters = price.range().filterValues();
        Rules rules =
                Rules.begin()
                        .that(
                                filters.isEmpty() || price.type() == PriceDocument.Type.USAGE,
                                "filter_values",
                                filters.size() + " properties",
                                "none with type FIXED")
                        .that(
                                filters.size() <= FILTERS_MAX,
                                "filter_values",
                                filters.size() + " properties",
                                "at most " + FILTERS_MAX);
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            String at = "filter_values." + filter.getKey();
            rules =
                    rules.name("filter_values key", filter.getKey())
                            .that(
                                    !filter.getValue().isEmpty()
                                            && filter.getValue().size() <= VALUES_MAX,
                                    at,
                                    filter.getValue().size() + " values",
                                    "1 to " + VALUES_MAX);
            for (String value : filter.getValue()) {
                rules = rules.textIfAny(at, value, Rules.NAME_MAX);
            }
        }
        return rules.broken();
    }

    private static Optional<Rejection> brokenConditions(PriceDocument price) {
        BigDecimal minimum = price.conditions().minimumQuantity();
        Integer trialDays = price.conditions().trialDays();
        boolean fixed = price.type() == PriceDocument.Type.FIXED;
        Rules rules = Rules.begin();
        if (minimum != null) {
            rules =
                    rules.that(
                                    fixed,
                                    "min_quantity",
                                    minimum.toPlainString(),
                                    "none with type USAGE")
                            .amount("min_quantity", minimum, MINIMUM_MAX, PLACES_MAX);
        }
        if (trialDays != null) {
            rules =
                    rules.that(
                                    fixed && price.billingPeriod() != null,
                                    "trial_period_days",
                                    trialDays.toString(),
                                    "none unless the price is FIXED and recurring")
                            .that(
                                    trialDays >= 0 && trialDays <= TRIAL_DAYS_MAX,
                                    "trial_period_days",
                                    trialDays.toString(),
                                    "0 to " + TRIAL_DAYS_MAX);
        }
        return rules.broken();
    }

    private static Optional<Rejection> brokenType(PriceDocument price) {
        String meter = price.meterId() == null ? "none" : price.meterId().value();
        return switch (price.type()) {
            case FIXED ->
                    Rules.begin()
                            .that(
                                    price.meterId() == null,
                                    "meter_id",
                                    meter,
                                    "none with type FIXED")
                            .broken();
            case USAGE ->
                    Rules.begin()
                            .that(
                                    price.meterId() != null,
                                    "meter_id",
                                    meter,
                                    "a meter, with type USAGE")
                            .that(
                                    price.invoiceCadence() == InvoiceCadence.ARREAR,
                                    "invoice_cadence",
                                    price.invoiceCadence().name(),
                                    "ARREAR with type USAGE, since usage is known only afterwards")
                            .broken();
        };
    }

    private static Optional<Rejection> brokenSizes(PriceDocument price) {
        Rules rules =
                Rules.begin()
                        .that(
                                price.tiers().size() <= TIERS_MAX,
                                "tiers",
                                price.tiers().size() + " tiers",
                                "at most " + TIERS_MAX);
        for (int i = 0; i < price.tiers().size(); i++) {
            PriceDocument.Tier tier = price.tiers().get(i);
            String at = "tiers[" + i + "]";
            rules =
                    rules.amount(at + ".unit_amount", tier.unitAmount(), AMOUNT_MAX, places(price))
                            .amount(
                                    at + ".flat_amount",
                                    tier.flatAmount(),
                                    AMOUNT_MAX,
                                    places(price));
            if (tier.upTo() != null) {
                rules = rules.positive(at + ".up_to", tier.upTo(), QUANTITY_MAX, PLACES_MAX);
            }
        }
        if (price.transform() != null) {
            rules =
                    rules.amount(
                            "transform_quantity.divide_by",
                            price.transform().divideBy(),
                            QUANTITY_MAX,
                            PLACES_MAX);
        }
        return rules.broken();
    }

    private static Optional<Rejection> brokenModel(PriceDocument price) {
        try {
            PricingModels.proven(
                    price, price.declaresFalling() ? FallingPrice.DECLARED : FallingPrice.REFUSED);
            return Optional.empty();
        } catch (InvalidPrice e) {
            String expected =
                    e.expected().contains("declaration")
                            ? e.expected() + " (metadata." + PriceDocument.MAY_FALL + " = \"true\")"
                            : e.expected();
            return Optional.of(Rejection.field(e.field(), e.sent(), expected));
        }
    }

    /** What a new version may not change: it would be another price. */
    static Optional<Rejection> brokenSuccession(PriceDocument before, PriceDocument after) {
        return Rules.begin()
                .that(
                        before.type() == after.type(),
                        "type",
                        after.type().name(),
                        before.type().name())
                .that(
                        before.currency().equals(after.currency()),
                        "currency",
                        after.currency().code(),
                        before.currency().code())
                .that(
                        before.billingPeriod() == after.billingPeriod()
                                && before.billingPeriodCount() == after.billingPeriodCount(),
                        "billing_period",
                        after.billingPeriodCount() + " " + after.billingPeriod(),
                        before.billingPeriodCount() + " " + before.billingPeriod())
                .that(
                        before.invoiceCadence() == after.invoiceCadence(),
                        "invoice_cadence",
                        after.invoiceCadence().name(),
                        before.invoiceCadence().name())
                .that(
                        Objects.equals(before.meterId(), after.meterId()),
                        "meter_id",
                        String.valueOf(after.meterId()),
                        String.valueOf(before.meterId()))
                .that(
                        Objects.equals(unitOf(before), unitOf(after)),
                        "price_unit_config.price_unit",
                        String.valueOf(unitOf(after).orElse(null)),
                        String.valueOf(unitOf(before).orElse(null)))
                .broken();
    }

    private static Optional<Object> unitOf(PriceDocument price) {
        return Optional.ofNullable(price.conditions().unit())
                .map(unit -> unit.priceUnitId() + " at " + unit.conversionRate());
    }
}
