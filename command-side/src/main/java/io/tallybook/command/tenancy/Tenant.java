package io.tallybook.command.tenancy;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.tenancy.TenantId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A tenant, in Axon's terms. */
@Aggregate(type = "tenant", cache = "aggregateCache")
class Tenant {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private TenantId id;

    private TenantState state = new TenantState.Absent();

    Tenant() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(TenantCommand.Create c) {
        return settle(c.tenantId(), TenantDecider.create(state, c));
    }

    @CommandHandler
    Receipt handle(TenantCommand.Update c) {
        return settle(id, TenantDecider.update(state, c));
    }

    @EventSourcingHandler
    void on(TenantEvent e) {
        id = e.tenantId();
        state = state.evolve(e);
    }
}
