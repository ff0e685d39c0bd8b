package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.domain.catalogue.InvalidPrice;
import java.math.BigDecimal;
import java.util.Optional;

/** What may be done with a price: it is made once and never changes what it costs. */
final class PriceDecider {
    /** Twelve digits and the quantities of this world stay within 64 bits of minor units. */
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1e12");

    private static final BigDecimal QUANTITY_MAX = new BigDecimal("1e18");
    private static final int PLACES_MAX = 18;
    private static final int TIERS_MAX = 100;
    private static final int PERIOD_COUNT_MAX = 366;

    private PriceDecider() {}

    static Decision<PriceEvent.Created> create(PriceState state, PriceCommand.Create c) {
        PriceEvent.Created created = new PriceEvent.Created(c.priceId(), c.scope(), c.price());
        return switch (state) {
            case PriceState.Absent() -> Decision.unless(broken(c.price()), created);
            case PriceState.Defined(var before) ->
                    Decision.repeated(
                            "price", c.priceId(), before.scope(), c.scope(), before, created);
        };
    }

    static Optional<Claim> unique(PriceCommand.Create c) {
        return Optional.ofNullable(c.price().lookupKey())
                .map(
                        key ->
                                Claim.in(
                                        c.scope(),
                                        "price.lookup_key",
                                        "lookup_key",
                                        key,
                                        c.priceId()));
    }

    private static Optional<Rejection> broken(PriceDocument price) {
        return Rules.begin()
                .amount("amount", price.amount(), AMOUNT_MAX, PLACES_MAX)
                .and(brokenType(price))
                .that(
                        price.billingPeriodCount() >= 1
                                && price.billingPeriodCount() <= PERIOD_COUNT_MAX,
                        "billing_period_count",
                        String.valueOf(price.billingPeriodCount()),
                        "1 to " + PERIOD_COUNT_MAX)
                .and(brokenSizes(price))
                .then(() -> brokenModel(price))
                .nameIfAny("lookup_key", price.lookupKey())
                .textIfAny("display_name", price.displayName(), Rules.NAME_MAX)
                .textIfAny("description", price.description(), Rules.TEXT_MAX)
                .metadata(price.metadata())
                .broken();
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
                    rules.amount(at + ".unit_amount", tier.unitAmount(), AMOUNT_MAX, PLACES_MAX)
                            .amount(at + ".flat_amount", tier.flatAmount(), AMOUNT_MAX, PLACES_MAX);
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
            PricingModels.of(price);
            return Optional.empty();
        } catch (InvalidPrice e) {
            return Optional.of(Rejection.field(e.field(), e.sent(), e.expected()));
        }
    }
}
