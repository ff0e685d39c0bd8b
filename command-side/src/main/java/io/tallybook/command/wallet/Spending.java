package io.tallybook.command.wallet;

import static io.tallybook.command.wallet.WalletRules.inAny;
import static io.tallybook.command.wallet.WalletRules.inOpen;

import io.tallybook.command.Decision;
import io.tallybook.command.History;
import io.tallybook.command.Rules;
import io.tallybook.command.wallet.Movements.About;
import io.tallybook.command.wallet.WalletState.Credit;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.Ulid;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.wallet.CreditValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How credits leave a wallet, and come back to it. */
final class Spending {
    private static final Set<Reason> BY_HAND =
            Set.of(Reason.MANUAL_BALANCE_DEBIT, Reason.CREDIT_VOIDED, Reason.CREDIT_ADJUSTMENT);

    private Spending() {}

    static Decision<WalletEvent.Debited> debit(
            WalletState state, WalletCommand.Debit c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Optional<WalletEvent> done =
                            new Recall(wallet, history).movement(c.transactionId());
                    if (done.isPresent()) {
                        return done.get() instanceof WalletEvent.Debited debited
                                        && debited.invoiceId().equals(c.invoiceId())
                                ? Decision.alreadyDone()
                                : conflict(c.transactionId());
                    }
                    Optional<Rejection> broken = WalletRules.broken(wallet, c);
                    return broken.isPresent()
                            ? Decision.refused(broken.get())
                            : Decision.accepted(debited(wallet, c));
                });
    }

    private static <E> Decision<E> conflict(WalletTransactionId id) {
        return Decision.refused(Rejection.conflict(id.value()));
    }

    private static WalletEvent.Debited debited(Open wallet, WalletCommand.Debit c) {
        CreditValue value = Movements.value(wallet);
        Money amount = c.upTo().min(value.payable(Movements.available(wallet, c.at())));
        List<Part> parts = Movements.burn(wallet, value.creditsFor(amount), c.at());
        return new WalletEvent.Debited(
                c.walletId(),
                c.invoiceId(),
                Movements.out(
                        wallet,
                        About.of(c.transactionId(), Reason.INVOICE_PAYMENT, c.invoiceId().value()),
                        parts,
                        amount));
    }

    /** What comes back to a closed wallet leaves it at once. */
    static Decision<WalletEvent> giveBack(
            WalletState state, WalletCommand.GiveBack c, History<WalletEvent> history) {
        return inAny(
                state,
                c.walletId(),
                c.scope(),
                wallet ->
                        giveBack(
                                new Recall(wallet, history),
                                c,
                                back -> {
                                    Open then = (Open) wallet.evolve(back);
                                    return Movements.expired(
                                            then, back.transaction().parts(), c.at());
                                }),
                wallet ->
                        giveBack(
                                new Recall(wallet, history),
                                c,
                                back -> List.of(lost(wallet, back))));
    }

    private static Decision<WalletEvent> giveBack(
            Recall recall,
            WalletCommand.GiveBack c,
            Function<WalletEvent.GivenBack, List<WalletEvent>> then) {
        Optional<WalletEvent> done = recall.movement(c.transactionId());
        if (done.isPresent()) {
            return done.get() instanceof WalletEvent.GivenBack back
                            && back.debit().equals(c.debit())
                    ? Decision.alreadyDone()
                    : conflict(c.transactionId());
        }
        if (!(recall.movement(c.debit()).orElse(null) instanceof WalletEvent.Debited debited)) {
            return Decision.notFound("debit", c.debit());
        }
        if (debited.transaction().parts().isEmpty()) {
            return Decision.alreadyDone(); // nothing was taken
        }
        Undoing undoing = Undoing.of(debited, recall.backOf(c.debit()));
        Optional<Rejection> broken = undoing.broken(c);
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        var back = undoing.by(recall.wallet(), c);
        List<WalletEvent> events = new ArrayList<>(List.of(back));
        events.addAll(then.apply(back));
        return Decision.accepted(events);
    }

    private static WalletEvent lost(Open closed, WalletEvent.GivenBack back) {
        TransactionDocument t = back.transaction();
        Open then = (Open) closed.evolve(back);
        var id =
                WalletTransactionId.of(
                        Ulid.derived(Instant.EPOCH, "after_closing", t.id().value()));
        return new WalletEvent.TakenOut(
                back.walletId(),
                Movements.out(
                        then,
                        About.of(id, Reason.WALLET_TERMINATION, t.referenceId()).within(t.id()),
                        t.parts(),
                        t.amount()));
    }

    static Decision<WalletEvent.TakenOut> takeOut(
            WalletState state, WalletCommand.TakeOut c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Optional<WalletEvent> done =
                            new Recall(wallet, history).done(c.transactionId(), c.idempotencyKey());
                    if (done.isPresent()) {
                        return repeated(c, done.get());
                    }
                    Optional<Rejection> broken = broken(c);
                    return broken.isPresent() ? Decision.refused(broken.get()) : takeOut(wallet, c);
                });
    }

    private static Decision<WalletEvent.TakenOut> repeated(
            WalletCommand.TakeOut c, WalletEvent done) {
        return done instanceof WalletEvent.TakenOut(var _, var before)
                        && before.reason() == c.reason()
                        && (c.credits() == null || before.credits().compareTo(c.credits()) == 0)
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.conflict(
                                c.idempotencyKey() == null
                                        ? c.transactionId().value()
                                        : c.idempotencyKey()));
    }

    private static Optional<Rejection> broken(WalletCommand.TakeOut c) {
        return Rules.begin()
                .and(WalletRules.credits(c.credits()))
                .that(
                        BY_HAND.contains(c.reason()),
                        "transaction_reason",
                        c.reason().name(),
                        "one of " + BY_HAND.stream().map(Enum::name).sorted().toList())
                .nameIfAny("reference_id", c.referenceId())
                .nameIfAny("idempotency_key", c.idempotencyKey())
                .textIfAny("description", c.description(), Rules.TEXT_MAX)
                .metadata(c.metadata())
                .broken();
    }

    private static Decision<WalletEvent.TakenOut> takeOut(Open wallet, WalletCommand.TakeOut c) {
        BigDecimal available = Movements.available(wallet, c.at());
        if (c.grant() != null) {
            Optional<Credit> credit = wallet.credit(c.grant());
            if (credit.isEmpty()) {
                return Decision.notFound("credit", c.grant());
            }
            available = credit.get().free();
        }
        BigDecimal credits = c.credits() == null ? available : c.credits();
        if (credits.signum() == 0 || credits.compareTo(available) > 0) {
            return Decision.refused(WalletRules.insufficient(c.walletId(), credits, available));
        }
        List<Part> parts =
                c.grant() == null
                        ? Movements.burn(wallet, credits, c.at())
                        : List.of(new Part(c.grant(), credits));
        return Decision.accepted(
                new WalletEvent.TakenOut(
                        c.walletId(),
                        Movements.out(
                                wallet,
                                new About(
                                        c.transactionId(),
                                        c.reason(),
                                        c.referenceId(),
                                        c.idempotencyKey(),
                                        c.description(),
                                        c.metadata(),
                                        c.grant()),
                                parts)));
    }

    /** What is held leaves when the hold ends; a closed wallet has nothing that could leave. */
    static Decision<WalletEvent> expire(WalletState state, WalletCommand.Expire c) {
        return inAny(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Optional<Credit> credit = wallet.credit(c.grant());
                    if (credit.isEmpty()) {
                        return Decision.notFound("credit", c.grant());
                    }
                    return credit.get().isOverAt(c.at())
                            ? Decision.accepted(Movements.over(wallet, credit.get(), c.at()))
                            : Decision.refused(
                                    Rejection.invalidOperation(
                                            "credit '"
                                                    + c.grant()
                                                    + "' expires at "
                                                    + credit.get().expiresAt()
                                                    + ", after "
                                                    + c.at()));
                },
                _ -> Decision.accepted(new WalletEvent.Expired(c.walletId(), c.grant(), null)));
    }
}
