package io.tallybook.api.flexprice.payment;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What a payment charges if its caller does not say: chosen once, when it is made, so that all its
 * attempts ask the same.
 */
final class ChosenMethod {
    private static final int WALLETS_MAX = 1_000;

    private final Dispatch dispatch;

    ChosenMethod(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Errors: ProblemException (400) if the customer has nothing that can be charged. */
    Mono<PaymentDocument> of(Call call, PaymentDocument payment) {
        String named = payment.methodId();
        return switch (payment.method()) {
            case OFFLINE, PAYMENT_LINK -> Mono.just(payment);
            case CREDITS ->
                    named == null
                            ? wallet(call, payment).map(id -> charging(payment, id.value()))
                            : Mono.just(payment).doOnNext(ChosenMethod::requireWallet);
            case CARD, ACH, UPI -> named == null ? provided(call, payment) : Mono.just(payment);
        };
    }

    private static PaymentDocument charging(PaymentDocument payment, String methodId) {
        return payment.described(payment.gateway(), methodId, payment.metadata());
    }

    private static void requireWallet(PaymentDocument payment) {
        try {
            new WalletId(String.valueOf(payment.methodId()));
        } catch (IllegalArgumentException e) {
            throw refused("payment_method_id", "the id of a wallet", payment.methodId());
        }
    }

    private Mono<PaymentDocument> provided(Call call, PaymentDocument payment) {
        return methods(call, payment.customerId())
                .map(
                        known ->
                                known.items().stream()
                                        .filter(one -> one.type() == payment.method())
                                        .findFirst()
                                        .map(
                                                one ->
                                                        payment.described(
                                                                payment.gateway() == null
                                                                        ? one.gateway()
                                                                        : payment.gateway(),
                                                                one.id(),
                                                                payment.metadata()))
                                        .orElseThrow(
                                                () ->
                                                        refused(
                                                                "payment_method_id",
                                                                "a payment method, since the"
                                                                        + " customer has left none",
                                                                "nothing")));
    }

    /** By what a customer can be charged, the default first. */
    Mono<PaymentQuery.Methods> methods(Call call, CustomerId customer) {
        return dispatch.ask(
                new PaymentQuery.MethodsOf(call.scope(), customer), PaymentQuery.Methods.class);
    }

    /** The wallet that is worth most. */
    private Mono<WalletId> wallet(Call call, PaymentDocument payment) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id",
                                        Operator.EQ,
                                        List.of(payment.customerId().value())),
                                new Criterion(
                                        "currency",
                                        Operator.EQ,
                                        List.of(payment.amount().currency().code()))),
                        List.of(),
                        WALLETS_MAX,
                        0);
        return dispatch.ask(new WalletQuery.Search(call.scope(), spec), WalletQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .max(Comparator.comparing(ChosenMethod::worth))
                                        .map(WalletView::id)
                                        .orElseThrow(() -> noWallet(payment.amount())));
    }

    private static BigDecimal worth(WalletView view) {
        return view.creditBalance().multiply(view.wallet().conversionRate());
    }

    private static RuntimeException noWallet(Money amount) {
        return refused(
                "payment_method_type",
                "another than CREDITS, since the customer has no wallet in "
                        + amount.currency().code(),
                "CREDITS");
    }

    private static RuntimeException refused(
            String field, String expected, @org.jspecify.annotations.Nullable String got) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected %s, got %s".formatted(field, expected, got),
                        Map.of("field", field, "sent", String.valueOf(got), "expected", expected))
                .asException();
    }
}
