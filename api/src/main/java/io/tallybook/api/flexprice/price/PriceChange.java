package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.PriceDescription;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.Tier;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceDocument.TransformQuantity;
import io.tallybook.core.catalogue.PriceDocument.WrittenIn;
import io.tallybook.core.catalogue.PriceDocumentBuilder;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a price: words alone, or what is owed, for which a new version is made.
 *
 * @param amount absent to keep it, as every field here
 * @param effectiveFrom when the new version begins; absent for now
 */
public record PriceChange(
        @Nullable BigDecimal amount,
        @Nullable BillingModel model,
        @Nullable TierMode tierMode,
        @Nullable List<Tier> tiers,
        @Nullable TransformQuantity transform,
        @Nullable BigDecimal unitAmount,
        @Nullable List<Tier> unitTiers,
        @Nullable Instant effectiveFrom,
        @Nullable String lookupKey,
        @Nullable String displayName,
        @Nullable String description,
        @Nullable Map<String, String> metadata,
        @Nullable Grouping group) {

    /** The group that it is to be of; none if it is to be of none. */
    public record Grouping(@Nullable GroupId id) {}

    private static final Choice<BillingModel> MODELS = Choice.of(BillingModel.class);
    private static final Choice<TierMode> TIER_MODES = Choice.of(TierMode.class);
    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int MOST_TIERS = 200;

    /** What a subscription pays otherwise than its plan says; words stay. */
    public static PriceChange ofSubscription(Fields in) {
        Fields transform = in.optional("transform_quantity").object();
        return new PriceChange(
                in.optional("amount").amount(),
                in.optional("billing_model").choice(MODELS),
                in.optional("tier_mode").choice(TIER_MODES),
                tiers(in, "tiers"),
                transform == null ? null : PricedParts.transform(transform),
                in.optional("price_unit_amount").amount(),
                tiers(in, "price_unit_tiers"),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The price that one subscription pays instead of this one. */
    public PriceDocument agreed(PriceDocument price, PriceId of, SubscriptionId subscription) {
        PriceId first = price.range().parentPriceId() == null ? of : price.range().parentPriceId();
        PriceDocument next = next(price);
        return PriceDocumentBuilder.builder(next)
                .planId(null)
                .lookupKey(null)
                .range(
                        PriceDocument.Range.WHOLE
                                .of(subscription)
                                .forEvents(next.range().filterValues())
                                .grouped(next.range().groupId())
                                .after(first))
                .build();
    }

    /** Errors: ProblemException (400) naming the fields. */
    static PriceChange of(Fields in) {
        Fields transform = in.optional("transform_quantity").object();
        var change =
                new PriceChange(
                        in.optional("amount").amount(),
                        in.optional("billing_model").choice(MODELS),
                        in.optional("tier_mode").choice(TIER_MODES),
                        tiers(in, "tiers"),
                        transform == null ? null : PricedParts.transform(transform),
                        in.optional("price_unit_amount").amount(),
                        tiers(in, "price_unit_tiers"),
                        in.optional("effective_from").instant(),
                        in.optional("lookup_key").text(SHORT),
                        in.optional("display_name").text(SHORT),
                        in.optional("description").text(LONG),
                        in.has("metadata") ? in.optional("metadata").map(LONG) : null,
                        grouping(in));
        if (change.effectiveFrom() != null && !change.changesWhatIsOwed()) {
            in.complain(
                    "effective_from",
                    "to be left out unless an amount, a model or tiers change",
                    change.effectiveFrom().toString());
        }
        in.check();
        return change;
    }

    private static @Nullable Grouping grouping(Fields in) {
        String id = in.optional("group_id").text(SHORT);
        if (id == null || id.isEmpty()) {
            return id == null && !in.isNull("group_id") ? null : new Grouping(null);
        }
        return new Grouping(Named.id("group", id, GroupId::new));
    }

    private @Nullable String group(PriceDocument price) {
        if (group == null) {
            return price.range().groupId();
        }
        return group.id() == null ? null : group.id().value();
    }

    private static @Nullable List<Tier> tiers(Fields in, String field) {
        return in.has(field) ? PricedParts.tiers(in.required(field).objects(1, MOST_TIERS)) : null;
    }

    /** Whether it changes anything but words. */
    public boolean changesWhatIsOwed() {
        return amount != null
                || model != null
                || tierMode != null
                || tiers != null
                || transform != null
                || unitAmount != null
                || unitTiers != null;
    }

    PriceDescription described(PriceDocument price) {
        return new PriceDescription(
                lookupKey == null ? price.lookupKey() : lookupKey,
                displayName == null ? price.displayName() : displayName,
                description == null ? price.description() : description,
                metadata == null ? price.metadata() : metadata,
                group(price));
    }

    /** The next version of a price. */
    PriceDocument next(PriceDocument price) {
        BillingModel becomes = model == null ? price.billingModel() : model;
        boolean tiered = becomes == BillingModel.TIERED;
        WrittenIn unit = unit(price, becomes);
        return PriceDocumentBuilder.builder(price)
                .billingModel(becomes)
                .amount(
                        unit == null
                                ? kept(amount, price.amount(), becomes)
                                : unit.amount().multiply(unit.conversionRate()))
                .tierMode(tiered ? (tierMode == null ? price.tierMode() : tierMode) : tierMode)
                .tiers(unit == null ? kept(tiers, price.tiers(), becomes) : converted(unit))
                .transform(
                        becomes == BillingModel.PACKAGE && transform == null
                                ? price.transform()
                                : transform)
                .conditions(price.conditions().in(unit))
                .build()
                .described(described(price));
    }

    private @Nullable WrittenIn unit(PriceDocument price, BillingModel becomes) {
        WrittenIn before = price.conditions().unit();
        if (before == null) {
            if (unitAmount != null || unitTiers != null) {
                throw PriceRequest.refused(
                        unitAmount != null ? "price_unit_amount" : "price_unit_tiers",
                        "to be left out, since the price is not written in a price unit",
                        "a value");
            }
            return null;
        }
        if (amount != null || tiers != null) {
            throw PriceRequest.refused(
                    amount != null ? "amount" : "tiers",
                    "to be left out, since the price is written in " + before.code(),
                    "a value");
        }
        return new WrittenIn(
                before.priceUnitId(),
                before.code(),
                before.symbol(),
                before.conversionRate(),
                kept(unitAmount, before.amount(), becomes),
                kept(unitTiers, before.tiers(), becomes));
    }

    private static BigDecimal kept(
            @Nullable BigDecimal sent, BigDecimal before, BillingModel becomes) {
        if (sent != null) {
            return sent;
        }
        return becomes == BillingModel.TIERED ? BigDecimal.ZERO : before;
    }

    private static List<Tier> kept(
            @Nullable List<Tier> sent, List<Tier> before, BillingModel becomes) {
        if (sent != null) {
            return sent;
        }
        return becomes == BillingModel.TIERED ? before : List.of();
    }

    private static List<Tier> converted(WrittenIn unit) {
        return unit.tiers().stream()
                .map(
                        tier ->
                                new Tier(
                                        tier.upTo(),
                                        tier.unitAmount().multiply(unit.conversionRate()),
                                        tier.flatAmount().multiply(unit.conversionRate())))
                .toList();
    }
}
