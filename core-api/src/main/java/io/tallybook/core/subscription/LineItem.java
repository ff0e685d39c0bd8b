package io.tallybook.core.subscription;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One price that a subscription is charged, frozen as it was when it was agreed.
 *
 * <p>{@code startDate} to {@code endDate}, half-open, is when it holds: what of a period lies
 * outside is not charged.
 *
 * @param meter what counts its usage; there if and only if the price is of type USAGE
 * @param quantity how many of a FIXED price; zero for USAGE
 * @param startDate absent for the start of the subscription
 * @param endDate absent for the end of the subscription
 * @param agreedAt when it was added to a subscription that ran already; absent if it was there from
 *     the start
 * @param addon the instance of an addon that it came with; absent if it came with the plan
 */
public record LineItem(
        LineItemId id,
        PriceId priceId,
        PriceDocument price,
        @Nullable MeterDefinition meter,
        String displayName,
        String planName,
        BigDecimal quantity,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Instant agreedAt,
        @Nullable AddonAssociationId addon) {

    /** One that is there from the start to the end. */
    public LineItem(
            LineItemId id,
            PriceId priceId,
            PriceDocument price,
            @Nullable MeterDefinition meter,
            String displayName,
            String planName,
            BigDecimal quantity) {
        this(id, priceId, price, meter, displayName, planName, quantity, null, null, null, null);
    }

    /** The same, holding from one moment to another. */
    public LineItem holding(@Nullable Instant from, @Nullable Instant until) {
        return new LineItem(
                id,
                priceId,
                price,
                meter,
                displayName,
                planName,
                quantity,
                from,
                until,
                agreedAt,
                addon);
    }

    /** The same, added at a moment. */
    public LineItem agreedAt(Instant moment) {
        return new LineItem(
                id,
                priceId,
                price,
                meter,
                displayName,
                planName,
                quantity,
                startDate,
                endDate,
                moment,
                addon);
    }

    /** The same, of an instance of an addon. */
    public LineItem of(AddonAssociationId association) {
        return new LineItem(
                id,
                priceId,
                price,
                meter,
                displayName,
                planName,
                quantity,
                startDate,
                endDate,
                agreedAt,
                association);
    }
}
