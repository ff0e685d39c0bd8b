package io.tallybook.command.payment;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.payment.PaymentState.Absent;
import io.tallybook.command.payment.PaymentState.Made;
import io.tallybook.command.payment.PaymentState.Stage;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.domain.money.Money;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a payment. It brings its money once, whoever says so and however often, and
 * never gives back more than it brought.
 */
final class PaymentDecider {
    private static final String KIND = "payment";
    private static final int BY_HAND = 0;
    private static final int URL_MAX = 2_000;

    private PaymentDecider() {}

    static Decision<PaymentEvent> create(PaymentState state, PaymentCommand.Create c) {
        var created = new PaymentEvent.Created(c.paymentId(), c.scope(), c.payment());
        return switch (state) {
            case Absent() -> {
                Optional<Rejection> broken = broken(c.payment());
                yield broken.isPresent()
                        ? Decision.refused(broken.get())
                        : Decision.accepted(begun(created, c));
            }
            case Made(var before, var _, var _) ->
                    Decision.repeated(
                            KIND, c.paymentId(), before.scope(), c.scope(), before, created);
        };
    }

    private static List<PaymentEvent> begun(PaymentEvent.Created made, PaymentCommand.Create c) {
        return switch (c.processing()) {
            case LATER -> List.of(made);
            case NOW ->
                    List.of(
                            made,
                            next(
                                    c.payment(),
                                    new PaymentCommand.Begin(c.paymentId(), c.scope(), c.at()),
                                    0));
        };
    }

