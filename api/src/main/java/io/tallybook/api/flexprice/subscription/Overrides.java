package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.price.PriceChange;
import io.tallybook.api.request.Fields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a subscription agrees to otherwise than a plan or an addon says, by the id of the price. */
record Overrides(Map<String, Overrides.Otherwise> byPrice) {
    private static final int MOST = 500;

    /** Another quantity, another price, or both. */
    record Otherwise(@Nullable BigDecimal quantity, PriceChange price) {}

    Overrides {
        byPrice = Map.copyOf(byPrice);
    }

    /** The caller has to check the fields. */
    static Overrides of(Fields in) {
        Map<String, Otherwise> all = new LinkedHashMap<>();
        for (Fields one : in.optional("override_line_items").objects(MOST)) {
            String price = one.required("price_id").text(Wishes.SHORT);
            all.put(
                    price,
                    new Otherwise(
                            one.optional("quantity").amount(), PriceChange.ofSubscription(one)));
        }
        return new Overrides(all);
    }

    @Nullable Otherwise of(AgreedPrice price) {
        return byPrice.get(price.id().value());
    }
}
