package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.entitlement.Reset;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineRating;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.RatedAmount;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.time.WindowSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Flexprice: price models, allowances, line rounding. */
final class FlexpricePrices {
    private static final Conventions FLEXPRICE = Conventions.FLEXPRICE;

    private FlexpricePrices() {}

    static void addTo(Map<String, Area> areas) {
        for (String model :
                List.of(
                        "flat_fee",
                        "package",
                        "tiered_volume",
                        "tiered_slab",
                        "tiered_slab_flat_amount")) {
            areas.put("pricing." + model, FlexpricePrices::price);
        }
        areas.put("pricing.bucketed_max", in -> each(in, in.decimals("bucket_values")));
        areas.put("pricing.bucketed_sum", in -> each(in, in.decimals("bucket_values")));
        areas.put("pricing.bucketed_max_group_by", FlexpricePrices::groups);
        areas.put("fixed_charge", FlexpricePrices::fixedCharge);
        areas.put("entitlement.allowance", FlexpricePrices::allowance);
        areas.put("entitlement.daily_reset", in -> windowedAllowance(in, Reset.DAY));
        areas.put("entitlement.monthly_reset", in -> windowedAllowance(in, Reset.MONTH));
        areas.put("entitlement.never_reset", FlexpricePrices::lifetimeAllowance);
        areas.put("rounding.currency", FlexpricePrices::rounded);
        areas.put("rounding.usage", FlexpricePrices::roundedUsage);
        areas.put("rounding.line_sum", FlexpricePrices::roundedLines);
    }

    static CurrencyCode currency(Input in) {
        return CurrencyCode.of(in.text("currency", "usd"));
    }

    private static Answer price(Input in) {
        PricingModel model = Prices.flexprice(in);
        BigDecimal quantity = in.decimal("quantity");
        RatedAmount rated = Rating.rate(model, quantity, currency(in), FLEXPRICE);
        Answer answer =
                Answer.of("cost", rated.precise(), "amount", rated.amount())
                        .with("effective_unit_cost", perUnit(rated.precise(), quantity));
        if (rated.steps().isEmpty()) {
            return answer.with("tier_unit_amount", BigDecimal.ZERO)
                    .with("selected_tier_index", -1)
                    .with("packages", 0);
        }
        RatingStep last = rated.steps().getLast();
        boolean tiered = last.key().startsWith("tier.");
        Answer found =
                Prices.endsWithoutOpenTier(in) && quantity.compareTo(Prices.lastBound(in)) > 0
                        ? answer.becauseInstead(
                                "what lies above the last tier is charged at its price, not left"
                                        + " out")
                        : answer;
        return found.with("tier_unit_amount", last.unitAmount())
                .with(
                        "selected_tier_index",
                        tiered ? Integer.parseInt(last.key().substring(5)) - 1 : -1)
                .with("packages", last.quantity());
    }

    private static BigDecimal perUnit(BigDecimal cost, BigDecimal quantity) {
        return quantity.signum() == 0
                ? BigDecimal.ZERO
                : cost.divide(quantity, 16, RoundingMode.HALF_UP);
    }

    private static Answer each(Input in, List<BigDecimal> values) {
        RatedAmount rated = Rating.rateEach(Prices.flexprice(in), values, currency(in), FLEXPRICE);
        BigDecimal quantity = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return Answer.of("cost", rated.amount(), "amount", rated.amount(), "quantity", quantity);
    }

    private static Answer groups(Input in) {
        List<BigDecimal> values = new ArrayList<>();
        for (String name : in.names()) {
            if (name.startsWith("group_values") || name.startsWith("bucket")) {
                in.list(name)
                        .forEach(
                                value -> {
                                    if (value.isContainer()) {
                                        value.forEach(inner -> values.add(Input.asDecimal(inner)));
                                    } else {
                                        values.add(Input.asDecimal(value));
                                    }
                                });
            }
        }
        return each(in, values);
    }

    private static Answer fixedCharge(Input in) {
        LineTerms terms = LineTerms.of(Prices.flexprice(in), currency(in), FLEXPRICE);
        Money amount = LineRating.fixed(terms, in.decimal("quantity", "1"), Ratio.ONE).amount();
        return Answer.of("line_amount", amount, "amount", amount, "total", amount);
    }

