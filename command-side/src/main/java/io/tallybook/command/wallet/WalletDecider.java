package io.tallybook.command.wallet;

import io.tallybook.command.Decision;
import io.tallybook.command.InvariantViolated;
import io.tallybook.command.Rules;
import io.tallybook.command.wallet.WalletState.Absent;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.wallet.BurnDown;
import io.tallybook.domain.wallet.CreditValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may be done with a wallet. Whatever happens, the credits that came in are the credits used
 * and the credits left.
 */
final class WalletDecider {
    private static final String KIND = "wallet";
    private static final BigDecimal CREDITS_MAX = new BigDecimal("1e12");

    /** As many as {@link CreditValue} keeps, so that what a wallet can pay it also has. */
    private static final int CREDIT_PLACES = 15;

    private static final BigDecimal RATE_MAX = new BigDecimal("1e9");
    private static final int RATE_PLACES = 12;

    /** Four decimals of currency more, and 64 bits of minor units are full. */
    private static final BigDecimal WORTH_MAX = new BigDecimal("1e14");

    private WalletDecider() {}

    static Decision<WalletEvent.Created> create(WalletState state, WalletCommand.Create c) {
        WalletEvent.Created created = new WalletEvent.Created(c.walletId(), c.scope(), c.wallet());
        return switch (state) {
            case Absent() -> Decision.unless(broken(c.wallet()), created);
            case Open open ->
                    Decision.repeated(
                            KIND,
                            c.walletId(),
                            open.created().scope(),
                            c.scope(),
                            open.created(),
                            created);
        };
    }

