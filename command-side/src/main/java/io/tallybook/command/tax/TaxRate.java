package io.tallybook.command.tax;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.tax.TaxRateCommand;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A tax rate, in Axon's terms. */
@Aggregate(type = "tax_rate", cache = "aggregateCache")
class TaxRate {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private TaxRateId id;

    private TaxRateState state = new TaxRateState.Absent();

    TaxRate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(TaxRateCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.taxRateId(),
                uniqueness.secure(TaxRateDecider.create(state, c), TaxRateDecider.code(c)));
    }

    @CommandHandler
    Receipt handle(TaxRateCommand.Update c, Uniqueness uniqueness) {
        return settle(
                c.taxRateId(),
                uniqueness.free(
                        uniqueness.secure(
                                TaxRateDecider.update(state, c), TaxRateDecider.newCode(state, c)),
                        TaxRateDecider.oldCode(state, c)));
    }

    @CommandHandler
    Receipt handle(TaxRateCommand.Delete c, Uniqueness uniqueness, References references) {
        return settle(
                c.taxRateId(),
                uniqueness.free(
                        references.retire(
                                TaxRateDecider.delete(state, c),
                                c.scope(),
                                c.taxRateId(),
                                "a tax association names it"),
                        TaxRateDecider.code(state)));
    }

    @EventSourcingHandler
    void on(TaxRateEvent e) {
        id = e.taxRateId();
        state = state.evolve(e);
    }
}
