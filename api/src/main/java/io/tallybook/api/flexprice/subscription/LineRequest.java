package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.Settling;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line item that is wished for, by a price that is there or one that is written down.
 *
 * @param priceId or {@code price}, one of them is there
 * @param start absent for now, or for the start of a subscription that is being made
 */
record LineRequest(
        @Nullable String priceId,
        @Nullable Fields price,
        @Nullable BigDecimal quantity,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String name,
        Map<String, String> metadata,
        Settling settling,
        CommitmentWish commitment) {

    LineRequest {
        metadata = Map.copyOf(metadata);
    }

    /** The caller has to check the fields. */
    static LineRequest of(Fields in) {
        String priceId = in.optional("price_id").text(Wishes.SHORT);
        Fields price = in.optional("price").object();
        if ((priceId == null) == (price == null)) {
            in.complain(
                    "price_id",
                    "either a price_id or a price",
                    priceId == null ? "neither" : "both");
        }
        in.refuseUnsupported("subscription_phase_id");
        return new LineRequest(
                priceId,
                price,
                in.optional("quantity").amount(),
                in.optional("start_date").instant(),
                in.optional("end_date").instant(),
                in.optional("display_name").text(Wishes.SHORT),
                in.optional("metadata").looseMap(Wishes.LONG),
                Wishes.settling(in),
                CommitmentRequest.ofLine(in));
    }
}
