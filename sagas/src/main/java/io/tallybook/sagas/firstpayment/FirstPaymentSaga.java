package io.tallybook.sagas.firstpayment;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentArrived;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentAwaited;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentMissed;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Step;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;

/** Waits for the first payment of one subscription; {@link FirstPaymentProcess} says how. */
@Saga
@ProcessingGroup(FirstPaymentSaga.PROCESSOR)
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE)
public class FirstPaymentSaga {
    public static final String PROCESSOR = "process.firstpayment";
    private static final String NAME = "firstpayment";
    private static final String SUBSCRIPTION = "subscriptionId";
    private static final String INVOICE = "invoiceId";

    private FirstPaymentState state = new FirstPaymentState.NotBegun();

    @StartSaga
    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(PaymentAwaited event, EventMessage<?> message, ProcessCommands commands) {
        follow(event.invoiceId());
        take(FirstPaymentProcess.awaited(event), Occurrence.of(message), commands);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(InvoiceEvent.Finalized event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(FirstPaymentProcess.finalized(state, event, when), when, commands);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(InvoicePaymentEvent event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(FirstPaymentProcess.moved(state, event, when), when, commands);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(InvoiceEvent.Skipped event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(FirstPaymentProcess.skipped(state, when), when, commands);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(InvoiceEvent.Voided event, EventMessage<?> message, ProcessCommands commands) {
        if (event.replacement() != null) {
            follow(InvoiceId.derived(event.replacement()));
        }
        Occurrence when = Occurrence.of(message);
        take(FirstPaymentProcess.voided(state, event, when), when, commands);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(PaymentArrived event) {
        state = new FirstPaymentState.Done();
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(PaymentMissed event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(FirstPaymentProcess.missed(state, event, when), when, commands);
    }

    private static void follow(InvoiceId invoice) {
        SagaLifecycle.associateWith(INVOICE, invoice.value());
    }

    private void take(Step<FirstPaymentState> step, Occurrence cause, ProcessCommands commands) {
        step.commands().forEach(command -> commands.send(NAME, cause, command));
        state = step.state();
        if (state instanceof FirstPaymentState.Done) {
            SagaLifecycle.end();
        }
    }
}
