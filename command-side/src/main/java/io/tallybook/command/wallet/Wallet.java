package io.tallybook.command.wallet;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.History;
import io.tallybook.core.Receipt;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A wallet, in Axon's terms. */
@Aggregate(type = "wallet", cache = "aggregateCache")
class Wallet {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private WalletId id;

    private WalletState state = new WalletState.Absent();

    Wallet() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(WalletCommand.Create c) {
        return settle(c.walletId(), WalletDecider.create(state, c));
    }

    @CommandHandler
    Receipt handle(WalletCommand.TopUp c, EventStore events) {
        return settle(id, WalletDecider.topUp(state, c, past(events)));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Debit c, EventStore events) {
        return settle(id, TopUps.after(state, Spending.debit(state, c, past(events)), c.at()));
    }

    @CommandHandler
    Receipt handle(WalletCommand.GiveBack c, EventStore events) {
        return settle(id, Spending.giveBack(state, c, past(events)));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Update c) {
        return settle(id, TopUps.after(state, WalletDecider.update(state, c), c.at()));
    }

    @CommandHandler
    Receipt handle(WalletCommand.CompletePurchase c, EventStore events) {
        return settle(id, WalletDecider.complete(state, c, past(events)));
    }

    @CommandHandler
    Receipt handle(WalletCommand.FailPurchase c, EventStore events) {
        return settle(id, WalletDecider.fail(state, c, past(events)));
    }

    @CommandHandler
    Receipt handle(WalletCommand.TakeOut c, EventStore events) {
        return settle(id, TopUps.after(state, Spending.takeOut(state, c, past(events)), c.at()));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Expire c) {
        return settle(id, TopUps.after(state, Spending.expire(state, c), c.at()));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Hold c, EventStore events) {
        return settle(id, TopUps.after(state, Holding.hold(state, c, past(events)), c.at()));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Capture c, EventStore events) {
        return settle(id, Holding.capture(state, c, past(events)));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Release c, EventStore events) {
        return settle(id, Holding.release(state, c, past(events)));
    }

    @CommandHandler
    Receipt handle(WalletCommand.CountUsed c) {
        Long version = AggregateLifecycle.getVersion();
        return settle(id, TopUps.counted(state, c, version == null ? -1 : version));
    }

    @CommandHandler
    Receipt handle(WalletCommand.TopUpByInterval c) {
        return settle(id, TopUps.byInterval(state, c));
    }

    @CommandHandler
    Receipt handle(WalletCommand.EndTopUpRest c) {
        return settle(id, TopUps.rested(state, c));
    }

    @CommandHandler
    Receipt handle(WalletCommand.Terminate c) {
        return settle(id, WalletDecider.terminate(state, c));
    }

    private History<WalletEvent> past(EventStore events) {
        return History.of(events, id, WalletEvent.class);
    }

    @EventSourcingHandler
    void on(WalletEvent e) {
        id = e.walletId();
        state = state.evolve(e);
    }
}