    static Decision<WalletEvent.ToppedUp> topUp(WalletState state, WalletCommand.TopUp c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Optional<WalletEvent> done = wallet.done(c.transactionId(), c.idempotencyKey());
                    if (done.isPresent()) {
                        return repeated(c, done.get());
                    }
                    Optional<Rejection> broken = broken(wallet, c);
                    return broken.isPresent()
                            ? Decision.refused(broken.get())
                            : Decision.accepted(toppedUp(wallet, c));
                });
    }

    static Decision<WalletEvent.Debited> debit(WalletState state, WalletCommand.Debit c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    WalletEvent done = wallet.seen().get(c.transactionId());
                    if (done != null) {
                        return done instanceof WalletEvent.Debited debited
                                        && debited.invoiceId().equals(c.invoiceId())
                                ? Decision.alreadyDone()
                                : Decision.refused(Rejection.conflict(c.transactionId().value()));
                    }
                    Optional<Rejection> broken = broken(wallet, c);
                    return broken.isPresent()
                            ? Decision.refused(broken.get())
                            : Decision.accepted(debited(wallet, c));
                });
    }

    static Decision<WalletEvent.GivenBack> giveBack(WalletState state, WalletCommand.GiveBack c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    WalletEvent done = wallet.seen().get(c.transactionId());
                    if (done != null) {
                        return done instanceof WalletEvent.GivenBack back
                                        && back.debit().equals(c.debit())
                                ? Decision.alreadyDone()
                                : Decision.refused(Rejection.conflict(c.transactionId().value()));
                    }
                    return wallet.seen().get(c.debit()) instanceof WalletEvent.Debited debited
                            ? giveBack(wallet, c, debited)
                            : Decision.notFound("debit", c.debit());
                });
    }

    private static Decision<WalletEvent.GivenBack> giveBack(
            Open wallet, WalletCommand.GiveBack c, WalletEvent.Debited debited) {
        WalletTransactionId before = wallet.givenBack().get(c.debit());
        if (before != null) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "debit '"
                                    + c.debit()
                                    + "' was given back before, by '"
                                    + before
                                    + "'"));
        }
        TransactionDocument debit = debited.transaction();
        if (debit.parts().isEmpty()) {
            return Decision.alreadyDone(); // nothing was taken
        }
        BigDecimal balance = wallet.balance();
        return Decision.accepted(
                new WalletEvent.GivenBack(
                        c.walletId(),
                        c.debit(),
                        new TransactionDocument(
                                c.transactionId(),
                                TransactionDocument.Type.CREDIT,
                                Reason.INVOICE_VOID_REFUND,
                                debit.credits(),
                                debit.amount(),
                                balance,
                                balance.add(debit.credits()),
                                debited.invoiceId().value(),
                                null,
                                null,
                                null,
                                null,
                                Map.of(),
                                debit.parts())));
    }

    private static WalletEvent.ToppedUp toppedUp(Open wallet, WalletCommand.TopUp c) {
        BigDecimal balance = wallet.balance();
        return new WalletEvent.ToppedUp(
                c.walletId(),
                new TransactionDocument(
                        c.transactionId(),
                        TransactionDocument.Type.CREDIT,
                        c.reason(),
                        c.credits(),
                        worth(wallet, c.credits()),
                        balance,
                        balance.add(c.credits()),
                        null,
                        c.expiresAt(),
                        c.priority(),
                        c.idempotencyKey(),
                        c.description(),
                        c.metadata(),
                        List.of()));
    }

    private static WalletEvent.Debited debited(Open wallet, WalletCommand.Debit c) {
        CreditValue value = value(wallet);
        Money amount = c.upTo().min(value.payable(BurnDown.available(wallet.grants(), c.at())));
        BurnDown burn = BurnDown.burn(wallet.grants(), value.creditsFor(amount), c.at());
        if (burn.unmet().signum() != 0) {
            throw new InvariantViolated(
                    "credits_cover_what_they_are_worth", c.walletId(), burn.unmet(), amount);
        }
        BigDecimal balance = wallet.balance();
        return new WalletEvent.Debited(
                c.walletId(),
                c.invoiceId(),
                new TransactionDocument(
                        c.transactionId(),
                        TransactionDocument.Type.DEBIT,
                        Reason.INVOICE_PAYMENT,
                        burn.burnt(),
                        amount,
                        balance,
                        balance.subtract(burn.burnt()),
                        c.invoiceId().value(),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        burn.parts().stream().map(WalletDecider::part).toList()));
    }

    private static TransactionDocument.Part part(BurnDown.Part part) {
        return new TransactionDocument.Part(
                new WalletTransactionId(part.grantId()), part.credits());
    }

    // The moment of expiry may have been worked out anew by the retry; what was granted may not
    // differ.
    private static Decision<WalletEvent.ToppedUp> repeated(
            WalletCommand.TopUp c, WalletEvent done) {
        return done instanceof WalletEvent.ToppedUp before
                        && before.transaction().credits().compareTo(c.credits()) == 0
                        && before.transaction().reason() == c.reason()
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.conflict(
                                c.idempotencyKey() == null
                                        ? c.transactionId().value()
                                        : c.idempotencyKey()));
    }

    private static Optional<Rejection> broken(WalletDocument wallet) {
        return Rules.begin()
                .nameIfAny("name", wallet.name())
                .textIfAny("description", wallet.description(), Rules.TEXT_MAX)
                .positive("conversion_rate", wallet.conversionRate(), RATE_MAX, RATE_PLACES)
                .positive(
                        "topup_conversion_rate",
                        wallet.topupConversionRate(),
                        RATE_MAX,
                        RATE_PLACES)
                .metadata(wallet.metadata())
                .broken();
    }

    private static Optional<Rejection> broken(Open wallet, WalletCommand.TopUp c) {
        Optional<Rejection> broken =
                Rules.begin()
                        .positive("credits_to_add", c.credits(), CREDITS_MAX, CREDIT_PLACES)
                        .that(
                                c.reason() == Reason.FREE_CREDIT_GRANT
                                        || c.reason() == Reason.PURCHASED_CREDIT_DIRECT,
                                "transaction_reason",
                                c.reason().name(),
                                "FREE_CREDIT_GRANT or PURCHASED_CREDIT_DIRECT")
                        .moment("expiry_date_utc", c.expiresAt())
                        .that(
                                c.expiresAt() == null || c.expiresAt().isAfter(c.at()),
                                "expiry_date_utc",
                                String.valueOf(c.expiresAt()),
                                "a moment after " + c.at())
                        .nameIfAny("idempotency_key", c.idempotencyKey())
                        .textIfAny("description", c.description(), Rules.TEXT_MAX)
                        .metadata(c.metadata())
                        .broken();
        return broken.isPresent() ? broken : tooMuch(wallet, c);
    }

    private static Optional<Rejection> tooMuch(Open wallet, WalletCommand.TopUp c) {
        BigDecimal worth = value(wallet).worth(wallet.balance().add(c.credits()));
        return Rules.begin()
                .that(
                        worth.compareTo(WORTH_MAX) <= 0,
                        "credits_to_add",
                        c.credits().toPlainString(),
                        "a balance worth at most " + WORTH_MAX.toPlainString())
                .broken();
    }

    private static Optional<Rejection> broken(Open wallet, WalletCommand.Debit c) {
        return Rules.begin()
                .that(
                        c.upTo().currency().equals(wallet.created().wallet().currency()),
                        "currency",
                        c.upTo().currency().code(),
                        wallet.created().wallet().currency().code())
                .that(!c.upTo().isNegative(), "amount", c.upTo().toString(), "0 or more")
                .broken();
    }

    private static CreditValue value(Open wallet) {
        WalletDocument document = wallet.created().wallet();
        return new CreditValue(document.conversionRate(), document.currency());
    }

    private static Money worth(Open wallet, BigDecimal credits) {
        return value(wallet).payable(credits);
    }

    private static <E> Decision<E> inOpen(
            WalletState state, WalletId id, Scope caller, Function<Open, Decision<E>> decide) {
        return switch (state) {
            case Absent() -> Decision.notFound(KIND, id);
            case Open open ->
                    open.created().scope().equals(caller)
                            ? decide.apply(open)
                            : Decision.notFound(KIND, id);
        };
    }
}
