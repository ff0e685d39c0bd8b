package io.tallybook.sagas.finalization;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.tallybook.core.Command;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceEvent.Finalized;
import io.tallybook.core.invoice.InvoiceEvent.Skipped;
import io.tallybook.core.invoice.InvoiceEvent.Voided;
import io.tallybook.core.wallet.WalletCommand.Debit;
import io.tallybook.core.wallet.WalletEvent.Debited;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Step;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;

/** Takes one computed invoice to its number; {@link FinalizationProcess} says how. */
@ProcessingGroup(FinalizationSaga.PROCESSOR)
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE)
public class FinalizationSaga {
    public static final String PROCESSOR = "process.finalization";
    private static final String NAME = "finalization";
    private static final String INVOICE = "invoiceId";

    private FinalizationState state = new FinalizationState.NotBegun();

    @StartSaga
    @SagaEventHandler(associationProperty = INVOICE)
    void on(Computed event, EventMessage<?> message, ProcessCommands commands, WalletOrder order) {
        Occurrence when = Occurrence.of(message);
        WalletOrder.Choice asked = order.of(event, message, when.scope());
        take(
                FinalizationProcess.computed(event, asked.wallets(), asked.reaches(), when),
                when,
                commands);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(Debited event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(FinalizationProcess.debited(state, event, when), when, commands);
    }

    @SagaEventHandler(associationProperty = INVOICE)
    void on(Voided event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(FinalizationProcess.voided(state, event, when), when, commands);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = INVOICE)
    void on(Finalized event) {
        state = new FinalizationState.Done();
    }

    @EndSaga
    @SagaEventHandler(associationProperty = INVOICE)
    void on(Skipped event) {
        state = new FinalizationState.Done();
    }

    private void take(Step<FinalizationState> step, Occurrence cause, ProcessCommands commands) {
        state = step.state();
        for (Command command : step.commands()) {
            if (!(command instanceof Debit debit)) {
                commands.sendTogether(NAME, cause, command);
            } else if (commands.send(NAME, cause, debit) instanceof Answer.Refused) {
                take(FinalizationProcess.refused(state, debit), cause, commands);
            }
        }
        if (state instanceof FinalizationState.Done) {
            SagaLifecycle.end();
        }
    }
}
