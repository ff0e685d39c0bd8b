package io.tallybook.sagas.unusedcredit;

import io.tallybook.core.Command;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Gives back, as credits of the customer's wallet, what a change left unused beyond what it cost,
 * and what was paid in advance of a subscription that has ended.
 *
 * <p>Every id follows from the change, or the end, so a repeat gives nothing twice.
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

    /** What is given back, and why. */
    private record Back(String key, Instant at, Money amount, String description) {}

    @EventHandler
    void on(LinesChanged event, EventMessage<?> message) {
        Amendment amendment = event.amendment();
        if (amendment != null && amendment.excess().isPositive()) {
            give(
                    event.subscriptionId(),
                    new Back(
                            amendment.changeId(),
                            amendment.at(),
                            amendment.excess(),
                            "Unused after a change of " + event.subscriptionId()),
                    Occurrence.of(message));
        }
    }

    @EventHandler
    void on(Cancelled event, EventMessage<?> message) {
        Unspent unspent = event.unspent();
        if (unspent != null && unspent.toWallet().isPositive()) {
            give(
                    event.subscriptionId(),
                    new Back(
                            event.subscriptionId().value(),
                            event.cancelledAt(),
                            unspent.toWallet(),
                            "Unused after the end of " + event.subscriptionId()),
                    Occurrence.of(message));
        }
    }

    private void give(SubscriptionId subscription, Back back, Occurrence when) {
        SubscriptionTerms terms = subscriptions.termsOf(when.scope(), subscription);
        // Who has paid for it is given it back.
        CustomerId customer = terms.payer();
        CurrencyCode currency = terms.currency();
        WalletId chosen = wallets.of(when.scope(), back.key(), customer, currency);
        WalletId own = ChosenWallets.ownOf(customer, currency);
        Answer answer = give(chosen, own, subscription, back, terms, when);
        // A wallet that takes no credits any more: there is always another.
        if (answer instanceof Answer.Refused && !chosen.equals(own)) {
            give(own, own, subscription, back, terms, when);
        }
    }

    private Answer give(
            WalletId wallet,
            WalletId own,
            SubscriptionId subscription,
            Back back,
            SubscriptionTerms terms,
            Occurrence when) {
        Answer answer = new Answer.Accepted();
        for (Command command : commands(wallet, own, subscription, back, terms, when)) {
            answer = commands.send(NAME, when, command);
        }
        return answer;
    }

    private static List<Command> commands(
            WalletId wallet,
            WalletId own,
            SubscriptionId subscription,
            Back back,
            SubscriptionTerms terms,
            Occurrence when) {
        var topUp =
                new WalletCommand.TopUp(
                        wallet,
                        when.scope(),
                        when.effectiveAt(),
                        WalletTransactionId.of(Ulid.derived(back.at(), NAME, back.key())),
                        back.amount().toDecimal(),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        back.key(),
                        back.description(),
                        Map.of("subscription_id", subscription.value(), "change_id", back.key()));
        if (!wallet.equals(own)) {
            return List.of(topUp);
        }
        var open =
                new WalletCommand.Create(
                        own,
                        when.scope(),
                        when.effectiveAt(),
                        new WalletDocument(
                                terms.payer(),
                                terms.currency(),
                                "Unused credit",
                                null,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                Map.of()));
        return List.of(open, topUp);
    }
}
