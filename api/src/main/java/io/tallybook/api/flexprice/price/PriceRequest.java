package io.tallybook.api.flexprice.price;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDescription;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A price that is wished for: the shape is checked here, what it means is for the aggregate to
 * refuse.
 *
 * @param owner what it is to belong to
 * @param ownerId the id of that, as it was written
 * @param meterId the meter it names, as it was written
 * @param unitCode the price unit it is written in
 * @param groupId the group of prices that it is of, as it was written
 */
record PriceRequest(
        PriceDocument.Owner owner,
        String ownerId,
        @Nullable String meterId,
        @Nullable String unitCode,
        @Nullable String groupId,
        BiFunction<@Nullable PriceUnitView, @Nullable String, PriceDocument> written) {

    /** What can own a price here; a cost sheet and another price cannot. */
    private static final Choice<PriceDocument.Owner> OWNERS =
            Choice.of(
                    Map.of(
                            "PLAN", PriceDocument.Owner.PLAN,
                            "ADDON", PriceDocument.Owner.ADDON,
                            "SUBSCRIPTION", PriceDocument.Owner.SUBSCRIPTION));

    private static final Choice<Boolean> CUSTOM = Choice.of(Map.of("FIAT", false, "CUSTOM", true));
    private static final Choice<PriceDocument.Type> TYPES = Choice.of(PriceDocument.Type.class);
    private static final Choice<BillingModel> MODELS = Choice.of(BillingModel.class);
    static final Choice<InvoiceCadence> CADENCES = Choice.of(InvoiceCadence.class);
    private static final Choice<TierMode> TIER_MODES = Choice.of(TierMode.class);
    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int MOST_TIERS = 200;
    private static final int TRIAL_DAYS_MAX = 3_660;
    private static final int MOST_VALUES = 1_000;
    private static final long MOST_UNITS = 1_000_000_000_000L;

    /**
     * The price, once the things it names are known to be there. Errors: ProblemException (400) if
     * the price unit is of another currency.
     */
    PriceDocument document(@Nullable PriceUnitView unit) {
        return written.apply(unit, meterId);
    }

    /** The same, counted by this meter. */
    PriceRequest countedBy(@Nullable String meter) {
        return new PriceRequest(owner, ownerId, meter, unitCode, groupId, written);
    }

    /** The same, shown under this name unless it has one. */
    PriceRequest named(@Nullable String name) {
        return new PriceRequest(
                owner,
                ownerId,
                meterId,
                unitCode,
                groupId,
                (unit, meter) -> {
                    PriceDocument price = written.apply(unit, meter);
                    return price.displayName() == null ? price.described(as(price, name)) : price;
                });
    }

    private static PriceDescription as(PriceDocument price, @Nullable String name) {
        return new PriceDescription(
                price.lookupKey(),
                name,
                price.description(),
                price.metadata(),
                price.range().groupId());
    }

    /**
     * What says which price it is, beside its amounts.
     *
     * @param mode there if and only if the model is TIERED
     * @param period absent for a price that is owed once
     */
    record Kind(
            PriceDocument.Type type,
            BillingModel model,
            @Nullable TierMode mode,
            @Nullable PeriodUnit period,
            int periodCount,
            InvoiceCadence cadence,
            CurrencyCode currency) {}

    static PriceRequest of(Fields in) {
        PriceDocument.Owner owner =
                in.optional("entity_type").choice(OWNERS, PriceDocument.Owner.PLAN);
        String ownerField = in.has("entity_id") ? "entity_id" : "plan_id";
        String ownerId = in.required(ownerField).text(SHORT);
        return of(in, owner, ownerId, null);
    }

    /** A price of one subscription alone, in its currency. */
    static PriceRequest ofSubscription(
            Fields in, SubscriptionId subscription, CurrencyCode currency) {
        return of(in, PriceDocument.Owner.SUBSCRIPTION, subscription.value(), currency);
    }

    private static PriceRequest of(
            Fields in, PriceDocument.Owner owner, String ownerId, @Nullable CurrencyCode currency) {
        PriceDocument.Type type = in.required("type").choice(TYPES);
        String meterId = meterId(in, type);
        Boolean custom = in.optional("price_unit_type").choice(CUSTOM, false);
        Fields config = custom ? in.required("price_unit_config").object() : null;
        if (!custom) {
            in.refuseUnsupported("price_unit_config");
        }
        return of(in, config, kind(in, type, currency), owner, ownerId).countedBy(meterId);
    }

    /**
     * A price of a plan whose kind is told in other words; its meter is not known yet.
     *
     * @param config the part of the request that names a price unit, if there is one
     */
    static PriceRequest ofPlan(Fields in, @Nullable Fields config, Kind kind, PlanId plan) {
        return of(in, config, kind, PriceDocument.Owner.PLAN, plan.value());
    }

    private static PriceRequest of(
            Fields in,
            @Nullable Fields config,
            Kind kind,
            PriceDocument.Owner owner,
            String ownerId) {
        String unit = config == null ? null : config.required("price_unit").text(SHORT);
        var written = document(in, config, kind, owner, ownerId);
        return new PriceRequest(owner, ownerId, null, unit, group(in), written);
    }

    private static Kind kind(Fields in, PriceDocument.Type type, @Nullable CurrencyCode given) {
        BillingModel model = in.required("billing_model").choice(MODELS);
        // The client sends one with every price; it says something where there are tiers.
        TierMode sent = in.optional("tier_mode").choice(TIER_MODES);
        TierMode mode =
                model == BillingModel.TIERED && sent == null
                        ? in.required("tier_mode").choice(TIER_MODES)
                        : model == BillingModel.TIERED ? sent : null;
        boolean once = in.optional("billing_period").looseText() != null && isOnce(in);
        return new Kind(
                type,
                model,
                mode,
                once ? null : in.required("billing_period").choice(Periods.RECURRING),
                in.optional("billing_period_count").integer(1, 1_000, 1),
                in.required("invoice_cadence").choice(CADENCES),
                given == null ? in.required("currency").currency() : given);
    }

    private static BiFunction<@Nullable PriceUnitView, @Nullable String, PriceDocument> document(
            Fields in,
            @Nullable Fields config,
            Kind kind,
            PriceDocument.Owner owner,
            String ownerId) {
        PricedParts parts = PricedParts.of(in, config, kind.model(), MOST_TIERS);
        String lookupKey = in.optional("lookup_key").text(SHORT);
        String displayName = in.optional("display_name").text(SHORT);
        String description = in.optional("description").text(LONG);
        var metadata = in.optional("metadata").map(LONG);
        PriceDocument.Range range = range(in);
        PriceDocument.Conditions conditions = conditions(in);
        return (unit, meterId) -> {
            PriceDocument.WrittenIn written = parts.writtenIn(unit, kind.currency());
            return new PriceDocument(
                    owner == PriceDocument.Owner.PLAN ? new PlanId(ownerId) : null,
                    kind.type(),
                    kind.model(),
                    kind.currency(),
                    parts.amount(unit),
                    kind.mode(),
                    parts.tiers(unit),
                    parts.transform(),
                    kind.period(),
                    kind.periodCount(),
                    kind.cadence(),
                    meterId == null ? null : new MeterId(meterId),
                    lookupKey,
                    displayName,
                    description,
                    metadata,
                    owned(range, owner, ownerId),
                    conditions.in(written));
        };
    }

    private static PriceDocument.Range owned(
            PriceDocument.Range range, PriceDocument.Owner owner, String ownerId) {
        return switch (owner) {
            case PLAN -> range;
            case ADDON -> range.of(new AddonId(ownerId));
            case SUBSCRIPTION -> range.of(new SubscriptionId(ownerId));
        };
    }

    private static boolean isOnce(Fields in) {
        return "ONETIME".equals(in.optional("billing_period").looseText());
    }

    private static PriceDocument.Range range(Fields in) {
        Map<String, List<String>> filters = new HashMap<>();
        Fields sent = in.optional("filter_values").object();
        if (sent != null) {
            sent.names().forEach(name -> filters.put(name, values(sent, name)));
        }
        return PriceDocument.Range.WHOLE
                .from(in.optional("start_date").instant())
                .until(in.optional("end_date").instant())
                .forEvents(filters)
                .grouped(group(in));
    }

    private static @Nullable String group(Fields in) {
        String id = in.optional("group_id").text(SHORT);
        return id == null || id.isEmpty() ? null : id;
    }

    private static List<String> values(Fields filters, String name) {
        return filters.optional(name).texts(MOST_VALUES, SHORT);
    }

    private static PriceDocument.Conditions conditions(Fields in) {
        Long minimum = in.optional("min_quantity").integer(0, MOST_UNITS);
        Long trial = trialDays(in);
        return new PriceDocument.Conditions(
                minimum == null || minimum == 0 ? null : BigDecimal.valueOf(minimum),
                trial == null || trial == 0 ? null : trial.intValue(),
                null);
    }

    // The npm client has an older name for it.
    private static @Nullable Long trialDays(Fields in) {
        Long days = in.optional("trial_period_days").integer(0, TRIAL_DAYS_MAX);
        Long older = in.optional("trial_period").integer(0, TRIAL_DAYS_MAX);
        if (days != null && older != null && !days.equals(older)) {
            in.complain("trial_period", "the same as trial_period_days, " + days, "" + older);
        }
        return days == null ? older : days;
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

    /** A field that is wrong in a way that only what it refers to tells. */
    static RuntimeException refused(String field, String expected, String got) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected %s, got %s".formatted(field, expected, got),
                        Map.of("field", field, "expected", expected, "got", got))
                .asException();
    }

    /** What belongs to the price unit is only there if the unit was found. */
    static PriceUnitView present(@Nullable PriceUnitView unit) {
        return Objects.requireNonNull(unit, "price unit");
    }
}
