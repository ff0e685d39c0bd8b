package io.tallybook.api.flexprice.price;

import io.tallybook.api.flexprice.feature.MeterRequest;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.ResetUsage;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One charge of a plan that is wished for: a price, and the events that it is owed for.
 *
 * @param price the price, its meter not known yet
 * @param eventName the events that are counted; absent for a flat charge, which counts none
 * @param counting how they become one number
 */
record ChargeRequest(
        PriceRequest price, @Nullable String eventName, MeterRequest.Counting counting) {

    private static final Choice<PricingModel> MODELS =
            Choice.of(PricingModel.class, PricingModel::word);
    private static final int SHORT = 255;

    /**
     * What charges have in common unless one says otherwise; each is absent if nothing was said.
     */
    record Usual(
            @Nullable CurrencyCode currency, @Nullable PeriodUnit period, @Nullable Integer count) {

        static Usual of(Fields in) {
            Long count = in.optional("billing_period_count").integer(1, 1_000);
            return new Usual(
                    in.optional("currency").currency(),
                    in.optional("billing_period").choice(Periods.RECURRING),
                    count == null ? null : count.intValue());
        }
    }

    static ChargeRequest of(Fields in, Usual usual, PlanId plan) {
        PricingModel model = in.required("pricing_model").choice(MODELS);
        boolean flat = model == PricingModel.FLAT;
        String eventName =
                flat
                        ? in.optional("event_name").text(SHORT)
                        : in.required("event_name").text(SHORT);
        Fields config =
                model == PricingModel.CREDIT ? in.required("price_unit_config").object() : null;
        if (model != PricingModel.CREDIT && in.has("price_unit_config")) {
            in.complain(
                    "price_unit_config", "to be left out unless pricing_model is credit", "one");
        }
        PriceRequest.Kind kind = kind(in, model, usual);
        PriceRequest price = PriceRequest.ofPlan(in, config, kind, plan);
        // A flat charge is owed whatever happens: the event does no more than name it.
        return flat
                ? new ChargeRequest(price.named(eventName), null, counting(in, model))
                : new ChargeRequest(price, eventName, counting(in, model));
    }

    private static PriceRequest.Kind kind(Fields in, PricingModel model, Usual usual) {
        InvoiceCadence cadence =
                in.optional("invoice_cadence").choice(PriceRequest.CADENCES, InvoiceCadence.ARREAR);
        if (model != PricingModel.FLAT && cadence != InvoiceCadence.ARREAR) {
            in.complain(
                    "invoice_cadence",
                    "ARREAR unless pricing_model is flat, since usage is known only afterwards",
                    cadence.name());
        }
        CurrencyCode currency = in.optional("currency").currency();
        CurrencyCode common = usual.currency();
        if (currency == null && common == null && !in.has("currency")) {
            in.complain("currency", "a currency of ISO 4217, here or for the whole plan", "none");
        }
        PeriodUnit period = in.optional("billing_period").choice(Periods.RECURRING);
        PeriodUnit usually = usual.period() == null ? PeriodUnit.MONTHLY : usual.period();
        int count = usual.count() == null ? 1 : usual.count();
        return new PriceRequest.Kind(
                model.type(),
                model.billingModel(),
                model.tierMode(),
                period == null ? usually : period,
                in.optional("billing_period_count").integer(1, 1_000, period == null ? count : 1),
                cadence,
                currency != null ? currency : common != null ? common : CurrencyCode.of("USD"));
    }

    private static MeterRequest.Counting counting(Fields in, PricingModel model) {
        Fields aggregation = in.optional("aggregation").object();
        if (aggregation == null) {
            return MeterRequest.Counting.OF_EVENTS;
        }
        if (model == PricingModel.FLAT) {
            in.complain("aggregation", "to be left out when pricing_model is flat", "one");
        }
        return MeterRequest.Counting.of(aggregation);
    }

    /** What counts for it, as if it had these ids. */
    PlanCommand.Counted counted(FeatureId feature, MeterId meter) {
        String name = String.valueOf(eventName);
        var definition =
                new MeterDefinition(
                        meter,
                        name,
                        List.of(),
                        counting.type(),
                        counting.field(),
                        counting.multiplier(),
                        counting.bucketSize(),
                        counting.groupBy(),
                        counting.expression());
        return new PlanCommand.Counted(feature, name, definition, ResetUsage.BILLING_PERIOD);
    }

    /** How a charge is called that has one of these for a price. */
    enum PricingModel {
        FLAT(PriceDocument.Type.FIXED, PriceDocument.BillingModel.FLAT_FEE, null),
        PER_UNIT(PriceDocument.Type.USAGE, PriceDocument.BillingModel.FLAT_FEE, null),
        GRADUATED(
                PriceDocument.Type.USAGE,
                PriceDocument.BillingModel.TIERED,
                PriceDocument.TierMode.SLAB),
        VOLUME(
                PriceDocument.Type.USAGE,
                PriceDocument.BillingModel.TIERED,
                PriceDocument.TierMode.VOLUME),
        PACKAGE(PriceDocument.Type.USAGE, PriceDocument.BillingModel.PACKAGE, null),
        CREDIT(PriceDocument.Type.USAGE, PriceDocument.BillingModel.FLAT_FEE, null);

        private final PriceDocument.Type type;
        private final PriceDocument.BillingModel billingModel;
        private final PriceDocument.@Nullable TierMode tierMode;

        PricingModel(
                PriceDocument.Type type,
                PriceDocument.BillingModel billingModel,
                PriceDocument.@Nullable TierMode tierMode) {
            this.type = type;
            this.billingModel = billingModel;
            this.tierMode = tierMode;
        }

        /** The one that a price has; absent for a price that is told in none of these words. */
        static @Nullable PricingModel of(PriceDocument price) {
            boolean fixed = price.type() == PriceDocument.Type.FIXED;
            return switch (price.billingModel()) {
                case FLAT_FEE ->
                        fixed ? FLAT : price.conditions().unit() == null ? PER_UNIT : CREDIT;
                case PACKAGE -> fixed ? null : PACKAGE;
                case TIERED ->
                        fixed
                                ? null
                                : price.tierMode() == PriceDocument.TierMode.VOLUME
                                        ? VOLUME
                                        : GRADUATED;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        PriceDocument.Type type() {
            return type;
        }

        PriceDocument.BillingModel billingModel() {
            return billingModel;
        }

        PriceDocument.@Nullable TierMode tierMode() {
            return tierMode;
        }
    }
}
