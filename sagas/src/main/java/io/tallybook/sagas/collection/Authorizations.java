package io.tallybook.sagas.collection;

import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.payment.AuthorizePayment;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.sagas.gateway.PaymentProvider;
import io.tallybook.sagas.gateway.PaymentProvider.Charge;
import io.tallybook.sagas.gateway.PaymentProvider.Outcome;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;

/** Asks the provider whether a charge would be paid; moves no money and keeps nothing. */
public final class Authorizations {
    private final PaymentMethods methods;
    private final PaymentProvider provider;

    public Authorizations(PaymentMethods methods, PaymentProvider provider) {
        this.methods = methods;
        this.provider = provider;
    }

    @CommandHandler
    Receipt handle(AuthorizePayment c) {
        if (!methods.serve(c.scope())) {
            throw refused("no payment provider moves money for this environment", "no_provider");
        }
        Optional<PaymentQuery.Method> method =
                methods.chosen(c.scope(), c.customerId(), c.methodId());
        if (method.isEmpty()) {
            throw refused("the customer has left no payment method", "no_method");
        }
        return switch (provider.authorize(charge(c, method.get()))) {
            case Outcome.Paid(String reference) -> new Receipt(reference, 0);
            case Outcome.Refused(var code, var message, var _) -> throw refused(message, code);
            case Outcome.CustomerMustAct _ ->
                    throw refused("the customer has to confirm the payment", "action_required");
        };
    }

    private static Charge charge(AuthorizePayment c, PaymentQuery.Method method) {
        return new Charge(
                c.key(),
                c.scope(),
                c.customerId(),
                1,
                method.type(),
                method.id(),
                c.amount(),
                null,
                null);
    }

    private static CommandExecutionException refused(String why, String code) {
        var rejection =
                new Rejection(
                        Rejection.Reason.INVALID_OPERATION,
                        "the first invoice would not be paid: " + why,
                        Map.of("code", code));
        return new CommandExecutionException(rejection.message(), null, rejection);
    }
}