    private static Answer allowance(Input in) {
        List<BigDecimal> price = Words.numbers(in.text("price", "0"));
        BigDecimal unit = in.has("unit_price") ? in.decimal("unit_price") : price.getFirst();
        PricingModel model =
                price.size() < 2
                        ? Prices.flat(unit)
                        : new PricingModel.Graduated(
                                List.of(
                                        new Tier(price.get(1), unit, BigDecimal.ZERO),
                                        new Tier(null, unit, BigDecimal.ZERO)));
        BigDecimal used = in.firstDecimal("meter_usage", "usage", "quantity");
        boolean granted = !in.has("is_enabled") || in.is("is_enabled");
        Limit limit = in.decimalIfAny("usage_limit").map(Limit::upTo).orElse(Limit.unlimited());
        BigDecimal billable =
                granted ? Allowance.billable(limit, new Allowance.Usage.InPeriod(used)) : used;
        Money amount = Rating.rate(model, billable, currency(in), FLEXPRICE).amount();
        return Answer.of("usage_total", amount, "amount", amount, "billable_quantity", billable);
    }

    private static Answer windowedAllowance(Input in, Reset reset) {
        String name =
                in.names().stream().filter(n -> n.endsWith("_limit")).findFirst().orElse("limit");
        String usage = in.names().stream().filter(in::isList).findFirst().orElse("usage");
        Limit limit = in.decimalIfAny(name).map(Limit::upTo).orElse(Limit.unlimited());
        BigDecimal billable =
                Allowance.billable(limit, new Allowance.Usage.PerWindow(in.decimals(usage)));
        Money amount =
                Rating.rate(
                                Prices.flat(in.decimal("unit_price", "0")),
                                billable,
                                currency(in),
                                FLEXPRICE)
                        .amount();
        String period = reset == Reset.DAY ? "daily" : "monthly";
        return Answer.of("billable_quantity", billable, "amount", amount, "usage_total", amount)
                .with("line_metadata.usage_reset_period", period);
    }

    private static Answer lifetimeAllowance(Input in) {
        BigDecimal billable =
                Allowance.billable(
                        in.decimalIfAny("usage_allowed").map(Limit::upTo).orElse(Limit.unlimited()),
                        new Allowance.Usage.Lifetime(
                                in.decimal("total_usage_since_sub_start"),
                                in.decimal("usage_before_period", "0")));
        return Answer.of("billable_quantity", billable)
                .becauseInstead(
                        "an allowance that never resets is granted once for the life of the"
                                + " subscription, not again each period; we bill "
                                + Matching.shown(billable));
    }

    static WindowSize window(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "MINUTE", "1MIN" -> WindowSize.MINUTE;
            case "15MIN" -> WindowSize.QUARTER_HOUR;
            case "30MIN" -> WindowSize.HALF_HOUR;
            case "HOUR", "1HOUR" -> WindowSize.HOUR;
            case "3HOUR" -> WindowSize.THREE_HOURS;
            case "6HOUR" -> WindowSize.SIX_HOURS;
            case "12HOUR" -> WindowSize.TWELVE_HOURS;
            case "DAY" -> WindowSize.DAY;
            case "WEEK" -> WindowSize.WEEK;
            case "MONTH" -> WindowSize.MONTH;
            default ->
                    throw new IllegalArgumentException(
                            "window: got \"" + name + "\", expected such as HOUR");
        };
    }

    private static Answer rounded(Input in) {
        Money rounded = Rounding.HALF_UP.toMoney(in.decimal("amount"), currency(in));
        return Answer.of("rounded", rounded, "amount", rounded);
    }

    private static Answer roundedUsage(Input in) {
        Money amount =
                Rating.rate(
                                Prices.flat(in.decimal("unit_price")),
                                in.decimal("quantity"),
                                currency(in),
                                FLEXPRICE)
                        .amount();
        return Answer.of("amount", amount, "rounded", amount);
    }

    private static Answer roundedLines(Input in) {
        List<BigDecimal> lines = new ArrayList<>();
        for (String name : in.names()) {
            Optional<Integer> count = Words.count(name);
            if (in.isList(name)) {
                lines.addAll(in.decimals(name));
            } else if (count.isPresent() && name.contains("line")) {
                for (int i = 0; i < count.get(); i++) {
                    lines.add(in.decimal(name));
                }
            }
        }
        Money subtotal = Invoices.of(currency(in), FLEXPRICE, lines).subtotal();
        return Answer.of("subtotal", subtotal, "total", subtotal);
    }
}
