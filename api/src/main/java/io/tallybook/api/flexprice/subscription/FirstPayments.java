package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.AuthorizePayment;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** What is asked before a subscription begins that depends on its first payment. */
final class FirstPayments {
    private final Dispatch dispatch;

    FirstPayments(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** The terms with the time that there is to pay, if it waits for its first payment. */
    Mono<TermsOfPlan.Agreed> heldBack(Call call, TermsOfPlan.Agreed agreed) {
        Arrangement arranged = agreed.terms().arranged();
        if (arranged.paymentBehavior() == PaymentBehavior.DEFAULT_ACTIVE) {
            return Mono.just(agreed);
        }
        return dispatch.find(
                        new TenancyQuery.SettingOf(call.scope(), SubscriptionPolicy.SETTING),
                        SettingView.class)
                .map(setting -> SubscriptionPolicy.of(setting.value()))
                .defaultIfEmpty(SubscriptionPolicy.USUAL)
                .map(
                        policy ->
                                agreed.with(
                                        agreed.terms()
                                                .with(arranged.heldBack(policy.hoursToPay()))));
    }

    /**
     * Completes if it may begin: whoever moves money says that the first invoice would be paid, or
     * that was not asked for.
     *
     * <p>Errors: ProblemException if it would not be.
     */
    Mono<Void> authorized(Call call, SubscriptionId id, SubscriptionTerms terms, Instant now) {
        Arrangement arranged = terms.arranged();
        // Whether the two go together, the decision tells.
        if (arranged.paymentBehavior() != PaymentBehavior.ERROR_IF_INCOMPLETE
                || arranged.collectionMethod() != CollectionMethod.CHARGE_AUTOMATICALLY) {
            return Mono.empty();
        }
        return dispatch.find(
                        new InvoiceQuery.PreviewFirst(call.scope(), id, terms, now),
                        InvoiceView.class)
                .filter(invoice -> invoice.totals().total().isPositive())
                .flatMap(
                        invoice ->
                                dispatch.send(
                                        call,
                                        new AuthorizePayment(
                                                "first_" + id,
                                                call.scope(),
                                                now,
                                                terms.payer(),
                                                arranged.paymentMethodId(),
                                                invoice.totals().total())))
                .then();
    }
}
