package io.tallybook.query.payment;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.PaymentView.Answer;
import io.tallybook.core.payment.PaymentView.Attempt;
import io.tallybook.core.payment.PaymentView.Status;
import io.tallybook.core.payment.PaymentViewBuilder;
import io.tallybook.domain.money.Money;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of a payment. */
public final class PaymentFold implements Fold<PaymentView, PaymentEvent> {
    @Override
    public PaymentView on(@Nullable PaymentView current, PaymentEvent event, Recorded info) {
        return switch (event) {
            case PaymentEvent.Created e -> created(e, info);
            case PaymentEvent.Described e -> described(Fold.begun(current, event), e, info);
            case PaymentEvent.AttemptBegun e -> begun(Fold.begun(current, event), e, info);
            case PaymentEvent.CustomerAsked e -> asked(Fold.begun(current, event), e, info);
            case PaymentEvent.Succeeded e -> succeeded(Fold.begun(current, event), e, info);
            case PaymentEvent.Declined e -> declined(Fold.begun(current, event), e, info);
            case PaymentEvent.Refunded e -> refunded(Fold.begun(current, event), e, info);
            case PaymentEvent.Voided e -> voided(Fold.begun(current, event), e, info);
            case PaymentEvent.Deleted _ -> deleted(Fold.begun(current, event), info);
        };
    }

    private static PaymentView created(PaymentEvent.Created e, Recorded info) {
        Money amount = e.payment().amount();
        return new PaymentView(
                e.paymentId(),
                e.scope(),
                e.payment(),
                Status.INITIATED,
                amount,
                Money.zero(amount.currency()),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                info.firstStamp());
    }

    private static PaymentView described(
            PaymentView before, PaymentEvent.Described e, Recorded info) {
        PaymentDocument now = before.payment().described(e.gateway(), e.methodId(), e.metadata());
        return PaymentViewBuilder.builder(before)
                .payment(now)
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static PaymentView begun(
            PaymentView before, PaymentEvent.AttemptBegun e, Recorded info) {
        List<Attempt> attempts = new ArrayList<>(before.attempts());
        attempts.add(new Attempt(e.attempt(), info.effectiveAt(), null, null, null, null, null));
        return moved(before, Status.PROCESSING, attempts, null, null, null, info);
    }

    private static PaymentView asked(
            PaymentView before, PaymentEvent.CustomerAsked e, Recorded info) {
        List<Attempt> attempts =
                answered(
                        before,
                        e.attempt(),
                        Answer.CUSTOMER_ASKED,
                        e.reference(),
                        null,
                        null,
                        info.effectiveAt());
        return moved(before, Status.PENDING, attempts, e.reference(), e.url(), null, info);
    }

    private static PaymentView succeeded(
            PaymentView before, PaymentEvent.Succeeded e, Recorded info) {
        return new PaymentView(
                before.id(),
                before.scope(),
                before.payment(),
                Status.SUCCEEDED,
                e.amount(),
                before.refunded(),
                answered(
                        before,
                        e.attempt(),
                        Answer.SUCCEEDED,
                        e.reference(),
                        null,
                        null,
                        e.succeededAt()),
                e.reference() == null ? before.reference() : e.reference(),
                before.url(),
                null,
                e.succeededAt(),
                null,
                before.refundedAt(),
                null,
                null,
                info.stampAfter(before.stamp()));
    }

    private static PaymentView declined(
            PaymentView before, PaymentEvent.Declined e, Recorded info) {
        return PaymentViewBuilder.builder(before)
                .status(Status.FAILED)
                .attempts(
                        answered(
                                before,
                                e.attempt(),
                                Answer.DECLINED,
                                null,
                                e.code(),
                                e.message(),
                                e.failedAt()))
                .error(e.message())
                .failedAt(e.failedAt())
                .nextAttemptAt(e.nextAttemptAt())
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static PaymentView refunded(
            PaymentView before, PaymentEvent.Refunded e, Recorded info) {
        Money refunded = before.refunded().plus(e.amount());
        return PaymentViewBuilder.builder(before)
                .status(
                        refunded.isLessThan(before.amount())
                                ? Status.PARTIALLY_REFUNDED
                                : Status.REFUNDED)
                .refunded(refunded)
                .refundedAt(e.refundedAt())
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static PaymentView voided(PaymentView before, PaymentEvent.Voided e, Recorded info) {
        return PaymentViewBuilder.builder(before)
                .status(Status.VOIDED)
                .attempts(
                        answered(
                                before, e.attempt(), Answer.VOIDED, null, null, null, e.voidedAt()))
                .voidedAt(e.voidedAt())
                .nextAttemptAt(null)
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }

    private static PaymentView deleted(PaymentView before, Recorded info) {
        return PaymentViewBuilder.builder(before)
                .nextAttemptAt(null)
                .stamp(info.stampAfter(before.stamp(), EntityStatus.DELETED))
                .build();
    }

    private static PaymentView moved(
            PaymentView before,
            Status status,
            List<Attempt> attempts,
            @Nullable String reference,
            @Nullable String url,
            @Nullable String error,
            Recorded info) {
        return new PaymentView(
                before.id(),
                before.scope(),
                before.payment(),
                status,
                before.amount(),
                before.refunded(),
                attempts,
                reference == null ? before.reference() : reference,
                url,
                error,
                before.succeededAt(),
                before.failedAt(),
                before.refundedAt(),
                before.voidedAt(),
                null,
                info.stampAfter(before.stamp()));
    }

    private static List<Attempt> answered(
            PaymentView before,
            int number,
            Answer answer,
            @Nullable String reference,
            @Nullable String code,
            @Nullable String message,
            Instant at) {
        return before.attempts().stream()
                .map(
                        one ->
                                one.number() == number
                                        ? new Attempt(
                                                number,
                                                one.beganAt(),
                                                at,
                                                answer,
                                                reference == null ? one.reference() : reference,
                                                code,
                                                message)
                                        : one)
                .toList();
    }
}
