package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.discount.CouponDocument;
import org.jspecify.annotations.Nullable;

/** A coupon that is wished for. */
final class CouponRequest {
    private static final Choice<CouponDocument.Type> TYPES =
            Choice.of(CouponDocument.Type.class, CouponJson::word);
    private static final Choice<CouponDocument.Cadence> CADENCES =
            Choice.of(CouponDocument.Cadence.class, CouponJson::word);
    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private CouponRequest() {}

    /** Errors: ProblemException (400) naming the fields. */
    static CouponDocument of(Fields in) {
        var coupon =
                new CouponDocument(
                        in.required("name").text(SHORT),
                        in.optional("coupon_code").text(SHORT),
                        in.required("type").choice(TYPES),
                        in.optional("amount_off").decimal(),
                        in.optional("percentage_off").decimal(),
                        in.optional("currency").currency(),
                        in.required("cadence").choice(CADENCES),
                        whole(in, "duration_in_periods"),
                        whole(in, "max_redemptions"),
                        in.optional("redeem_after").instant(),
                        in.optional("redeem_before").instant(),
                        in.optional("rules").documents(LONG),
                        in.optional("metadata").map(LONG));
        in.check();
        return coupon;
    }

    private static @Nullable Integer whole(Fields in, String name) {
        Long value = in.optional(name).integer(1, Integer.MAX_VALUE);
        return value == null ? null : value.intValue();
    }
}
