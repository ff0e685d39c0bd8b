package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.core.entitlement.EntitlementDocument.Grant;
import io.tallybook.core.entitlement.EntitlementDocument.Measure;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.rating.Purchase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many units a quota of an amount buys, at the price of the subscription's line.
 *
 * <p>In each window it buys from the first tier on. Of several lines of one meter, that which
 * prices the most events counts, and of those the first.
 */
final class BoughtUnits {
    private static final int PLACES = 40;

    private BoughtUnits() {}

    /** Absent if every quantity is bought, and for any other entitlement. */
    static @Nullable BigDecimal of(
            EntitlementDocument entitlement, SubscriptionTerms terms, Given given, Instant moment) {
        Grant grant = entitlement.grant();
        if (grant == null || grant.measure() != Measure.AMOUNT) {
            return null;
        }
        return given.features().stream()
                .filter(feature -> feature.id().equals(entitlement.featureId()))
                .map(FeatureView::feature)
                .flatMap(feature -> Optional.ofNullable(feature.meterId()).stream())
                .flatMap(meter -> priced(terms, meter, moment).stream())
                .findFirst()
                .flatMap(price -> bought(price, grant.quota()))
                .orElse(null);
    }

    private static Optional<PriceDocument> priced(
            SubscriptionTerms terms, MeterId meter, Instant moment) {
        return terms.lineItems().stream()
                .filter(line -> line.meter() != null && meter.equals(line.meter().meterId()))
                .filter(line -> holdsAt(line, moment))
                .map(LineItem::price)
                .min(Comparator.comparingInt(price -> price.range().filterValues().size()));
    }

    private static boolean holdsAt(LineItem line, Instant moment) {
        Instant start = line.startDate();
        Instant end = line.endDate();
        return (start == null || !moment.isBefore(start)) && (end == null || moment.isBefore(end));
    }

    // A price in a unit of the seller's own is of that unit; the amount is of the currency.
    private static Optional<BigDecimal> bought(PriceDocument price, BigDecimal amount) {
        PriceDocument.WrittenIn unit = price.conditions().unit();
        return Purchase.quantity(
                PricingModels.of(price),
                unit == null
                        ? amount
                        : amount.divide(unit.conversionRate(), PLACES, RoundingMode.FLOOR));
    }
}
