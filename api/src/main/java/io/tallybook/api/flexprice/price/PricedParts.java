package io.tallybook.api.flexprice.price;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.Round;
import io.tallybook.core.catalogue.PriceDocument.Tier;
import io.tallybook.core.catalogue.PriceDocument.TransformQuantity;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The amounts of a price as they were written: in its currency, or in a price unit.
 *
 * @param inUnit whether a price unit was named
 */
record PricedParts(
        Unit inUnit,
        BigDecimal written,
        List<Tier> writtenTiers,
        @Nullable TransformQuantity transform) {

    /** What amounts are written in. */
    enum Unit {
        CURRENCY,
        PRICE_UNIT
    }

    private static final Choice<Round> ROUNDS =
            Choice.of(Round.class, round -> round.name().toLowerCase(Locale.ROOT));

    PricedParts {
        writtenTiers = List.copyOf(writtenTiers);
    }

    /**
     * @param config the part of the request that names a price unit, if there is one
     */
    static PricedParts of(Fields in, @Nullable Fields config, BillingModel model, int mostTiers) {
        TransformQuantity transform = transform(in, model);
        if (config == null) {
            return new PricedParts(
                    Unit.CURRENCY,
                    amount(in, "amount", model),
                    tiers(in, "tiers", model, mostTiers),
                    transform);
        }
        // Both would be two prices.
        if (in.has("amount")) {
            in.complain("amount", "to be left out when price_unit_type is CUSTOM", "one");
        }
        if (in.has("tiers")) {
            in.complain("tiers", "to be left out when price_unit_type is CUSTOM", "some");
        }
        return new PricedParts(
                Unit.PRICE_UNIT,
                amount(config, "amount", model),
                tiers(config, "price_unit_tiers", model, mostTiers),
                transform);
    }

    BigDecimal amount(@Nullable PriceUnitView unit) {
        return switch (inUnit) {
            case CURRENCY -> written;
            case PRICE_UNIT -> converted(written, unit);
        };
    }

    List<Tier> tiers(@Nullable PriceUnitView unit) {
        return switch (inUnit) {
            case CURRENCY -> writtenTiers;
            case PRICE_UNIT ->
                    writtenTiers.stream()
                            .map(
                                    tier ->
                                            new Tier(
                                                    tier.upTo(),
                                                    converted(tier.unitAmount(), unit),
                                                    converted(tier.flatAmount(), unit)))
                            .toList();
        };
    }

    /** The price unit with its rate as it is now, for good. */
    PriceDocument.@Nullable WrittenIn writtenIn(
            @Nullable PriceUnitView found, CurrencyCode currency) {
        if (inUnit == Unit.CURRENCY) {
            return null;
        }
        PriceUnitView unit = PriceRequest.present(found);
        if (!unit.unit().baseCurrency().equals(currency)) {
            throw PriceRequest.refused(
                    "currency",
                    "the base currency of the price unit, " + unit.unit().baseCurrency(),
                    currency.code());
        }
        return new PriceDocument.WrittenIn(
                unit.id(),
                unit.unit().code(),
                unit.unit().symbol(),
                unit.unit().conversionRate(),
                written,
                writtenTiers);
    }

    private static BigDecimal converted(BigDecimal amount, @Nullable PriceUnitView unit) {
        return amount.multiply(PriceRequest.present(unit).unit().conversionRate());
    }

    private static BigDecimal amount(Fields in, String field, BillingModel model) {
        if (model != BillingModel.TIERED) {
            return in.required(field).amount();
        }
        BigDecimal sent = in.optional(field).amount();
        if (sent != null && sent.signum() != 0) {
            in.complain(
                    field, "to be left out when the billing model is TIERED", sent.toPlainString());
        }
        return BigDecimal.ZERO;
    }

    private static List<Tier> tiers(Fields in, String field, BillingModel model, int most) {
        if (model != BillingModel.TIERED) {
            if (!in.optional(field).objects(most).isEmpty()) {
                in.complain(field, "to be left out unless the billing model is TIERED", "some");
            }
            return List.of();
        }
        return tiers(in.required(field).objects(1, most));
    }

    static List<Tier> tiers(List<Fields> sent) {
        List<Tier> tiers = new ArrayList<>();
        for (Fields tier : sent) {
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
        return transform == null ? null : transform(transform);
    }

    static TransformQuantity transform(Fields transform) {
        BigDecimal divideBy = transform.required("divide_by").decimal();
        if (transform.has("divide_by") && divideBy.signum() <= 0) {
            transform.complain("divide_by", "a number above zero", divideBy.toPlainString());
        }
        return new TransformQuantity(
                divideBy, transform.optional("round").choice(ROUNDS, Round.UP));
    }
}
