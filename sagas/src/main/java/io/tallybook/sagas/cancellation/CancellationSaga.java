package io.tallybook.sagas.cancellation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.tallybook.core.invoice.InvoiceEvent.Opened;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.FinalizationDelay;
import io.tallybook.sagas.FinalizationDelays;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Step;
import io.tallybook.sagas.Subscriptions;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;

/** Opens the last invoice of one subscription; {@link CancellationProcess} says whether. */
@Saga
@ProcessingGroup(CancellationSaga.PROCESSOR)
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE)
public class CancellationSaga {
    public static final String PROCESSOR = "process.cancellation";
    private static final String NAME = "cancellation";
    private static final String INVOICE = "invoiceId";

    private CancellationState state = new CancellationState.NotBegun();

    @StartSaga
    @SagaEventHandler(associationProperty = "subscriptionId")
    void on(
            Cancelled event,
            EventMessage<?> message,
            ProcessCommands commands,
            Subscriptions subscriptions,
            FinalizationDelays delays) {
        CancellationProcess.lastPeriod(event)
                .ifPresentOrElse(
                        period -> {
                            Occurrence when = Occurrence.of(message);
                            SubscriptionTerms terms =
                                    subscriptions.termsOf(when.scope(), event.subscriptionId());
                            take(event, period, terms, when, delays.of(when.scope()), commands);
                        },
                        SagaLifecycle::end);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(Opened event) {
        state = CancellationProcess.opened(state, event);
        if (state instanceof CancellationState.Done) {
            SagaLifecycle.end();
        }
    }

    private void take(
            Cancelled event,
            BillingPeriod period,
            SubscriptionTerms terms,
            Occurrence when,
            FinalizationDelay delay,
            ProcessCommands commands) {
        Step<CancellationState> step =
                CancellationProcess.cancelled(event, period, terms, when, delay);
        if (step.state() instanceof CancellationState.Invoicing(var invoice)) {
            SagaLifecycle.associateWith(INVOICE, invoice.value());
        }
        step.commands().forEach(command -> commands.send(NAME, when, command));
        state = step.state();
    }
}
