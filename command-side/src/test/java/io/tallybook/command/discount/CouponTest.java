package io.tallybook.command.discount;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.discount.CouponCommand;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponDocument.Cadence;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponId;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CouponTest {
    private static final CouponId COUPON = CouponId.of(ulid("coupon"));
    private static final CouponId SECOND = CouponId.of(ulid("second"));

    private final Spec<Coupon> coupon = Spec.of(Coupon.class);

    private static CouponDocument share(@Nullable String code, String percent) {
        return document(
                code,
                CouponDocument.Type.PERCENTAGE,
                null,
                percent,
                null,
                Cadence.FOREVER,
                null,
                null);
    }

    private static CouponDocument document(
            @Nullable String code,
            CouponDocument.Type type,
            @Nullable String amount,
            @Nullable String percent,
            @Nullable CurrencyCode currency,
            Cadence cadence,
            @Nullable Integer periods,
            @Nullable Instant before) {
        return new CouponDocument(
                "Welcome",
                code,
                type,
                amount == null ? null : new BigDecimal(amount),
                percent == null ? null : new BigDecimal(percent),
                currency,
                cadence,
                periods,
                5,
                NOW,
                before,
                null,
                Map.of());
    }

    private static CouponDocument amount(@Nullable String amount, @Nullable CurrencyCode currency) {
        return document(
                null, CouponDocument.Type.FIXED, amount, null, currency, Cadence.ONCE, null, null);
    }

    private static CouponDocument lasting(Cadence cadence, @Nullable Integer periods) {
        return document(
                null, CouponDocument.Type.PERCENTAGE, null, "10", null, cadence, periods, null);
    }

    private static CouponCommand.Create create(CouponId id, CouponDocument document) {
        return new CouponCommand.Create(id, SCOPE, NOW, document);
    }

    private static CouponEvent.Created made(CouponDocument document) {
        return new CouponEvent.Created(COUPON, SCOPE, document);
    }

    @Test
    void aCouponIsMadeOnce() {
        CouponDocument fifth = share("WELCOME", "20");
        coupon.when(create(COUPON, fifth)).happens(COUPON, made(fifth));
        coupon.given(made(fifth)).when(create(COUPON, fifth)).nothingHappens(COUPON);
        coupon.given(made(fifth))
                .when(create(COUPON, share("WELCOME", "30")))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void aCodeBelongsToOneCouponInWhateverCaseUntilThatIsDeleted() {
        CouponDocument fifth = share("WELCOME", "20");
        coupon.when(create(COUPON, fifth)).happens(COUPON, made(fifth));
        coupon.given()
                .when(create(SECOND, share("welcome", "20")))
                .isRefused(Reason.ALREADY_EXISTS, "welcome");
        coupon.given(made(fifth))
                .when(new CouponCommand.Delete(COUPON, OTHER_SCOPE, NOW))
                .isNotFound();
        coupon.given(made(fifth))
                .when(new CouponCommand.Delete(COUPON, SCOPE, NOW))
                .happens(COUPON, new CouponEvent.Deleted(COUPON));
        coupon.given(made(fifth), new CouponEvent.Deleted(COUPON))
                .when(new CouponCommand.Delete(COUPON, SCOPE, NOW))
                .nothingHappens(COUPON);
        coupon.given()
                .when(create(SECOND, share("welcome", "20")))
                .happens(SECOND, new CouponEvent.Created(SECOND, SCOPE, share("welcome", "20")));
    }

    @Test
    void aShareIsAbove0AndAtMostTheWhole() {
        coupon.when(create(COUPON, share(null, "0"))).isRefusedFor("percentage_off");
        coupon.when(create(COUPON, share(null, "100.01"))).isRefusedFor("percentage_off");
        coupon.when(create(COUPON, share(null, "100"))).happens(COUPON, made(share(null, "100")));
    }

    @Test
    void anAmountIsOfACurrencyAndOfItsMinorUnits() {
        coupon.when(create(COUPON, amount("10", null))).isRefusedFor("currency");
        coupon.when(create(COUPON, amount(null, USD))).isRefusedFor("amount_off");
        coupon.when(create(COUPON, amount("0.001", USD))).isRefusedFor("amount_off");
        coupon.when(create(COUPON, amount("10.01", USD)))
                .happens(COUPON, made(amount("10.01", USD)));
    }

    @Test
    void onlyWhatRepeatsHasADuration() {
        coupon.when(create(COUPON, lasting(Cadence.REPEATED, null)))
                .isRefusedFor("duration_in_periods");
        coupon.when(create(COUPON, lasting(Cadence.ONCE, 2))).isRefusedFor("duration_in_periods");
        coupon.when(create(COUPON, lasting(Cadence.REPEATED, 2)))
                .happens(COUPON, made(lasting(Cadence.REPEATED, 2)));
    }

    @Test
    void itCannotEndBeforeItBegins() {
        coupon.when(
                        create(
                                COUPON,
                                document(
                                        null,
                                        CouponDocument.Type.PERCENTAGE,
                                        null,
                                        "10",
                                        null,
                                        Cadence.FOREVER,
                                        null,
                                        NOW)))
                .isRefusedFor("redeem_before");
    }

    @Test
    void onlyItsNameAndMetadataChange() {
        CouponDocument fifth = share("WELCOME", "20");
        CouponCommand.Update update =
                new CouponCommand.Update(COUPON, SCOPE, NOW, "Hello", Map.of("a", "b"));
        CouponEvent.Updated updated = new CouponEvent.Updated(COUPON, "Hello", Map.of("a", "b"));
        coupon.given(made(fifth)).when(update).happens(COUPON, updated);
        coupon.given(made(fifth), updated).when(update).nothingHappens(COUPON);
        coupon.given(made(fifth), new CouponEvent.Deleted(COUPON))
                .when(update)
                .isRefused(Reason.INVALID_OPERATION);
        coupon.given(made(fifth))
                .when(new CouponCommand.Update(COUPON, OTHER_SCOPE, NOW, "x", Map.of()))
                .isNotFound();
    }
}
