package io.tallybook.sagas.unusedcredit;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Gives back, as credits of the customer's wallet, what was paid of what a change left unused
 * beyond what it cost, and of what was charged in advance of a subscription that has ended.
 *
 * <pre>
 *  its moment ─► are the invoices final that charged it? ─► what was paid? ─► which wallet? ─► top it up
 *                  no: put off until they are               nothing: done
 * </pre>
 *
 * <p>Every id follows from the change, or the end, so a repeat gives nothing twice.
 */
public final class UnusedCredit implements Preparation {
    private static final String NAME = "unused_credit";
    private static final String CAUSE = "due_work:UNUSED_CREDIT";

    /** A draft that is final, or void, frees what waits for it; this is for one that was missed. */
    private static final Duration NEXT_LOOK = Duration.ofDays(1);

    private final QueryGateway queries;
    private final Subscriptions subscriptions;
    private final ChosenWallets wallets;
    private final ProcessCommands commands;

    public UnusedCredit(
            QueryGateway queries,
            Subscriptions subscriptions,
            ChosenWallets wallets,
            ProcessCommands commands) {
        this.queries = queries;
        this.subscriptions = subscriptions;
        this.wallets = wallets;
        this.commands = commands;
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        return items.stream().map(this::prepare).toList();
    }

    private Prepared prepare(DueItem item) {
        try {
            Duty.CreditUnused duty = (Duty.CreditUnused) item.duty();
            return worth(item.scope(), duty.unused())
                    .map(paid -> prepare(item, duty, paid))
                    .orElseGet(
                            () ->
                                    new Prepared.Unready(
                                            item, "the view does not show the subscription yet"));
        } catch (RuntimeException e) {
            return new Prepared.Unready(item, e.toString());
        }
    }

    private Optional<PaidUnused> worth(Scope scope, Duty.UnusedAmount unused) {
        return Replies.of(
                queries.query(
                        new InvoiceQuery.WorthOfUnused(
                                scope, unused.subscriptionId(), unused.parts(), unused.amount()),
                        ResponseTypes.optionalInstanceOf(PaidUnused.class)));
    }

    private Prepared prepare(DueItem item, Duty.CreditUnused duty, PaidUnused paid) {
        if (paid.awaited() != null) {
            return new Prepared.Postponed(item, item.dueAt().plus(NEXT_LOOK), paid.awaited());
        }
        return paid.amount().isPositive()
                ? new Prepared.Ready(item, topUp(item, duty, paid.amount()))
                : new Prepared.Moot(item);
    }

    private WalletCommand.TopUp topUp(DueItem item, Duty.CreditUnused duty, Money amount) {
        Duty.UnusedAmount unused = duty.unused();
        return new WalletCommand.TopUp(
                wallet(item, unused),
                item.scope(),
                item.dueAt(),
                duty.subject(),
                amount.toDecimal(),
                TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                null,
                null,
                unused.key(),
                description(unused),
                Map.of(
                        "subscription_id",
                        unused.subscriptionId().value(),
                        Duty.CreditUnused.CHANGE,
                        unused.key(),
                        "amount_by_price",
                        unused.amount().toDecimal().toPlainString()));
    }

    private static String description(Duty.UnusedAmount unused) {
        boolean byEnd = unused.key().equals(unused.subscriptionId().value());
        return "Unused after " + (byEnd ? "the end of " : "a change of ") + unused.subscriptionId();
    }

    // Who has paid for it is given it back.
    private WalletId wallet(DueItem item, Duty.UnusedAmount unused) {
        SubscriptionTerms terms = subscriptions.termsOf(item.scope(), unused.subscriptionId());
        ChosenWallets.Taking taking =
                wallets.taking(item.scope(), unused.key(), terms.payer(), terms.currency());
        if (taking.opens()) {
            commands.send(NAME, CAUSE, open(taking.id(), item, terms));
        }
        return taking.id();
    }

    private static WalletCommand.Create open(WalletId id, DueItem item, SubscriptionTerms terms) {
        return new WalletCommand.Create(
                id,
                item.scope(),
                item.dueAt(),
                new WalletDocument(
                        terms.payer(),
                        terms.currency(),
                        "Unused credit",
                        null,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        Map.of()));
    }
}
