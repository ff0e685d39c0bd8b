package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.MeterId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A meter, in Axon's terms. */
@Aggregate(type = "meter", cache = "aggregateCache")
class Meter {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private MeterId id;

    private MeterState state = new MeterState.Absent();

    Meter() {}

    /** Another meter, made in the transaction of the command that is being handled. */
    static void make(MeterEvent.Created made) {
        Births.make(
                Meter.class,
                made.meterId(),
                () -> {
                    Meter meter = new Meter();
                    AggregateLifecycle.apply(made);
                    return meter;
                });
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(MeterCommand.Create c) {
        return settle(c.meterId(), MeterDecider.create(state, c));
    }

    @CommandHandler
    Receipt handle(MeterCommand.Update c) {
        return settle(id, MeterDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(MeterCommand.Archive c) {
        return settle(id, MeterDecider.archive(state, c));
    }

    @CommandHandler
    Receipt handle(MeterCommand.Delete c) {
        return settle(id, MeterDecider.delete(state, c));
    }

    @EventSourcingHandler
    void on(MeterEvent e) {
        id = e.meterId();
        state = state.evolve(e);
    }
}
