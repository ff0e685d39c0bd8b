package io.tallybook.sagas.firstpayment;

import io.tallybook.core.invoice.InvoiceCommand.VoidInvoice;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.subscription.SubscriptionCommand.ConfirmFirstPayment;
import io.tallybook.core.subscription.SubscriptionCommand.GiveUpFirstPayment;
import io.tallybook.core.subscription.SubscriptionEvent.Missed;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentAwaited;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentMissed;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Step;
import io.tallybook.sagas.firstpayment.FirstPaymentState.Account;
import io.tallybook.sagas.firstpayment.FirstPaymentState.Done;
import io.tallybook.sagas.firstpayment.FirstPaymentState.NotBegun;
import io.tallybook.sagas.firstpayment.FirstPaymentState.Voiding;
import io.tallybook.sagas.firstpayment.FirstPaymentState.Waiting;

/**
 * A subscription that is held back is served once its invoice asks for nothing more; if it has
 * ended before that, the invoice is declared void. That it ends in time is due work.
 *
 * <pre>
 *  waiting ── nothing left to pay ──► served      ── invoice void ──► the subscription ends
 *     └─ the subscription has ended ──► voiding ── void ──► done
 * </pre>
 */
final class FirstPaymentProcess {
    private FirstPaymentProcess() {}

    static Step<FirstPaymentState> awaited(PaymentAwaited event) {
        return Step.of(
                new Waiting(event.subscriptionId(), event.invoiceId(), event.invoiceId(), null));
    }

    /** What comes to nothing is paid; what could not be declared void before can be now. */
    static Step<FirstPaymentState> finalized(
            FirstPaymentState state, InvoiceEvent.Finalized event, Occurrence when) {
        return switch (state) {
            case Waiting waiting -> {
                var billed = event.totals().total();
                yield looked(
                        waiting.with(new Account(billed, InvoicePayments.none(billed.currency()))),
                        when);
            }
            case Voiding voiding -> Step.of(voiding, voided(voiding.invoice(), when));
            case NotBegun nothing -> Step.of(nothing);
            case Done done -> Step.of(done);
        };
    }

    /** Money came, went back, or is not asked for any longer. */
    static Step<FirstPaymentState> moved(
            FirstPaymentState state, InvoicePaymentEvent event, Occurrence when) {
        return switch (state) {
            case Waiting waiting -> {
                Account before = waiting.account();
                yield before == null
                        ? Step.of(waiting)
                        : looked(
                                waiting.with(
                                        new Account(
                                                before.billed(),
                                                before.money().after(event, before.billed()))),
                                when);
            }
            case Voiding voiding -> Step.of(voiding);
            case NotBegun nothing -> Step.of(nothing);
            case Done done -> Step.of(done);
        };
    }

    private static Step<FirstPaymentState> looked(Waiting waiting, Occurrence when) {
        Account account = waiting.account();
        return account != null && account.isPaid()
                ? Step.of(waiting, confirmed(waiting, when))
                : Step.of(waiting);
    }

    /** Nothing was to be charged. */
    static Step<FirstPaymentState> skipped(FirstPaymentState state, Occurrence when) {
        return switch (state) {
            case Waiting waiting -> Step.of(waiting, confirmed(waiting, when));
            case Voiding _ -> Step.of(new Done());
            case NotBegun nothing -> Step.of(nothing);
            case Done done -> Step.of(done);
        };
    }

    /** What stands in the place of the invoice is waited for; without that there is nothing. */
    static Step<FirstPaymentState> voided(
            FirstPaymentState state, InvoiceEvent.Voided event, Occurrence when) {
        return switch (state) {
            case Waiting waiting when event.replacement() != null ->
                    Step.of(
                            new Waiting(
                                    waiting.subscriptionId(),
                                    waiting.awaited(),
                                    InvoiceId.derived(event.replacement()),
                                    null));
            case Waiting waiting ->
                    Step.of(
                            waiting,
                            new GiveUpFirstPayment(
                                    waiting.subscriptionId(),
                                    when.scope(),
                                    when.effectiveAt(),
                                    Missed.INVOICE_VOIDED));
            case Voiding _ -> Step.of(new Done());
            case NotBegun nothing -> Step.of(nothing);
            case Done done -> Step.of(done);
        };
    }

    /** It has ended without being paid. */
    static Step<FirstPaymentState> missed(
            FirstPaymentState state, PaymentMissed event, Occurrence when) {
        return switch (state) {
            case Waiting waiting ->
                    switch (event.because()) {
                        case TIMED_OUT, ENDED ->
                                Step.of(
                                        new Voiding(waiting.invoice()),
                                        voided(waiting.invoice(), when));
                        case INVOICE_VOIDED -> Step.of(new Done());
                    };
            case Voiding voiding -> Step.of(voiding);
            case NotBegun nothing -> Step.of(nothing);
            case Done done -> Step.of(done);
        };
    }

    private static ConfirmFirstPayment confirmed(Waiting waiting, Occurrence when) {
        return new ConfirmFirstPayment(
                waiting.subscriptionId(), when.scope(), when.effectiveAt(), waiting.awaited());
    }

    private static VoidInvoice voided(InvoiceId invoice, Occurrence when) {
        return new VoidInvoice(
                invoice,
                when.scope(),
                when.effectiveAt(),
                "its subscription has ended before it was paid",
                MoneyBack.To.PAYMENT);
    }
}
