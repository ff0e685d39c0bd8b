package io.tallybook.command.invoice;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePaymentEvent.PaymentApplied;
import io.tallybook.core.invoice.InvoicePaymentEvent.PaymentHeld;
import io.tallybook.core.invoice.InvoicePaymentEvent.PaymentReleased;
import io.tallybook.core.invoice.InvoicePaymentEvent.RefundApplied;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.domain.money.Money;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may be done with the money of an invoice. Whoever asks a customer for money first has it
 * kept here, so that nobody is asked twice for the same; money that came is never refused.
 */
final class PaymentRules {
    private static final String KIND = "invoice";

    private PaymentRules() {}

    static Decision<InvoicePaymentEvent> hold(
            InvoiceState state, InvoicePaymentCommand.HoldPayment c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account -> {
                    InvoicePayments payments = account.payments();
                    Optional<Money> held =
                            payments.held().stream()
                                    .filter(
                                            one ->
                                                    one.paymentId().equals(c.paymentId())
                                                            && one.attempt() == c.attempt())
                                    .map(InvoicePayments.Held::amount)
                                    .findFirst();
                    boolean came =
                            payments.applied().stream()
                                    .anyMatch(one -> one.paymentId().equals(c.paymentId()));
                    if (held.isPresent() && !fits(held.get(), c)) {
                        return Decision.refused(Rejection.conflict(c.paymentId().value()));
                    }
                    if (held.isPresent() || came) {
                        return Decision.alreadyDone();
                    }
                    Optional<Rejection> broken = broken(account, c.atMost());
                    Money free = payments.free(account.billed());
                    if (broken.isEmpty() && free.isLessThan(c.atLeast())) {
                        return Decision.refused(tooLittle(c, free));
                    }
                    return Decision.unless(
                            broken,
                            new PaymentHeld(
                                    c.invoiceId(),
                                    c.paymentId(),
                                    c.attempt(),
                                    free.min(c.atMost())));
                });
    }

    private static boolean fits(Money held, InvoicePaymentCommand.HoldPayment c) {
        return !held.isLessThan(c.atLeast()) && !c.atMost().isLessThan(held);
    }

    private static Rejection tooLittle(InvoicePaymentCommand.HoldPayment c, Money free) {
        return Rejection.invalidOperation(
                "invoice '"
                        + c.invoiceId()
                        + "': "
                        + c.atLeast()
                        + " were to be collected, and "
                        + free
                        + " are left to be asked for");
    }

    static Decision<InvoicePaymentEvent> release(
            InvoiceState state, InvoicePaymentCommand.ReleasePayment c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                _ ->
                        Decision.accepted(
                                new PaymentReleased(
                                        c.invoiceId(), c.paymentId(), c.attempt(), c.givenUpAt())));
    }

    static Decision<InvoicePaymentEvent> apply(
            InvoiceState state, InvoicePaymentCommand.ApplyPayment c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account -> {
                    Optional<InvoicePayments.Applied> before =
                            account.payments().applied().stream()
                                    .filter(one -> one.paymentId().equals(c.paymentId()))
                                    .findFirst();
                    if (before.isPresent()) {
                        return before.get().amount().equals(c.amount())
                                ? Decision.alreadyDone()
                                : Decision.refused(Rejection.conflict(c.paymentId().value()));
                    }
                    return Decision.unless(
                            broken(account, c.amount()),
                            new PaymentApplied(c.invoiceId(), c.paymentId(), c.amount(), c.at()));
                });
    }

    /** Of what is left of a payment, beside what credit notes and other refunds give back. */
    static Decision<InvoicePaymentEvent> orderRefund(
            InvoiceState state, InvoicePaymentCommand.OrderRefund c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account -> {
                    MoneyBack asked = c.atMost();
                    InvoicePayments settled = account.settled(c.at());
                    Optional<InvoicePayments.Refund> before =
                            settled.refunds().stream()
                                    .filter(one -> one.refundId().equals(asked.refundId()))
                                    .findFirst();
                    if (before.isPresent()) {
                        return before.get().paymentId().equals(asked.paymentId())
                                ? Decision.alreadyDone()
                                : Decision.refused(Rejection.conflict(asked.refundId().value()));
                    }
                    Optional<Rejection> broken = broken(account, asked.amount());
                    Money left = settled.refundableOf(asked.paymentId());
                    return broken.isEmpty() && !left.isPositive()
                            ? Decision.refused(nothingLeft(c, settled))
                            : Decision.unless(
                                    broken,
                                    new InvoicePaymentEvent.RefundOrdered(
                                            c.invoiceId(),
                                            new MoneyBack(
                                                    asked.refundId(),
                                                    asked.paymentId(),
                                                    asked.amount().min(left),
                                                    asked.toWalletOf()),
                                            c.at()));
                });
    }

    private static Rejection nothingLeft(
            InvoicePaymentCommand.OrderRefund c, InvoicePayments settled) {
        PaymentId payment = c.atMost().paymentId();
        Money zero = Money.zero(c.atMost().amount().currency());
        Money came =
                settled.applied().stream()
                        .filter(one -> one.paymentId().equals(payment))
                        .map(InvoicePayments.Applied::amount)
                        .reduce(zero, Money::plus);
        return Rejection.invalidOperation(
                "payment '"
                        + payment
                        + "': nothing of it is left to give back: "
                        + came
                        + " came, "
                        + came.minus(settled.keptOf(payment))
                        + " of it went back, and credit notes of invoice '"
                        + c.invoiceId()
                        + "' have given back "
                        + settled.credited());
    }

    /** It has gone back: that is booked, whatever was left. */
    static Decision<InvoicePaymentEvent> refund(
            InvoiceState state, InvoicePaymentCommand.ApplyRefund c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account -> {
                    InvoicePayments payments = account.payments();
                    Optional<InvoicePayments.Refund> before =
                            payments.refunds().stream()
                                    .filter(one -> one.refundId().equals(c.refundId()))
                                    .findFirst();
                    if (before.isPresent()) {
                        return before.get().amount().equals(c.amount())
                                ? Decision.alreadyDone()
                                : Decision.refused(Rejection.conflict(c.refundId().value()));
                    }
                    Money kept = payments.keptOf(c.paymentId());
                    return Decision.unless(
                            broken(account, c.amount())
                                    .or(
                                            () ->
                                                    Rules.begin()
                                                            .that(
                                                                    !kept.isLessThan(c.amount()),
                                                                    "amount",
                                                                    c.amount().toString(),
                                                                    "at most " + kept)
                                                            .broken()),
                            new RefundApplied(
                                    c.invoiceId(),
                                    c.paymentId(),
                                    c.refundId(),
                                    c.amount(),
                                    c.at()));
                });
    }

    static Decision<InvoicePaymentEvent> giveUp(
            InvoiceState state, InvoicePaymentCommand.GiveUpCollection c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account ->
                        account.payments().givenUpAt() == null
                                        && account.payments()
                                                .remaining(account.billed())
                                                .isPositive()
                                ? Decision.accepted(
                                        new InvoicePaymentEvent.CollectionGivenUp(
                                                c.invoiceId(), c.at()))
                                : Decision.alreadyDone());
    }

    /** What was not paid by the due date is overdue; said once, also where nothing is left. */
    static Decision<InvoicePaymentEvent> passDueDate(
            InvoiceState state, InvoicePaymentCommand.PassDueDate c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account ->
                        account.duePassedAt() == null
                                ? Decision.accepted(
                                        new InvoicePaymentEvent.DueDatePassed(
                                                c.invoiceId(),
                                                account.payments().remaining(account.billed()),
                                                c.at()))
                                : Decision.alreadyDone());
    }

    /** Gives up what is left; what was written off before is not written off again. */
    static Decision<InvoicePaymentEvent> writeOff(
            InvoiceState state, InvoicePaymentCommand.WriteOff c) {
        return account(
                state,
                c.invoiceId(),
                c.scope(),
                account -> {
                    InvoicePayments payments = account.payments();
                    Money left = payments.remaining(account.billed());
                    if (!left.isPositive() && payments.writtenOff().isPositive()) {
                        return Decision.alreadyDone();
                    }
                    if (!left.isPositive() || !payments.held().isEmpty()) {
                        return Decision.refused(notToWriteOff(c.invoiceId(), left));
                    }
                    return Decision.unless(
                            Rules.begin().textIfAny("reason", c.reason(), Rules.TEXT_MAX).broken(),
                            new InvoicePaymentEvent.WrittenOff(
                                    c.invoiceId(), left, c.reason(), c.at()));
                });
    }

    private static Rejection notToWriteOff(InvoiceId id, Money left) {
        return Rejection.invalidOperation(
                left.isPositive()
                        ? "invoice '" + id + "': a payment of it is under way, wait for its end"
                        : "invoice '" + id + "': nothing is left to be written off");
    }

    private static Optional<Rejection> broken(Account account, Money amount) {
        return Rules.begin()
                .that(
                        amount.currency().equals(account.billed().currency()),
                        "currency",
                        amount.currency().code(),
                        account.billed().currency().code())
                .that(amount.isPositive(), "amount", amount.toString(), "more than 0")
                .broken();
    }

    static Decision<InvoicePaymentEvent> account(
            InvoiceState state,
            InvoiceId id,
            Scope caller,
            Function<Account, Decision<InvoicePaymentEvent>> decide) {
        return switch (InvoiceDecider.visible(state, caller)) {
            case InvoiceState.Absent() -> Decision.notFound(KIND, id);
            case InvoiceState.Draft _, InvoiceState.Parked _, InvoiceState.Computed _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '" + id + "' is not finalized: nothing is owed yet"));
            case InvoiceState.Skipped _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '" + id + "' was skipped: nothing is owed on it"));
            case InvoiceState.Finalized finalized -> decide.apply(finalized.account());
            case InvoiceState.Voided voided -> decide.apply(voided.account());
        };
    }
}
