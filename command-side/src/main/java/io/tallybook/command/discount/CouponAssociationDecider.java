package io.tallybook.command.discount;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Who may be given a coupon, and how often what lasts for one invoice is used.
 *
 * <p>Whether a coupon may be redeemed is asked when it is given and never again: whoever holds one
 * keeps it when it is deleted, runs out or is fully redeemed.
 */
final class CouponAssociationDecider {
    private static final String KIND = "coupon association";

    private CouponAssociationDecider() {}

    static Decision<CouponAssociationEvent.Created> create(
            CouponAssociationState state, CouponAssociationCommand.Create c) {
        var created =
                new CouponAssociationEvent.Created(c.associationId(), c.scope(), c.association());
        return switch (state) {
            case CouponAssociationState.Absent() ->
                    Decision.unless(broken(c.association(), c.at()), created);
            case CouponAssociationState.Held(var before, var _, var _) -> repeated(before, created);
            case CouponAssociationState.Withdrawn(var before) -> repeated(before, created);
        };
    }

    /** An invoice uses what lasts for one; a fixed amount may serve several until it is gone. */
    static Decision<CouponAssociationEvent> use(
            CouponAssociationState state, CouponAssociationCommand.Use c) {
        return held(
                state,
                c,
                c.scope(),
                (held, uses) -> {
                    if (c.taken().equals(uses.get(c.invoiceId()))) {
                        return Decision.alreadyDone();
                    }
                    return Decision.unless(
                            unusable(held, uses, c),
                            new CouponAssociationEvent.Used(
                                    c.associationId(), c.invoiceId(), c.taken()));
                });
    }

    static Decision<CouponAssociationEvent> giveBack(
            CouponAssociationState state, CouponAssociationCommand.GiveBack c) {
        return held(
                state,
                c,
                c.scope(),
                (_, uses) ->
                        uses.containsKey(c.invoiceId())
                                ? Decision.accepted(
                                        new CouponAssociationEvent.GivenBack(
                                                c.associationId(), c.invoiceId()))
                                : Decision.alreadyDone());
    }

    static Decision<CouponAssociationEvent> end(
            CouponAssociationState state, CouponAssociationCommand.End c) {
        return held(
                state,
                c,
                c.scope(),
                (held, _) ->
                        c.endDate().equals(held.endDate())
                                ? Decision.alreadyDone()
                                : Decision.unless(
                                        Rules.begin().moment("end_date", c.endDate()).broken(),
                                        new CouponAssociationEvent.Ended(
                                                c.associationId(), c.endDate())));
    }

    static Decision<CouponAssociationEvent> withdraw(
            CouponAssociationState state, CouponAssociationCommand.Withdraw c) {
        if (state instanceof CouponAssociationState.Withdrawn(var made)
                && made.scope().equals(c.scope())) {
            return Decision.alreadyDone();
        }
        return held(
                state,
                c,
                c.scope(),
                (_, _) ->
                        Decision.accepted(new CouponAssociationEvent.Withdrawn(c.associationId())));
    }

    /** The decision, as long as the coupon may be given once more. */
    static Decision<CouponAssociationEvent.Created> counted(
            Redemptions redemptions, Decision<CouponAssociationEvent.Created> decision) {
        if (decision instanceof Decision.Accepted<CouponAssociationEvent.Created>(var events)) {
            for (CouponAssociationEvent.Created made : events) {
                CouponAssociationDocument given = made.association();
                Integer max = given.coupon().maxRedemptions();
                if (!redemptions.take(made.scope(), given.couponId(), max)) {
                    return Decision.refused(
                            Rejection.invalidOperation(
                                    "coupon '"
                                            + given.couponId()
                                            + "' was redeemed "
                                            + max
                                            + " times, which is its max_redemptions"));
                }
            }
        }
        return decision;
    }

    static void uncount(
            Redemptions redemptions,
            CouponAssociationState state,
            Decision<CouponAssociationEvent> decision) {
        if (decision instanceof Decision.Accepted<CouponAssociationEvent>
                && state instanceof CouponAssociationState.Held(var made, var now, var _)) {
            redemptions.giveBack(made.scope(), now.couponId());
        }
    }

    private static Decision<CouponAssociationEvent> held(
            CouponAssociationState state,
            CouponAssociationCommand c,
            Scope scope,
            BiFunction<
                            CouponAssociationDocument,
                            Map<InvoiceId, Money>,
                            Decision<CouponAssociationEvent>>
                    decide) {
        return switch (state) {
            case CouponAssociationState.Held(var made, var now, var uses)
                    when made.scope().equals(scope) ->
                    decide.apply(now, uses);
            case CouponAssociationState.Absent _,
                    CouponAssociationState.Held _,
                    CouponAssociationState.Withdrawn _ ->
                    Decision.notFound(KIND, c.associationId());
        };
    }

    private static Optional<Rejection> unusable(
            CouponAssociationDocument held,
            Map<InvoiceId, Money> uses,
            CouponAssociationCommand.Use c) {
        Money others =
                uses.entrySet().stream()
                        .filter(use -> !use.getKey().equals(c.invoiceId()))
                        .map(Map.Entry::getValue)
                        .reduce(Money.zero(c.taken().currency()), Money::plus);
        boolean elsewhere = uses.keySet().stream().anyMatch(id -> !id.equals(c.invoiceId()));
        BigDecimal amount = held.coupon().amountOff();
        boolean fits = !elsewhere;
        if (held.coupon().type() == CouponDocument.Type.FIXED && amount != null) {
            fits = others.plus(c.taken()).toDecimal().compareTo(amount) <= 0;
        }
        return fits
                ? Optional.empty()
                : Optional.of(
                        Rejection.invalidOperation(
                                "coupon association '"
                                        + c.associationId()
                                        + "' was used by other invoices for "
                                        + others
                                        + ", so that "
                                        + c.taken()
                                        + " is no longer to be had"));
    }

    private static Optional<Rejection> broken(CouponAssociationDocument given, Instant at) {
        CouponDocument coupon = given.coupon();
        return Rules.begin()
                .moment("start_date", given.startDate())
                .moment("end_date", given.endDate())
                .that(
                        given.endDate() == null || given.startDate().isBefore(given.endDate()),
                        "end_date",
                        String.valueOf(given.endDate()),
                        "a time after start_date, " + given.startDate())
                .that(
                        coupon.redeemAfter() == null || !at.isBefore(coupon.redeemAfter()),
                        "coupon",
                        given.couponId() + " at " + at,
                        "one that can be redeemed already: it can from " + coupon.redeemAfter())
                .that(
                        coupon.redeemBefore() == null || at.isBefore(coupon.redeemBefore()),
                        "coupon",
                        given.couponId() + " at " + at,
                        "one that can still be redeemed: it could until " + coupon.redeemBefore())
                .metadata(given.metadata())
                .broken();
    }

    private static Decision<CouponAssociationEvent.Created> repeated(
            CouponAssociationEvent.Created before, CouponAssociationEvent.Created now) {
        return Decision.repeated(
                KIND, now.associationId(), before.scope(), now.scope(), before, now);
    }
}
