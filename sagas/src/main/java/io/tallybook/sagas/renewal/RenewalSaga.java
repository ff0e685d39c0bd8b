package io.tallybook.sagas.renewal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.tallybook.core.subscription.SubscriptionEvent.Activated;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.SubscriptionEvent.GroupJoined;
import io.tallybook.core.subscription.SubscriptionEvent.GroupLeft;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionEvent.Paused;
import io.tallybook.core.subscription.SubscriptionEvent.Renewed;
import io.tallybook.core.subscription.SubscriptionEvent.Resumed;
import io.tallybook.core.subscription.SubscriptionEvent.ThresholdCrossed;
import io.tallybook.core.subscription.SubscriptionEvent.TrialChanged;
import io.tallybook.sagas.FinalizationDelays;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Step;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/** Opens the invoices of one subscription; {@link RenewalProcess} says which. */
@ProcessingGroup(RenewalSaga.PROCESSOR)
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE)
public class RenewalSaga {
    public static final String PROCESSOR = "process.renewal";
    private static final String NAME = "renewal";
    private static final String SUBSCRIPTION = "subscriptionId";

    private RenewalState state = new RenewalState.NotBegun();

    @StartSaga
    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(Activated event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(RenewalProcess.activated(event, when), when, commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(
            Renewed event,
            EventMessage<?> message,
            ProcessCommands commands,
            FinalizationDelays delays) {
        Occurrence when = Occurrence.of(message);
        take(RenewalProcess.renewed(state, event, when, delays.of(when.scope())), when, commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(TrialChanged event, EventMessage<?> message, ProcessCommands commands) {
        take(RenewalProcess.trialChanged(state, event), Occurrence.of(message), commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(GroupJoined event, EventMessage<?> message, ProcessCommands commands) {
        take(RenewalProcess.joined(state, event), Occurrence.of(message), commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(GroupLeft event, EventMessage<?> message, ProcessCommands commands) {
        take(RenewalProcess.left(state), Occurrence.of(message), commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(ThresholdCrossed event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(RenewalProcess.crossed(state, event, when), when, commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(LinesChanged event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(RenewalProcess.changed(state, event, when), when, commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(
            Paused event,
            EventMessage<?> message,
            ProcessCommands commands,
            FinalizationDelays delays) {
        Occurrence when = Occurrence.of(message);
        take(RenewalProcess.paused(state, event, when, delays.of(when.scope())), when, commands);
    }

    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(Resumed event, EventMessage<?> message, ProcessCommands commands) {
        Occurrence when = Occurrence.of(message);
        take(RenewalProcess.resumed(state, event, when), when, commands);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = SUBSCRIPTION)
    void on(Cancelled event) {
        state = new RenewalState.Ended();
    }

    // A refusal is not repeated: the period's row in due_work stays and shows that its invoice is
    // missing.
    private void take(Step<RenewalState> step, Occurrence cause, ProcessCommands commands) {
        step.commands().forEach(command -> commands.sendTogether(NAME, cause, command));
        state = step.state();
    }
}
