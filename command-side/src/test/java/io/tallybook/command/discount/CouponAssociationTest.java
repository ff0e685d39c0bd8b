package io.tallybook.command.discount;

import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CouponAssociationTest {
    private static final CouponAssociationId HELD = association(0);
    private static final InvoiceId NEXT = InvoiceId.of(ulid("next invoice"));

    private final Spec<CouponAssociation> held = Spec.of(CouponAssociation.class);

    private static CouponAssociationId association(int n) {
        return CouponAssociationId.of(ulid("held " + n));
    }

    private static CouponAssociationDocument ten(@Nullable Integer max, @Nullable Instant before) {
        return holding(CouponDocument.Type.FIXED, max, before);
    }

    private static CouponAssociationDocument holding(
            CouponDocument.Type type, @Nullable Integer max, @Nullable Instant before) {
        boolean fixed = type == CouponDocument.Type.FIXED;
        return new CouponAssociationDocument(
                CouponId.of(ulid("coupon")),
                new CouponDocument(
                        "Ten off",
                        null,
                        type,
                        fixed ? BigDecimal.TEN : null,
                        fixed ? null : BigDecimal.TEN,
                        fixed ? USD : null,
                        CouponDocument.Cadence.ONCE,
                        null,
                        max,
                        null,
                        before,
                        null,
                        Map.of()),
                SUBSCRIPTION,
                null,
                NOW,
                null,
                Map.of());
    }

    private static CouponAssociationEvent.Created made(CouponAssociationDocument association) {
        return new CouponAssociationEvent.Created(HELD, SCOPE, association);
    }

    private static CouponAssociationCommand.Create create(
            int n, CouponAssociationDocument association) {
        return new CouponAssociationCommand.Create(association(n), SCOPE, NOW, association);
    }

    private static CouponAssociationCommand.Use use(InvoiceId invoice, String amount) {
        return new CouponAssociationCommand.Use(HELD, SCOPE, NOW, invoice, usd(amount));
    }

    private static CouponAssociationEvent.Used used(InvoiceId invoice, String amount) {
        return new CouponAssociationEvent.Used(HELD, invoice, usd(amount));
    }

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    @Test
    void aCouponIsGivenAsOftenAsItMayBe() {
        CouponAssociationDocument twice = ten(2, null);
        held.when(create(0, twice)).happens(HELD, made(twice));
        held.given(made(twice)).when(create(0, twice)).nothingHappens(HELD);
        held.given()
                .when(create(1, twice))
                .happens(
                        association(1),
                        new CouponAssociationEvent.Created(association(1), SCOPE, twice));
        held.given().when(create(2, twice)).isRefused(Reason.INVALID_OPERATION, "max_redemptions");
        held.given(made(twice))
                .when(new CouponAssociationCommand.Withdraw(HELD, SCOPE, NOW))
                .happens(HELD, new CouponAssociationEvent.Withdrawn(HELD));
        held.given()
                .when(create(2, twice))
                .happens(
                        association(2),
                        new CouponAssociationEvent.Created(association(2), SCOPE, twice));
    }

    @Test
    void aCouponIsGivenWhileItCanBeRedeemed() {
        held.when(create(0, ten(null, NOW))).isRefusedFor("coupon");
        CouponAssociationDocument still = ten(null, NOW.plusSeconds(1));
        held.when(create(0, still)).happens(HELD, made(still));
    }

    @Test
    void aFixedAmountServesInvoicesUntilItIsGone() {
        var made = made(ten(null, null));
        held.given(made).when(use(INVOICE, "7.50")).happens(HELD, used(INVOICE, "7.50"));
        held.given(made, used(INVOICE, "7.50")).when(use(INVOICE, "7.50")).nothingHappens(HELD);
        held.given(made, used(INVOICE, "7.50"))
                .when(use(NEXT, "2.51"))
                .isRefused(Reason.INVALID_OPERATION, "7.50");
        held.given(made, used(INVOICE, "7.50"))
                .when(use(NEXT, "2.50"))
                .happens(HELD, used(NEXT, "2.50"));
        held.given(made, used(INVOICE, "7.50"))
                .when(use(INVOICE, "9.00"))
                .happens(HELD, used(INVOICE, "9.00"));
    }

    @Test
    void aShareServesOneInvoiceUnlessThatCountsNoLonger() {
        var made = made(holding(CouponDocument.Type.PERCENTAGE, null, null));
        held.given(made, used(INVOICE, "1.00"))
                .when(use(NEXT, "1.00"))
                .isRefused(Reason.INVALID_OPERATION, "1.00");
        var back = new CouponAssociationCommand.GiveBack(HELD, SCOPE, NOW, INVOICE);
        var given = new CouponAssociationEvent.GivenBack(HELD, INVOICE);
        held.given(made, used(INVOICE, "1.00")).when(back).happens(HELD, given);
        held.given(made, used(INVOICE, "1.00"), given).when(back).nothingHappens(HELD);
        held.given(made, used(INVOICE, "1.00"), given)
                .when(use(NEXT, "1.00"))
                .happens(HELD, used(NEXT, "1.00"));
    }

    @Test
    void itEndsAndIsSeenInItsOwnScopeAlone() {
        var made = made(ten(null, null));
        Instant end = NOW.plusSeconds(60);
        var ended = new CouponAssociationEvent.Ended(HELD, end);
        held.given(made)
                .when(new CouponAssociationCommand.End(HELD, SCOPE, NOW, end))
                .happens(HELD, ended);
        held.given(made, ended)
                .when(new CouponAssociationCommand.End(HELD, SCOPE, NOW, end))
                .nothingHappens(HELD);
        held.given(made)
                .when(new CouponAssociationCommand.End(HELD, OTHER_SCOPE, NOW, end))
                .isNotFound();
    }
}
