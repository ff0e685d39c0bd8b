package io.tallybook.command.discount;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.discount.CouponCommand;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponDocument.Cadence;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponId;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a coupon: what it takes off never changes, so that nobody's discount does
 * by it.
 */
final class CouponDecider {
    private static final String KIND = "coupon";
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1e12");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);
    private static final int PERCENT_PLACES = 6;
    private static final int DURATION_MAX = 1_200;

    private CouponDecider() {}

    static Decision<CouponEvent.Created> create(CouponState state, CouponCommand.Create c) {
        CouponEvent.Created created = new CouponEvent.Created(c.couponId(), c.scope(), c.coupon());
        return switch (state) {
            case CouponState.Absent() -> Decision.unless(broken(c.coupon()), created);
            case CouponState.Defined(var before, var _) -> repeated(before, created);
            case CouponState.Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<CouponEvent.Updated> update(CouponState state, CouponCommand.Update c) {
        return switch (state) {
            case CouponState.Defined(var made, var now) when made.scope().equals(c.scope()) ->
                    now.name().equals(c.name()) && now.metadata().equals(c.metadata())
                            ? Decision.alreadyDone()
                            : Decision.unless(
                                    Rules.begin()
                                            .name("name", c.name())
                                            .metadata(c.metadata())
                                            .broken(),
                                    new CouponEvent.Updated(c.couponId(), c.name(), c.metadata()));
            case CouponState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "coupon '" + c.couponId() + "' was deleted"));
            case CouponState.Absent _, CouponState.Defined _, CouponState.Deleted _ ->
                    Decision.notFound(KIND, c.couponId());
        };
    }

    static Decision<CouponEvent.Deleted> delete(CouponState state, CouponCommand.Delete c) {
        return switch (state) {
            case CouponState.Defined(var made, var _) when made.scope().equals(c.scope()) ->
                    Decision.accepted(new CouponEvent.Deleted(c.couponId()));
            case CouponState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case CouponState.Absent _, CouponState.Defined _, CouponState.Deleted _ ->
                    Decision.notFound(KIND, c.couponId());
        };
    }

    static Optional<Claim> code(CouponCommand.Create c) {
        return code(c.scope(), c.coupon().code(), c.couponId());
    }

    static Optional<Claim> code(CouponState state) {
        return state instanceof CouponState.Defined(var made, var now)
                ? code(made.scope(), now.code(), made.couponId())
                : Optional.empty();
    }

    // People type codes in, so that their case means nothing.
    private static Optional<Claim> code(Scope scope, @Nullable String code, CouponId owner) {
        return code == null
                ? Optional.empty()
                : Optional.of(
                        Claim.in(
                                scope,
                                "coupon.code",
                                "coupon_code",
                                code.toLowerCase(Locale.ROOT),
                                owner));
    }

    private static Decision<CouponEvent.Created> repeated(
            CouponEvent.Created before, CouponEvent.Created now) {
        return Decision.repeated(KIND, now.couponId(), before.scope(), now.scope(), before, now);
    }

    private static Optional<Rejection> broken(CouponDocument coupon) {
        return Rules.begin()
                .name("name", coupon.name())
                .nameIfAny("coupon_code", coupon.code())
                .then(() -> brokenDiscount(coupon))
                .and(brokenDuration(coupon.cadence(), coupon.durationInPeriods()))
                .that(
                        coupon.maxRedemptions() == null || coupon.maxRedemptions() >= 1,
                        "max_redemptions",
                        String.valueOf(coupon.maxRedemptions()),
                        "1 or more")
                .moment("redeem_after", coupon.redeemAfter())
                .moment("redeem_before", coupon.redeemBefore())
                .that(
                        inOrder(coupon.redeemAfter(), coupon.redeemBefore()),
                        "redeem_before",
                        String.valueOf(coupon.redeemBefore()),
                        "a time after redeem_after, " + coupon.redeemAfter())
                .metadata(coupon.metadata())
                .broken();
    }

    private static Optional<Rejection> brokenDiscount(CouponDocument coupon) {
        return switch (coupon.type()) {
            case PERCENTAGE -> brokenShare(coupon.percentageOff(), coupon.amountOff());
            case FIXED ->
                    brokenAmount(coupon.amountOff(), coupon.currency(), coupon.percentageOff());
        };
    }

    private static Optional<Rejection> brokenShare(
            @Nullable BigDecimal percent, @Nullable BigDecimal amount) {
        if (percent == null) {
            return missing("percentage_off", CouponDocument.Type.PERCENTAGE);
        }
        return Rules.begin()
                .that(amount == null, "amount_off", "a value", "none in a percentage coupon")
                .positive("percentage_off", percent, WHOLE, PERCENT_PLACES)
                .broken();
    }

    private static Optional<Rejection> brokenAmount(
            @Nullable BigDecimal amount,
            @Nullable CurrencyCode currency,
            @Nullable BigDecimal percent) {
        if (amount == null) {
            return missing("amount_off", CouponDocument.Type.FIXED);
        }
        if (currency == null) {
            return missing("currency", CouponDocument.Type.FIXED);
        }
        return Rules.begin()
                .that(percent == null, "percentage_off", "a value", "none in a fixed coupon")
                .positive("amount_off", amount, AMOUNT_MAX, currency.minorUnits())
                .broken();
    }

    private static Optional<Rejection> missing(String field, CouponDocument.Type type) {
        return Optional.of(
                Rejection.field(
                        field,
                        "nothing",
                        "one in a coupon of type " + type.name().toLowerCase(Locale.ROOT)));
    }

    private static Optional<Rejection> brokenDuration(Cadence cadence, @Nullable Integer periods) {
        String sent = periods == null ? "nothing" : periods.toString();
        return switch (cadence) {
            case REPEATED ->
                    Rules.begin()
                            .that(
                                    periods != null && periods >= 1 && periods <= DURATION_MAX,
                                    "duration_in_periods",
                                    sent,
                                    "1 to " + DURATION_MAX + " with cadence repeated")
                            .broken();
            case ONCE, FOREVER ->
                    Rules.begin()
                            .that(
                                    periods == null,
                                    "duration_in_periods",
                                    sent,
                                    "none unless the cadence is repeated")
                            .broken();
        };
    }

    private static boolean inOrder(@Nullable Instant after, @Nullable Instant before) {
        return after == null || before == null || after.isBefore(before);
    }
}
