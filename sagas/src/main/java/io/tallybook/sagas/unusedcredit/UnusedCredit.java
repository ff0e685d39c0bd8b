package io.tallybook.sagas.unusedcredit;

import io.tallybook.core.Command;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Gives back, as credits of the customer's wallet, what a change left unused beyond what it cost.
 *
 * <p>Every id follows from the change, so a repeat gives nothing twice.
 */
@ProcessingGroup(UnusedCredit.PROCESSOR)
public final class UnusedCredit {
    public static final String PROCESSOR = "process.unused-credit";
    private static final String NAME = "unused_credit";

    private final Subscriptions subscriptions;
    private final ChosenWallets wallets;
    private final ProcessCommands commands;

    public UnusedCredit(
            Subscriptions subscriptions, ChosenWallets wallets, ProcessCommands commands) {
        this.subscriptions = subscriptions;
        this.wallets = wallets;
        this.commands = commands;
    }

    @EventHandler
    void on(LinesChanged event, EventMessage<?> message) {
        Amendment amendment = event.amendment();
        if (amendment == null || !amendment.excess().isPositive()) {
            return;
        }
        Occurrence when = Occurrence.of(message);
        SubscriptionTerms terms = subscriptions.termsOf(when.scope(), event.subscriptionId());
        CustomerId customer = terms.customerId();
        CurrencyCode currency = terms.currency();
        WalletId chosen = wallets.of(when.scope(), amendment.changeId(), customer, currency);
        WalletId own = ChosenWallets.ownOf(customer, currency);
        Answer answer = give(chosen, own, event, amendment, terms, when);
        // A wallet that takes no credits any more: there is always another.
        if (answer instanceof Answer.Refused && !chosen.equals(own)) {
            give(own, own, event, amendment, terms, when);
        }
    }

    private Answer give(
            WalletId wallet,
            WalletId own,
            LinesChanged event,
            Amendment amendment,
            SubscriptionTerms terms,
            Occurrence when) {
        Answer answer = new Answer.Accepted();
        for (Command command : commands(wallet, own, event, amendment, terms, when)) {
            answer = commands.send(NAME, when, command);
        }
        return answer;
    }

    static List<Command> commands(
            WalletId wallet,
            WalletId own,
            LinesChanged event,
            Amendment amendment,
            SubscriptionTerms terms,
            Occurrence when) {
        var topUp =
                new WalletCommand.TopUp(
                        wallet,
                        when.scope(),
                        when.effectiveAt(),
                        WalletTransactionId.of(
                                Ulid.derived(amendment.at(), NAME, amendment.changeId())),
                        amendment.excess().toDecimal(),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        amendment.changeId(),
                        "Unused after a change of " + event.subscriptionId(),
                        Map.of(
                                "subscription_id",
                                event.subscriptionId().value(),
                                "change_id",
                                amendment.changeId()));
        if (!wallet.equals(own)) {
            return List.of(topUp);
        }
        var open =
                new WalletCommand.Create(
                        own,
                        when.scope(),
                        when.effectiveAt(),
                        new WalletDocument(
                                terms.customerId(),
                                terms.currency(),
                                "Unused credit",
                                null,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                Map.of()));
        return List.of(open, topUp);
    }
}
