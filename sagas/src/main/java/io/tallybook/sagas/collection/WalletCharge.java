package io.tallybook.sagas.collection;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Receipt;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.GiveBacks;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.gateway.PaymentProvider.Again;
import io.tallybook.sagas.gateway.PaymentProvider.Outcome;
import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Pays with the credits of one wallet, all of an amount or nothing. The wallet is named by the
 * payment, so that a repeat asks the same one under the same name.
 */
final class WalletCharge {
    private static final String NAME = "collection";
    private static final String CAUSE = "due_work:CHARGE";
    private static final long VIEW_WAIT_MILLIS = 5_000;

    private final ProcessCommands commands;
    private final QueryGateway queries;

    WalletCharge(ProcessCommands commands, QueryGateway queries) {
        this.commands = commands;
        this.queries = queries;
    }

    Outcome charge(Scope scope, Instant at, Duty.Charge duty, Money amount) {
        String named = duty.payment().methodId();
        if (named == null) {
            return refused("no_wallet", "the payment names no wallet");
        }
        WalletId wallet = new WalletId(named);
        WalletTransactionId id =
                WalletTransactionId.of(
                        Ulid.derived(
                                at,
                                "payment",
                                duty.subject().value(),
                                Integer.toString(duty.index())));
        var debit =
                new WalletCommand.Debit(wallet, scope, at, id, duty.payment().invoiceId(), amount);
        return switch (commands.send(NAME, CAUSE, debit)) {
            case Answer.Refused(var why) -> refused("wallet_refused", why.message());
            case Answer.Accepted(var receipt) -> {
                shown(wallet, receipt);
                yield paid(scope, at, wallet, id, amount);
            }
        };
    }

    private Outcome paid(
            Scope scope, Instant at, WalletId wallet, WalletTransactionId id, Money amount) {
        Money taken = taken(scope, wallet, id);
        if (taken.equals(amount)) {
            return new Outcome.Paid(id.value());
        }
        if (taken.isPositive()) {
            commands.send(NAME, CAUSE, GiveBacks.of(scope, wallet, id, at));
        }
        return refused(
                "insufficient_credits",
                "the wallet's credits pay " + taken + ", and " + amount + " were asked for");
    }

    /** The view tells by itself as soon as it shows what the wallet answered. */
    private void shown(WalletId wallet, @Nullable Receipt receipt) {
        if (receipt != null) {
            Replies.of(
                    queries.query(
                            new AwaitView(
                                    ViewKind.WALLET,
                                    wallet.value(),
                                    receipt.version(),
                                    VIEW_WAIT_MILLIS),
                            ResponseTypes.instanceOf(Boolean.class)));
        }
    }

    /** Errors: IllegalStateException while the view does not show it; it is tried again. */
    private Money taken(Scope scope, WalletId wallet, WalletTransactionId id) {
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.EQ, List.of(id.value()))),
                        List.of(),
                        1,
                        0);
        return Replies.of(
                        queries.query(
                                new WalletQuery.TransactionsOf(scope, wallet, spec),
                                ResponseTypes.instanceOf(WalletQuery.Transactions.class)))
                .items()
                .stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the view does not show debit " + id + " yet"))
                .transaction()
                .amount();
    }

    private static Outcome refused(String code, String message) {
        return new Outcome.Refused(code, message, Again.NEVER);
    }
}
