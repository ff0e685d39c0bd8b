package io.tallybook.sagas.gateway;

import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.tenancy.EnvironmentMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider that moves no money: what becomes of a charge is told by the payment method, and is
 * the same after every crash. A customer's default method is in its metadata, under {@value
 * #DEFAULT_METHOD}.
 *
 * <pre>
 *  pm_card_ok              pays
 *  pm_card_declined        has never enough funds; asked again later
 *  pm_card_declined_once   has not enough funds at the first attempt, then pays
 *  pm_card_declined_twice  at the first two
 *  pm_card_stolen          is refused for good
 *  pm_card_silent          does not answer at first; asked again under the same key it has paid
 *  pm_card_action          wants the customer to confirm
 * </pre>
 */
public final class SandboxProvider implements PaymentProvider {
    public static final String NAME = "sandbox";
    public static final String DEFAULT_METHOD = "payment_method";

    private static final String PAGE = "https://pay.sandbox.example/";

    private final Map<String, Charge> asked = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    @Override
    public boolean serves(EnvironmentMode mode) {
        return mode == EnvironmentMode.SANDBOX;
    }

    @Override
    public List<PaymentQuery.Method> methodsOf(CustomerView customer) {
        String method = customer.metadata().get(DEFAULT_METHOD);
        return method == null
                ? List.of()
                : List.of(new PaymentQuery.Method(method, PaymentMethodType.CARD, NAME));
    }

    @Override
    public PaymentQuery.Method named(String methodId) {
        return new PaymentQuery.Method(methodId, PaymentMethodType.CARD, NAME);
    }

    @Override
    public Outcome authorize(Charge charge) {
        return outcome(charge, charge.methodId(), "auth_" + charge.key());
    }

    @Override
    public Outcome charge(Charge charge) {
        Charge before = asked.putIfAbsent(charge.key(), charge);
        if (before != null && !before.amount().equals(charge.amount())) {
            throw new IllegalStateException(
                    "charge "
                            + charge.key()
                            + " was asked for with "
                            + before.amount()
                            + " before, now with "
                            + charge.amount());
        }
        String reference = "ch_" + charge.key();
        return charge.method() == PaymentMethodType.PAYMENT_LINK
                ? new Outcome.CustomerMustAct(reference, PAGE + reference)
                : outcome(charge, charge.methodId(), reference);
    }

    /** How many different charges were asked for. */
    public int charges() {
        return asked.size();
    }

    private Outcome outcome(Charge charge, @Nullable String method, String reference) {
        return switch (method) {
            case "pm_card_ok" -> new Outcome.Paid(reference);
            case "pm_card_declined" -> noFunds();
            case "pm_card_declined_once" ->
                    charge.attempt() > 1 ? new Outcome.Paid(reference) : noFunds();
            case "pm_card_declined_twice" ->
                    charge.attempt() > 2 ? new Outcome.Paid(reference) : noFunds();
            case "pm_card_stolen" ->
                    new Outcome.Refused("stolen_card", "the card was stolen", Again.NEVER);
            case "pm_card_silent" -> {
                if (silent.add(charge.key())) {
                    throw new ProviderSilent("no answer to " + charge.key());
                }
                yield new Outcome.Paid(reference);
            }
            case "pm_card_action" -> new Outcome.CustomerMustAct(reference, PAGE + reference);
            case null, default ->
                    new Outcome.Refused(
                            "no_such_method",
                            "there is no payment method '" + method + "'",
                            Again.NEVER);
        };
    }

    private static Outcome noFunds() {
        return new Outcome.Refused(
                "insufficient_funds", "the card has not enough funds", Again.LATER);
    }
}
