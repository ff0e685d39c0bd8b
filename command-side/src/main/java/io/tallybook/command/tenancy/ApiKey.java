package io.tallybook.command.tenancy;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** An API key, in Axon's terms. */
@Aggregate(type = "api_key", cache = "aggregateCache")
class ApiKey {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private ApiKeyId id;

    private ApiKeyState state = new ApiKeyState.Absent();

    ApiKey() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(ApiKeyCommand.Issue c, Uniqueness uniqueness) {
        return settle(
                c.apiKeyId(),
                uniqueness.secure(ApiKeyDecider.issue(state, c), ApiKeyDecider.unique(c)));
    }

    @CommandHandler
    Receipt handle(ApiKeyCommand.SetTerms c) {
        return settle(id, ApiKeyDecider.setTerms(state, c));
    }

    @CommandHandler
    Receipt handle(ApiKeyCommand.Revoke c) {
        return settle(id, ApiKeyDecider.revoke(state, c));
    }

    @EventSourcingHandler
    void on(ApiKeyEvent e) {
        id = e.apiKeyId();
        state = state.evolve(e);
    }
}
