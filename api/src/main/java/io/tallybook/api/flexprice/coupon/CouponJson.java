package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponView;
import io.tallybook.domain.money.CurrencyCode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A coupon as the contract shows it. */
public final class CouponJson {
    private CouponJson() {}

    /**
     * @param redemptions how often it was given to somebody
     */
    public static ObjectNode of(CouponView view, long redemptions) {
        return add(BaseJson.of(view), view.coupon()).put("total_redemptions", redemptions).node();
    }

    /** What a coupon was, wherever it was noted down. */
    public static Json add(Json json, CouponDocument coupon) {
        return json.put("name", coupon.name())
                .put("coupon_code", coupon.code())
                .put("type", word(coupon.type()))
                .put("amount_off", coupon.amountOff())
                .put("percentage_off", coupon.percentageOff())
                .put("currency", word(coupon.currency()))
                .put("cadence", word(coupon.cadence()))
                .put("duration_in_periods", coupon.durationInPeriods())
                .put("max_redemptions", coupon.maxRedemptions())
                .put("redeem_after", coupon.redeemAfter())
                .put("redeem_before", coupon.redeemBefore())
                .set("rules", rules(coupon.rules()))
                .map("metadata", coupon.metadata());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String word(@Nullable CurrencyCode currency) {
        return currency == null ? null : currency.code().toLowerCase(Locale.ROOT);
    }

    private static @Nullable JsonNode rules(@Nullable Map<String, String> rules) {
        if (rules == null) {
            return null;
        }
        Json json = Json.object();
        new TreeMap<>(rules).forEach((key, text) -> json.set(key, Json.MAPPER.readTree(text)));
        return json.node();
    }
}
