package io.tallybook.sagas.collection;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoicePaymentCommand.HoldPayment;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentDocument.Origin;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import io.tallybook.sagas.gateway.PaymentProvider;
import io.tallybook.sagas.gateway.PaymentProvider.Again;
import io.tallybook.sagas.gateway.PaymentProvider.Charge;
import io.tallybook.sagas.gateway.PaymentProvider.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Asks for the money of attempts that have begun. Every step may be repeated after a crash: what is
 * kept with the invoice is kept once, and who is asked knows the attempt by its key.
 *
 * <pre>
 *  attempt begun ─► keep the amount with the invoice ─► ask for it under its key ─► tell the payment
 *                        nothing is left: give it up        no answer: ask again later
 * </pre>
 */
public final class Charging implements Preparation {
    private static final String NAME = "collection";
    private static final String CAUSE = "due_work:CHARGE";
    private static final int AT_ONCE = 16;

    private final ProcessCommands commands;
    private final QueryGateway queries;
    private final PaymentMethods methods;
    private final PaymentProvider provider;
    private final WalletCharge wallets;

    public Charging(
            ProcessCommands commands,
            QueryGateway queries,
            PaymentMethods methods,
            PaymentProvider provider) {
        this.commands = commands;
        this.queries = queries;
        this.methods = methods;
        this.provider = provider;
        this.wallets = new WalletCharge(commands, queries);
    }

    /** One attempt that is due. */
    private record Attempt(DueItem item, Duty.Charge duty, RetryPolicy policy) {
        PaymentDocument payment() {
            return duty.payment();
        }

        Instant at() {
            return item.dueAt();
        }

        Scope scope() {
            return item.scope();
        }
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        RetryPolicy policy = policy(scope);
        Semaphore turns = new Semaphore(AT_ONCE);
        List<Future<Prepared>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DueItem item : items) {
                Attempt attempt = new Attempt(item, duty(item), policy);
                asked.add(threads.submit(() -> inTurn(attempt, turns)));
            }
        }
        return asked.stream().map(Charging::of).toList();
    }

    private Prepared inTurn(Attempt attempt, Semaphore turns) throws InterruptedException {
        turns.acquire();
        try {
            return charged(attempt);
        } catch (RuntimeException e) {
            return new Prepared.Unready(attempt.item(), e.toString());
        } finally {
            turns.release();
        }
    }

    private static Prepared of(Future<Prepared> prepared) {
        try {
            return prepared.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a charge could not be prepared", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while charges were prepared", e);
        }
    }

    private Prepared charged(Attempt attempt) {
        Money amount = amount(attempt);
        if (!amount.isPositive()) {
            return new Prepared.Ready(
                    attempt.item(),
                    decline(
                            attempt,
                            "nothing_to_collect",
                            "nothing is left to be asked for",
                            Again.NEVER));
        }
        PaymentDocument payment = attempt.payment();
        var hold =
                new HoldPayment(
                        payment.invoiceId(),
                        attempt.scope(),
                        attempt.at(),
                        attempt.duty().subject(),
                        attempt.duty().index(),
                        amount,
                        amount);
        return switch (commands.send(NAME, CAUSE, hold)) {
            case Answer.Accepted _ -> new Prepared.Ready(attempt.item(), asked(attempt, amount));
            case Answer.Refused(var why) ->
                    payment.origin() == Origin.COLLECTION
                            ? new Prepared.Unready(attempt.item(), why.message())
                            : new Prepared.Ready(
                                    attempt.item(),
                                    decline(
                                            attempt,
                                            "more_than_is_owed",
                                            why.message(),
                                            Again.NEVER));
        };
    }

    /** What to ask for: what was kept for this attempt before, or what a collection finds left. */
    private Money amount(Attempt attempt) {
        PaymentDocument payment = attempt.payment();
        if (payment.origin() == Origin.REQUESTED) {
            return payment.amount();
        }
        Optional<InvoiceView> found =
                Replies.of(
                        queries.query(
                                new InvoiceQuery.ById(attempt.scope(), payment.invoiceId()),
                                ResponseTypes.optionalInstanceOf(InvoiceView.class)));
        InvoiceView invoice =
                found.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the view does not show invoice " + payment.invoiceId()));
        return invoice.money().held().stream()
                .filter(
                        one ->
                                one.paymentId().equals(attempt.duty().subject())
                                        && one.attempt() == attempt.duty().index())
                .findFirst()
                .map(InvoicePayments.Held::amount)
                .orElseGet(() -> invoice.money().free(invoice.billed()).min(payment.amount()));
    }

    private Command asked(Attempt attempt, Money amount) {
        Outcome outcome =
                switch (attempt.payment().method().through()) {
                    case PROVIDER -> asked(attempt, provider, amount);
                    case WALLETS ->
                            wallets.charge(attempt.scope(), attempt.at(), attempt.duty(), amount);
                    case NOBODY ->
                            throw new IllegalStateException(
                                    "nobody has to be asked for " + attempt.duty().subject());
                };
        return switch (outcome) {
            case Outcome.Paid(String reference) ->
                    new PaymentCommand.Succeed(
                            attempt.duty().subject(),
                            attempt.scope(),
                            attempt.at(),
                            attempt.duty().index(),
                            amount,
                            reference);
            case Outcome.Refused(var code, var message, var again) ->
                    decline(attempt, code, message, again);
            case Outcome.CustomerMustAct(var reference, var url) ->
                    new PaymentCommand.AskCustomer(
                            attempt.duty().subject(),
                            attempt.scope(),
                            attempt.at(),
                            attempt.duty().index(),
                            reference,
                            url);
        };
    }

    private Outcome asked(Attempt attempt, PaymentProvider from, Money amount) {
        if (!methods.serve(attempt.scope())) {
            return new Outcome.Refused(
                    "no_provider",
                    "no payment provider moves money for this environment",
                    Again.NEVER);
        }
        PaymentDocument payment = attempt.payment();
        return from.charge(
                new Charge(
                        attempt.duty().subject() + "_" + attempt.duty().index(),
                        attempt.scope(),
                        payment.customerId(),
                        attempt.duty().index(),
                        payment.method(),
                        payment.methodId(),
                        amount,
                        payment.successUrl(),
                        payment.cancelUrl()));
    }

    /** Only what is collected by itself is tried again by itself. */
    private static PaymentCommand decline(
            Attempt attempt, String code, String message, Again again) {
        boolean retried = attempt.payment().origin() == Origin.COLLECTION && again == Again.LATER;
        return new PaymentCommand.Decline(
                attempt.duty().subject(),
                attempt.scope(),
                attempt.at(),
                attempt.duty().index(),
                code,
                message,
                retried
                        ? attempt.policy().next(attempt.duty().index(), attempt.at()).orElse(null)
                        : null);
    }

    private RetryPolicy policy(Scope scope) {
        Optional<SettingView> setting =
                Replies.of(
                        queries.query(
                                new TenancyQuery.SettingOf(scope, RetryPolicy.SETTING),
                                ResponseTypes.optionalInstanceOf(SettingView.class)));
        return setting.map(SettingView::value).map(RetryPolicy::of).orElse(RetryPolicy.USUAL);
    }

    private static Duty.Charge duty(DueItem item) {
        if (item.duty() instanceof Duty.Charge charge) {
            return charge;
        }
        throw new IllegalArgumentException("not a charge: " + item);
    }
}
