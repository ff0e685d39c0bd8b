package io.tallybook.sagas.gateway;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.domain.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who can get money from customers. */
public interface PaymentProvider {
    /** Whether it moves money for environments of this kind. */
    boolean serves(EnvironmentMode mode);

    /** By what a customer can be charged, the default first. */
    List<PaymentQuery.Method> methodsOf(CustomerView customer);

    /** The method that has this name with it; whether it can be charged, a charge tells. */
    PaymentQuery.Method named(String methodId);

    /**
     * Asks whether a charge would be paid, and has its money kept ready where that can be done;
     * none is moved. To ask again under the same key asks the same.
     *
     * <p>Errors: {@link ProviderSilent} if nobody knows.
     */
    Outcome authorize(Charge charge);

    /**
     * Asks for money. Whatever becomes of the question, the same key is answered with the same
     * outcome and moves money once.
     *
     * <p>Errors: {@link ProviderSilent} if nobody knows what became of it; it is asked again under
     * the same key.
     */
    Outcome charge(Charge charge);

    /**
     * What is asked for.
     *
     * @param key names the attempt, for ever
     * @param attempt which attempt of the payment it is
     * @param methodId absent where the customer chooses on the provider's page
     */
    record Charge(
            String key,
            Scope scope,
            CustomerId customerId,
            int attempt,
            PaymentMethodType method,
            @Nullable String methodId,
            Money amount,
            @Nullable String successUrl,
            @Nullable String cancelUrl) {}

    /** What became of a question for money. */
    sealed interface Outcome {
        /** The money is there. */
        record Paid(String reference) implements Outcome {}

        /** It is not, and this is why. */
        record Refused(String code, String message, Again again) implements Outcome {}

        /** The customer has to do something first, perhaps at {@code url}. */
        record CustomerMustAct(String reference, @Nullable String url) implements Outcome {}
    }

    /** Whether to ask again may help. */
    enum Again {
        LATER,
        NEVER
    }
}
