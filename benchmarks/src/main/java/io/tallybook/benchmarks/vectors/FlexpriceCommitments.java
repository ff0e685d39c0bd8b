package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Commitments;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.rating.WindowedTerms;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.TimeOfDay;
import io.tallybook.domain.time.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Flexprice: promises of a line, a window, an hour of the day or a whole subscription. */
final class FlexpriceCommitments {
    private static final Conventions FLEXPRICE = Conventions.FLEXPRICE;

    private FlexpriceCommitments() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("commitment.cumulative_subscription", FlexpriceCommitments::cumulative);
        areas.put("commitment.line_item", FlexpriceCommitments::lineCommitment);
        areas.put("commitment.windowed", FlexpriceCommitments::windowed);
        areas.put("commitment.windowed_time_buckets", FlexpriceCommitments::timeOfDay);
        areas.put("commitment.window_fill", FlexpriceCommitments::windowFill);
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
                    FlexpricePrices.currency(in),
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
        WindowedTerms terms =
                WindowedTerms.of(terms(model, commitment(in, model), FlexpricePrices.currency(in)));
        List<WindowedRating.Window> windows =
                in.decimals("window_values").stream()
                        .map(value -> new WindowedRating.Window(LocalTime.MIDNIGHT, value))
                        .toList();
        return windowedAnswer(terms, windows);
    }

    private static LineTerms terms(
            PricingModel model, @Nullable Commitment promised, CurrencyCode currency) {
        LineTerms terms = LineTerms.of(model, currency, FLEXPRICE);
        return promised == null ? terms : terms.with(promised);
    }

    private static Answer windowedAnswer(WindowedTerms terms, List<WindowedRating.Window> windows) {
        WindowedRating.Windowed rated = WindowedRating.rate(terms, windows, BigDecimal.ZERO);
        return splitAnswer(rated.line().commitment())
                .with(
                        "per_window",
                        rated.windows().stream().map(Commitments.Split::total).toList());
    }

    private static Answer timeOfDay(Input in) {
        Input line = in.object("line");
        CurrencyCode currency = FlexpricePrices.currency(in);
        List<WindowedTerms.AtTime> exceptions = new ArrayList<>();
        List<Input> buckets =
                in.has("buckets") ? in.objects("buckets") : List.of(in.object("bucket"));
        PricingModel own = Prices.flat(line.decimal("unit_price"));
        for (Input bucket : buckets) {
            PricingModel model =
                    bucket.has("unit_price") ? Prices.flat(bucket.decimal("unit_price")) : own;
            exceptions.add(
                    new WindowedTerms.AtTime(
                            new TimeOfDay(
                                    LocalTime.parse(bucket.text("start")),
                                    LocalTime.parse(bucket.text("end"))),
                            terms(model, commitment(bucket, model), currency)));
        }
        List<WindowedRating.Window> windows = new ArrayList<>();
        for (Input window : in.objects("windows")) {
            windows.add(
                    new WindowedRating.Window(
                            LocalTime.parse(window.text("start")), window.decimal("value")));
        }
        return windowedAnswer(
                new WindowedTerms(terms(own, commitment(line, own), currency), exceptions),
                windows);
    }

    private static Answer windowFill(Input in) {
        PricingModel free = Prices.flat(BigDecimal.ZERO);
        CurrencyCode currency = FlexpricePrices.currency(in);
        List<WindowedTerms.AtTime> exceptions = new ArrayList<>();
        for (String name : in.names()) {
            if (name.startsWith("bucket_") && in.has(name)) {
                List<BigDecimal> hours = Words.numbers(name);
                exceptions.add(
                        new WindowedTerms.AtTime(
                                new TimeOfDay(
                                        LocalTime.of(hours.get(0).intValueExact(), 0),
                                        LocalTime.of(hours.get(1).intValueExact() % 24, 0)),
                                terms(
                                        free,
                                        new Commitment(
                                                BigDecimal.ONE, BigDecimal.ONE, trueUp(in, name)),
                                        currency)));
            }
        }
        Commitment own = new Commitment(BigDecimal.ONE, BigDecimal.ONE, trueUp(in, "line_true_up"));
        LocalDate day = Words.requiredDate(in.text("day"));
        Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Windows windows =
                new Windows(FlexpricePrices.window(in.text("window")), ZoneOffset.UTC, start);
        Map<Instant, BigDecimal> used = new TreeMap<>();
        Input usage = in.object("usage_hours");
        for (String hour : usage.names()) {
            used.put(start.plusSeconds(3600L * Integer.parseInt(hour)), usage.decimal(hour));
        }
        Map<Instant, BigDecimal> filled =
                WindowedRating.windowsToRate(
                        new WindowedTerms(terms(free, own, currency), exceptions),
                        windows.covering(new BillingPeriod(start, end)).stream()
                                .map(BillingPeriod::start)
                                .toList(),
                        used,
                        ZoneOffset.UTC);
        return Answer.of(
                "filled_hours",
                filled.keySet().stream().map(at -> at.atOffset(ZoneOffset.UTC).getHour()).toList());
    }
}
