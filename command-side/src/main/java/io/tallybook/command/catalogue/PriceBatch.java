package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceBatchEvent;
import io.tallybook.core.catalogue.PriceBatchId;
import io.tallybook.core.catalogue.PriceEvent;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * A creation of many prices, in Axon's terms: their events are stored in one transaction, so that
 * all are made or none.
 */
@Aggregate(type = "price_batch", cache = "aggregateCache")
class PriceBatch {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private PriceBatchId id;

    private Optional<PriceBatchEvent.Created> before = Optional.empty();

    PriceBatch() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PriceBatchCommand.Create c, Uniqueness uniqueness, References references) {
        Decision<PriceBatchEvent.Created> decision =
                PriceBatchDecider.secured(
                        PriceBatchDecider.create(before, c), c, uniqueness, references);
        Receipt receipt = settle(c.batchId(), decision);
        if (decision instanceof Decision.Accepted<PriceBatchEvent.Created>) {
            List<PriceEvent.Created> prices = PriceBatchDecider.prices(c);
            prices.forEach(Price::make);
        }
        return receipt;
    }

    @EventSourcingHandler
    void on(PriceBatchEvent e) {
        id = e.batchId();
        before =
                switch (e) {
                    case PriceBatchEvent.Created created -> Optional.of(created);
                };
    }
}
