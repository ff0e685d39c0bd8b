package io.tallybook.core.subscription;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One price that a subscription is charged, frozen as it was when the subscription was made.
 *
 * @param meter what counts its usage; there if and only if the price is of type USAGE
 * @param quantity how many of a FIXED price; zero for USAGE
 */
public record LineItem(
        LineItemId id,
        PriceId priceId,
        PriceDocument price,
        @Nullable MeterDefinition meter,
        String displayName,
        String planName,
        BigDecimal quantity) {}
