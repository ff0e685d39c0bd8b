package io.tallybook.api.flexprice.price;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.Round;
import io.tallybook.core.catalogue.PriceDocument.Tier;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceDocument.TransformQuantity;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A price that is wished for: the shape is checked here, what it means is for the aggregate to
 * refuse.
 */
final class PriceRequest {

    private static final Choice<String> ENTITIES = Choice.words("PLAN");
    private static final Choice<String> UNITS = Choice.words("FIAT");
    private static final Choice<PriceDocument.Type> TYPES = Choice.of(PriceDocument.Type.class);
    private static final Choice<BillingModel> MODELS = Choice.of(BillingModel.class);
    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    private static final Choice<InvoiceCadence> CADENCES = Choice.of(InvoiceCadence.class);
    private static final Choice<TierMode> TIER_MODES = Choice.of(TierMode.class);
    private static final Choice<Round> ROUNDS =
            Choice.of(Round.class, round -> round.name().toLowerCase(Locale.ROOT));

    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int MOST_TIERS = 200;

    private final String planId;
    private final @Nullable String meterId;
    private final BiFunction<PlanId, @Nullable MeterId, PriceDocument> document;

    private PriceRequest(
            String planId,
            @Nullable String meterId,
            BiFunction<PlanId, @Nullable MeterId, PriceDocument> document) {
        this.planId = planId;
        this.meterId = meterId;
        this.document = document;
    }

    /** The plan it names, as it was written. */
    String planId() {
        return planId;
    }

    /** The meter it names, as it was written. */
    @Nullable String meterId() {
        return meterId;
    }

    /** The price, once the things it names are known to be there. */
    PriceDocument document(PlanId plan, @Nullable MeterId meter) {
        return document.apply(plan, meter);
    }

    static PriceRequest of(Fields in) {
        in.optional("entity_type").choice(ENTITIES);
        in.optional("price_unit_type").choice(UNITS);
        String plan = in.has("entity_id") ? "entity_id" : "plan_id";
        String planId = in.required(plan).text(SHORT);
        PriceDocument.Type type = in.required("type").choice(TYPES);
        String meterId = meterId(in, type);
        in.refuseUnsupported("price_unit_config", "filter_values", "group_id", "min_quantity");
        in.refuseUnsupported("start_date", "end_date", "trial_period", "trial_period_days");
        return new PriceRequest(planId, meterId, document(in, type));
    }

    private static BiFunction<PlanId, @Nullable MeterId, PriceDocument> document(
            Fields in, PriceDocument.Type type) {
        BillingModel model = in.required("billing_model").choice(MODELS);
        boolean tiered = model == BillingModel.TIERED;
        TierMode mode = tiered ? in.required("tier_mode").choice(TIER_MODES) : null;
        BigDecimal amount = amount(in, model);
        List<Tier> tiers = tiers(in, model);
        TransformQuantity transform = transform(in, model);
        var period = in.required("billing_period").choice(PERIODS);
        int count = in.optional("billing_period_count").integer(1, 1_000, 1);
        var cadence = in.required("invoice_cadence").choice(CADENCES);
        var currency = in.required("currency").currency();
        String lookupKey = in.optional("lookup_key").text(SHORT);
        String displayName = in.optional("display_name").text(SHORT);
        String description = in.optional("description").text(LONG);
        var metadata = in.optional("metadata").map(LONG);
        return (plan, meter) ->
                new PriceDocument(
                        plan,
                        type,
                        model,
                        currency,
                        amount,
                        mode,
                        tiers,
                        transform,
                        period,
                        count,
                        cadence,
                        meter,
                        lookupKey,
                        displayName,
                        description,
                        metadata);
    }

    private static BigDecimal amount(Fields in, BillingModel model) {
        if (model != BillingModel.TIERED) {
            return in.required("amount").amount();
        }
        BigDecimal sent = in.optional("amount").amount();
        if (sent != null && sent.signum() != 0) {
            in.complain(
                    "amount",
                    "to be left out when the billing model is TIERED",
                    sent.toPlainString());
        }
        return BigDecimal.ZERO;
    }

    private static @Nullable String meterId(Fields in, PriceDocument.Type type) {
        if (type == PriceDocument.Type.USAGE) {
            return in.required("meter_id").text(SHORT);
        }
        String sent = in.optional("meter_id").text(SHORT);
        if (sent != null && !sent.isEmpty() && in.has("type")) {
            in.complain("meter_id", "to be left out unless the type is USAGE", '"' + sent + '"');
        }
        return null;
    }

    private static List<Tier> tiers(Fields in, BillingModel model) {
        if (model != BillingModel.TIERED) {
            if (!in.optional("tiers").objects(MOST_TIERS).isEmpty() && in.has("billing_model")) {
                in.complain("tiers", "to be left out unless the billing model is TIERED", "some");
            }
            return List.of();
        }
        List<Tier> tiers = new ArrayList<>();
        for (Fields tier : in.required("tiers").objects(1, MOST_TIERS)) {
            BigDecimal upTo = tier.optional("up_to").decimal();
            BigDecimal unit = tier.required("unit_amount").amount();
            BigDecimal flat = tier.optional("flat_amount").amount();
            tiers.add(new Tier(upTo, unit, flat == null ? BigDecimal.ZERO : flat));
        }
        return tiers;
    }

    private static @Nullable TransformQuantity transform(Fields in, BillingModel model) {
        if (model != BillingModel.PACKAGE) {
            if (in.optional("transform_quantity").object() != null && in.has("billing_model")) {
                in.complain(
                        "transform_quantity",
                        "to be left out unless the billing model is PACKAGE",
                        "one");
            }
            return null;
        }
        Fields transform = in.required("transform_quantity").object();
        if (transform == null) {
            return null;
        }
        BigDecimal divideBy = transform.required("divide_by").decimal();
        if (transform.has("divide_by") && divideBy.signum() <= 0) {
            transform.complain("divide_by", "a number above zero", divideBy.toPlainString());
        }
        return new TransformQuantity(
                divideBy, transform.optional("round").choice(ROUNDS, Round.UP));
    }
}
