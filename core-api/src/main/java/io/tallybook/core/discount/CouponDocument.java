package io.tallybook.core.discount;

import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a coupon is.
 *
 * @param code by which people name it, unique in the environment whatever its case
 * @param amountOff of a FIXED one, in units of {@code currency}
 * @param percentageOff of a PERCENTAGE one: 10 takes a tenth
 * @param currency of a FIXED one, that of the amount; of a PERCENTAGE one, the only one it is for
 * @param durationInPeriods of a REPEATED one, for how many billing periods it lasts
 * @param maxRedemptions how often it can be given to somebody; absent for no limit
 * @param redeemAfter from when on it can be given
 * @param redeemBefore until when it can be given; whoever holds it by then keeps it
 * @param rules what the seller notes about its use, each value as JSON; nothing here reads them
 */
public record CouponDocument(
        String name,
        @Nullable String code,
        Type type,
        @Nullable BigDecimal amountOff,
        @Nullable BigDecimal percentageOff,
        @Nullable CurrencyCode currency,
        Cadence cadence,
        @Nullable Integer durationInPeriods,
        @Nullable Integer maxRedemptions,
        @Nullable Instant redeemAfter,
        @Nullable Instant redeemBefore,
        @Nullable Map<String, String> rules,
        Map<String, String> metadata) {

    public CouponDocument {
        rules = rules == null ? null : Map.copyOf(rules);
        metadata = Map.copyOf(metadata);
    }

    /** How much it takes off: an amount, or a share. */
    public enum Type {
        FIXED,
        PERCENTAGE
    }

    /** How long it lasts: one invoice, so many billing periods, or as long as it is held. */
    public enum Cadence {
        ONCE,
        REPEATED,
        FOREVER
    }

    /** The same under another name and with other metadata. */
    public CouponDocument described(String otherName, Map<String, String> otherMetadata) {
        return new CouponDocument(
                otherName,
                code,
                type,
                amountOff,
                percentageOff,
                currency,
                cadence,
                durationInPeriods,
                maxRedemptions,
                redeemAfter,
                redeemBefore,
                rules,
                otherMetadata);
    }
}
