package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.catalogue.TimeOfDayPrice;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.catalogue.WindowedPrice;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.entitlement.Reset;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Commitments;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineRating;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.RatedAmount;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.time.Windows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Flexprice: price models, allowances, commitments, line rounding. */
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
        areas.put("commitment.cumulative_subscription", FlexpricePrices::cumulative);
        areas.put("commitment.line_item", FlexpricePrices::lineCommitment);
        areas.put("commitment.windowed", FlexpricePrices::windowed);
        areas.put("commitment.windowed_time_buckets", FlexpricePrices::timeOfDay);
        areas.put("commitment.window_fill", FlexpricePrices::windowFill);
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

    private static TrueUp trueUp(Input in, String name) {
        return in.is(name) ? TrueUp.CHARGED : TrueUp.WAIVED;
    }

    private static List<Commitments.Charge> charges(Input in, String name, BigDecimal otherwise) {
        List<Commitments.Charge> charges = new ArrayList<>();
        for (Input charge : in.objects(name)) {
            BigDecimal amount = charge.decimal("amount");
            charges.add(
                    charge.is("is_overage")
                            ? new Commitments.Charge.Overage(
                                    amount, charge.decimalIfAny("overage_factor").orElse(otherwise))
                            : new Commitments.Charge.Within(amount));
        }
        return charges;
    }

    private static Answer cumulative(Input in) {
        BigDecimal factor = in.decimal("overage_factor");
        Commitment commitment =
                new Commitment(in.decimal("commitment_amount"), factor, trueUp(in, "true_up"));
        BigDecimal prior = BigDecimal.ZERO;
        for (BigDecimal base : in.decimals("prior_invoiced_base")) {
            prior = prior.add(base);
        }
        for (Input invoice : in.objects("prior_invoices")) {
            prior = prior.add(priorBase(invoice, factor));
        }
        BigDecimal current =
                in.has("current_usage_base")
                        ? in.decimal("current_usage_base")
                        : Commitments.baseOf(charges(in, "current_charges", factor));
        Commitments.Position position =
                in.is("last_period") ? Commitments.Position.LAST : Commitments.Position.BEFORE_LAST;
        Commitments.Split split = Commitments.applyCumulative(commitment, prior, current, position);
        return Answer.of(
                "total", split.total(),
                "overage_line", split.overage(),
                "within", split.utilized(),
                "true_up", split.trueUp());
    }

    /**
     * An earlier invoice's usage at the plain price: its base, or what was within plus the
     * overage's base.
     */
    private static BigDecimal priorBase(Input invoice, BigDecimal factor) {
        BigDecimal base = invoice.decimal("base", "0").add(invoice.decimal("within", "0"));
        if (!invoice.has("overage_charged")) {
            return base;
        }
        List<BigDecimal> words = Words.numbers(invoice.text("overage_charged"));
        return base.add(
                words.size() > 1
                        ? words.get(1)
                        : Commitments.baseOf(
                                List.of(new Commitments.Charge.Overage(words.getFirst(), factor))));
    }

    private static Answer lineCommitment(Input in) {
        BigDecimal factor = in.firstDecimal("line_overage_factor", "overage_factor");
        Commitment commitment =
                new Commitment(
                        in.firstDecimal("line_commitment_amount", "commitment_amount"),
                        factor,
                        trueUp(in, "true_up"));
        Commitments.Split split =
                in.has("charges")
                        ? Commitments.ofDivided(commitment, charges(in, "charges", factor))
                        : Commitments.apply(
                                commitment, in.firstDecimal("base", "amount", "usage_amount"));
        return splitAnswer(split);
    }

    private static Answer splitAnswer(Commitments.Split split) {
        return Answer.of(
                "total", split.total(),
                "utilized", split.utilized(),
                "overage", split.overage(),
                "true_up", split.trueUp());
    }

    private static @Nullable Commitment commitment(Input in, PricingModel model) {
        BigDecimal factor = in.decimal("overage_factor", "1");
        TrueUp trueUp = trueUp(in, "true_up");
        if (in.has("commitment_quantity") || in.has("commitment_quantity_per_window")) {
            return Commitments.ofQuantity(
                    in.firstDecimal("commitment_quantity", "commitment_quantity_per_window"),
                    model,
                    factor,
                    trueUp,
                    currency(in),
                    FLEXPRICE);
        }
        return in.has("commitment_amount") || in.has("commitment_amount_per_window")
                ? new Commitment(
                        in.firstDecimal("commitment_amount", "commitment_amount_per_window"),
                        factor,
                        trueUp)
                : null;
    }

    private static Answer windowed(Input in) {
        PricingModel model = Prices.flat(in.decimal("unit_price"));
        WindowedPrice price = new WindowedPrice(model, commitment(in, model), List.of());
        List<WindowedRating.Window> windows =
                in.decimals("window_values").stream()
                        .map(value -> new WindowedRating.Window(LocalTime.MIDNIGHT, value))
                        .toList();
        return windowedAnswer(price, windows, currency(in));
    }

    private static Answer windowedAnswer(
            WindowedPrice price, List<WindowedRating.Window> windows, CurrencyCode currency) {
        WindowedRating.WindowedAmount rated =
                WindowedRating.rate(price, windows, currency, FLEXPRICE);
        return splitAnswer(rated.sum())
                .with(
                        "per_window",
                        rated.windows().stream().map(Commitments.Split::total).toList());
    }

    private static Answer timeOfDay(Input in) {
        Input line = in.object("line");
        List<TimeOfDayPrice> exceptions = new ArrayList<>();
        List<Input> buckets =
                in.has("buckets") ? in.objects("buckets") : List.of(in.object("bucket"));
        PricingModel own = Prices.flat(line.decimal("unit_price"));
        for (Input bucket : buckets) {
            PricingModel model =
                    bucket.has("unit_price") ? Prices.flat(bucket.decimal("unit_price")) : own;
            exceptions.add(
                    new TimeOfDayPrice(
                            LocalTime.parse(bucket.text("start")),
                            LocalTime.parse(bucket.text("end")),
                            model,
                            commitment(bucket, model)));
        }
        List<WindowedRating.Window> windows = new ArrayList<>();
        for (Input window : in.objects("windows")) {
            windows.add(
                    new WindowedRating.Window(
                            LocalTime.parse(window.text("start")), window.decimal("value")));
        }
        return windowedAnswer(
                new WindowedPrice(own, commitment(line, own), exceptions), windows, currency(in));
    }

    private static Answer windowFill(Input in) {
        PricingModel free = Prices.flat(BigDecimal.ZERO);
        List<TimeOfDayPrice> exceptions = new ArrayList<>();
        for (String name : in.names()) {
            if (name.startsWith("bucket_") && in.has(name)) {
                List<BigDecimal> hours = Words.numbers(name);
                exceptions.add(
                        new TimeOfDayPrice(
                                LocalTime.of(hours.get(0).intValueExact(), 0),
                                LocalTime.of(hours.get(1).intValueExact() % 24, 0),
                                free,
                                new Commitment(BigDecimal.ONE, BigDecimal.ONE, trueUp(in, name))));
            }
        }
        Commitment own = new Commitment(BigDecimal.ONE, BigDecimal.ONE, trueUp(in, "line_true_up"));
        LocalDate day = Words.requiredDate(in.text("day"));
        Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Windows windows = new Windows(window(in.text("window")), ZoneOffset.UTC, start);
        Map<Instant, BigDecimal> used = new TreeMap<>();
        Input usage = in.object("usage_hours");
        for (String hour : usage.names()) {
            used.put(start.plusSeconds(3600L * Integer.parseInt(hour)), usage.decimal(hour));
        }
        Map<Instant, BigDecimal> filled =
                WindowedRating.windowsToRate(
                        new WindowedPrice(free, own, exceptions),
                        windows.covering(new BillingPeriod(start, end)).stream()
                                .map(BillingPeriod::start)
                                .toList(),
                        used,
                        ZoneOffset.UTC);
        return Answer.of(
                "filled_hours",
                filled.keySet().stream().map(at -> at.atOffset(ZoneOffset.UTC).getHour()).toList());
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