    static Decision<PaymentEvent> describe(PaymentState state, PaymentCommand.Describe c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made -> {
                    PaymentDocument wanted =
                            made.now().described(c.gateway(), c.methodId(), c.metadata());
                    if (made.stage() instanceof Stage.Deleted) {
                        return refused(c.paymentId(), "was deleted");
                    }
                    return wanted.equals(made.now())
                            ? Decision.alreadyDone()
                            : Decision.unless(
                                    broken(wanted),
                                    new PaymentEvent.Described(
                                            c.paymentId(),
                                            c.gateway(),
                                            c.methodId(),
                                            c.metadata()));
                });
    }

    static Decision<PaymentEvent> begin(PaymentState state, PaymentCommand.Begin c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made ->
                        switch (made.stage()) {
                            case Stage.Idle(int attempts) ->
                                    Decision.accepted(next(made.now(), c, attempts));
                            case Stage.Trying _, Stage.Asked _, Stage.Paid _ ->
                                    Decision.alreadyDone();
                            case Stage.Voided _ -> refused(c.paymentId(), "was voided");
                            case Stage.Deleted _ -> refused(c.paymentId(), "was deleted");
                        });
    }

    // Nobody has to be asked for what came by another way.
    private static PaymentEvent next(
            PaymentDocument payment, PaymentCommand.Begin c, int attempts) {
        return payment.method().through() == PaymentMethodType.Through.NOBODY
                ? new PaymentEvent.Succeeded(
                        c.paymentId(), payment.invoiceId(), BY_HAND, payment.amount(), null, c.at())
                : new PaymentEvent.AttemptBegun(c.paymentId(), attempts + 1, payment);
    }

    /** What a provider says counts whenever it says it: late is not never. */
    static Decision<PaymentEvent> succeed(PaymentState state, PaymentCommand.Succeed c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made -> {
                    PaymentEvent paid =
                            new PaymentEvent.Succeeded(
                                    c.paymentId(),
                                    made.now().invoiceId(),
                                    c.attempt(),
                                    c.amount(),
                                    c.reference(),
                                    c.at());
                    return switch (made.stage()) {
                        case Stage.Idle _, Stage.Trying _, Stage.Asked _ ->
                                Decision.unless(broken(made.now(), c.amount()), paid);
                        case Stage.Paid _ -> Decision.alreadyDone();
                        case Stage.Voided _, Stage.Deleted _ ->
                                c.attempt() == BY_HAND
                                        ? refused(c.paymentId(), "was given up")
                                        : Decision.accepted(paid);
                    };
                });
    }

    static Decision<PaymentEvent> decline(PaymentState state, PaymentCommand.Decline c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made -> {
                    PaymentEvent.Declined declined =
                            new PaymentEvent.Declined(
                                    c.paymentId(),
                                    made.now().invoiceId(),
                                    c.attempt(),
                                    c.code(),
                                    c.message(),
                                    c.at(),
                                    c.nextAttemptAt());
                    return switch (made.stage()) {
                        case Stage.Trying(int attempt) when attempt == c.attempt() ->
                                Decision.accepted(declined);
                        case Stage.Asked(int attempt) when attempt == c.attempt() ->
                                Decision.accepted(declined);
                        case Stage.Idle _ when c.attempt() == BY_HAND ->
                                Decision.accepted(declined);
                        case Stage.Asked(int attempt) when c.attempt() == BY_HAND ->
                                Decision.accepted(of(declined, attempt));
                        case Stage.Trying _ when c.attempt() == BY_HAND ->
                                refused(c.paymentId(), "is being processed");
                        case Stage.Paid _ when c.attempt() == BY_HAND ->
                                refused(c.paymentId(), "has succeeded");
                        case Stage.Idle _,
                                Stage.Trying _,
                                Stage.Asked _,
                                Stage.Paid _,
                                Stage.Voided _,
                                Stage.Deleted _ ->
                                Decision.alreadyDone();
                    };
                });
    }

    private static PaymentEvent.Declined of(PaymentEvent.Declined declined, int attempt) {
        return new PaymentEvent.Declined(
                declined.paymentId(),
                declined.invoiceId(),
                attempt,
                declined.code(),
                declined.message(),
                declined.failedAt(),
                declined.nextAttemptAt());
    }

    static Decision<PaymentEvent> askCustomer(PaymentState state, PaymentCommand.AskCustomer c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made ->
                        made.stage() instanceof Stage.Trying(int attempt) && attempt == c.attempt()
                                ? Decision.accepted(
                                        new PaymentEvent.CustomerAsked(
                                                c.paymentId(), c.attempt(), c.reference(), c.url()))
                                : Decision.alreadyDone());
    }

    static Decision<PaymentEvent> refund(PaymentState state, PaymentCommand.Refund c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made ->
                        switch (made.stage()) {
                            case Stage.Paid paid -> refund(made, paid, c);
                            case Stage.Idle _,
                                    Stage.Trying _,
                                    Stage.Asked _,
                                    Stage.Voided _,
                                    Stage.Deleted _ ->
                                    refused(c.paymentId(), "has brought nothing to give back");
                        });
    }

    private static Decision<PaymentEvent> refund(
            Made made, Stage.Paid paid, PaymentCommand.Refund c) {
        Money before = paid.refunds().get(c.refundId());
        if (before != null) {
            return before.equals(c.amount())
                    ? Decision.alreadyDone()
                    : Decision.refused(Rejection.conflict(c.refundId().value()));
        }
        Optional<Rejection> broken =
                broken(made.now(), c.amount())
                        .or(
                                () ->
                                        Rules.begin()
                                                .that(
                                                        !paid.kept().isLessThan(c.amount()),
                                                        "amount",
                                                        c.amount().toString(),
                                                        "at most "
                                                                + paid.kept()
                                                                + ", which is left of it")
                                                .broken());
        return Decision.unless(
                broken,
                new PaymentEvent.Refunded(
                        c.paymentId(),
                        made.now().invoiceId(),
                        c.refundId(),
                        c.amount(),
                        c.reference(),
                        c.at(),
                        c.toWalletOf()));
    }

    static Decision<PaymentEvent> voidPayment(PaymentState state, PaymentCommand.VoidPayment c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made ->
                        switch (made.stage()) {
                            case Stage.Idle _ ->
                                    Decision.accepted(
                                            new PaymentEvent.Voided(
                                                    c.paymentId(),
                                                    made.now().invoiceId(),
                                                    BY_HAND,
                                                    c.at()));
                            case Stage.Trying _ -> refused(c.paymentId(), "is being processed");
                            case Stage.Asked(int attempt) ->
                                    Decision.accepted(
                                            new PaymentEvent.Voided(
                                                    c.paymentId(),
                                                    made.now().invoiceId(),
                                                    attempt,
                                                    c.at()));
                            case Stage.Paid _ ->
                                    refused(c.paymentId(), "has succeeded; it can be refunded");
                            case Stage.Voided _ -> Decision.alreadyDone();
                            case Stage.Deleted _ -> refused(c.paymentId(), "was deleted");
                        });
    }

    static Decision<PaymentEvent> delete(PaymentState state, PaymentCommand.Delete c) {
        return made(
                state,
                c.paymentId(),
                c.scope(),
                made ->
                        switch (made.stage()) {
                            case Stage.Idle _, Stage.Voided _ ->
                                    Decision.accepted(new PaymentEvent.Deleted(c.paymentId()));
                            case Stage.Trying _ -> refused(c.paymentId(), "is being processed");
                            case Stage.Asked _ ->
                                    refused(
                                            c.paymentId(),
                                            "waits for the customer; it can be voided");
                            case Stage.Paid _ ->
                                    refused(c.paymentId(), "has succeeded; it can be refunded");
                            case Stage.Deleted _ -> Decision.alreadyDone();
                        });
    }

    private static Decision<PaymentEvent> made(
            PaymentState state,
            PaymentId id,
            Scope caller,
            Function<Made, Decision<PaymentEvent>> decide) {
        return switch (state) {
            case Made made when made.created().scope().equals(caller) -> decide.apply(made);
            case Made _, Absent _ -> Decision.notFound(KIND, id);
        };
    }

    private static Decision<PaymentEvent> refused(PaymentId id, String why) {
        return Decision.refused(Rejection.invalidOperation("payment '" + id + "' " + why));
    }

    private static Optional<Rejection> broken(PaymentDocument payment, Money amount) {
        return Rules.begin()
                .that(
                        amount.currency().equals(payment.amount().currency()),
                        "currency",
                        word(amount),
                        word(payment.amount()))
                .that(amount.isPositive(), "amount", amount.toString(), "more than 0")
                .broken();
    }

    private static Optional<Rejection> broken(PaymentDocument payment) {
        return Rules.begin()
                .that(
                        payment.amount().isPositive(),
                        "amount",
                        payment.amount().toString(),
                        "more than 0")
                .nameIfAny("payment_gateway", payment.gateway())
                .nameIfAny("payment_method_id", payment.methodId())
                .that(
                        url(payment.successUrl()),
                        "success_url",
                        String.valueOf(payment.successUrl()),
                        "an address that begins with http:// or https://")
                .that(
                        url(payment.cancelUrl()),
                        "cancel_url",
                        String.valueOf(payment.cancelUrl()),
                        "an address that begins with http:// or https://")
                .nameIfAny("idempotency_key", payment.idempotencyKey())
                .metadata(payment.metadata())
                .broken();
    }

    private static boolean url(@Nullable String text) {
        return text == null
                || (text.length() <= URL_MAX
                        && (text.startsWith("https://") || text.startsWith("http://")));
    }

    private static String word(Money amount) {
        return amount.currency().code().toLowerCase(Locale.ROOT);
    }
}
