package io.tallybook.command.invoice;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.BackToWallets;
import io.tallybook.core.invoice.Correction;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePaymentEvent.CreditTakenBack;
import io.tallybook.core.invoice.InvoicePaymentEvent.LinesCredited;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much credit notes may take off an invoice: of each line no more than is left of it with its
 * taxes; while something is owed no more than that, afterwards no more than was paid. Of a line
 * that credits have paid, what is asked for in money comes first, and the rest goes back to the
 * wallets, the last one that paid first.
 */
final class CreditRules {
    private CreditRules() {}

    static Decision<InvoicePaymentEvent> credit(
            InvoiceState state, InvoicePaymentCommand.CreditLines c) {
        if (InvoiceDecider.visible(state, c.scope()) instanceof InvoiceState.Voided) {
            return Decision.refused(nothingToCredit(c.invoiceId()));
        }
        return PaymentRules.account(
                state,
                c.invoiceId(),
                c.scope(),
                account ->
                        note(account, c.creditNoteId()).isPresent()
                                ? Decision.alreadyDone()
                                : credited(account, c));
    }

    /** What is still owed is lowered first; what of it was paid goes back by a note of its own. */
    static Decision<InvoicePaymentEvent> correct(
            InvoiceState state, InvoicePaymentCommand.CreditCorrection c) {
        if (InvoiceDecider.visible(state, c.scope()) instanceof InvoiceState.Voided) {
            return Decision.refused(nothingToCredit(c.invoiceId()));
        }
        return PaymentRules.account(
                state,
                c.invoiceId(),
                c.scope(),
                account ->
                        note(account, c.correction().first().id()).isPresent()
                                ? Decision.alreadyDone()
                                : corrected(account, c));
    }

    private static Decision<InvoicePaymentEvent> corrected(
            Account account, InvoicePaymentCommand.CreditCorrection c) {
        List<InvoicePaymentEvent> events = new ArrayList<>();
        Account now = account;
        for (Correction.Note note : c.correction().over(owed(account, c.at()))) {
            var credit =
                    new InvoicePaymentCommand.CreditLines(
                            c.invoiceId(), c.scope(), c.at(), note.id(), note.document());
            switch (credited(now, credit)) {
                case Decision.Accepted<InvoicePaymentEvent>(var more) -> {
                    events.addAll(more);
                    for (InvoicePaymentEvent event : more) {
                        now = now.after(event);
                    }
                }
                case Decision.AlreadyDone<InvoicePaymentEvent> done -> {
                    return done;
                }
                case Decision.Refused<InvoicePaymentEvent> refused -> {
                    return refused;
                }
            }
        }
        return Decision.accepted(events);
    }

    private static Money owed(Account account, Instant at) {
        return account.settled(at).remaining(account.billed());
    }

    private static Decision<InvoicePaymentEvent> credited(
            Account account, InvoicePaymentCommand.CreditLines c) {
        Optional<Rejection> broken = lines(account, c.note());
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        Money remaining = owed(account, c.at());
        Kind kind = remaining.isPositive() ? Kind.ADJUSTMENT : Kind.REFUND;
        Money most = kind == Kind.REFUND ? account.settled(c.at()).kept() : remaining;
        BackToWallets back = back(account, c.note());
        var event =
                new LinesCredited(
                        c.invoiceId(),
                        c.creditNoteId(),
                        kind,
                        c.note(),
                        c.at(),
                        back.credits().isEmpty() ? null : back);
        return Decision.unless(within(event.money(), kind, most), event);
    }

    /** What of a note goes back to wallets: of each line what its money does not cover. */
    private static BackToWallets back(Account account, CreditNoteDocument note) {
        List<BackToWallets.OfLine> lines = new ArrayList<>();
        Money none = Money.zero(account.billed().currency());
        Money all = none;
        Map<InvoiceLineId, Money> moneyLeft = moneyLeft(account);
        for (CreditNoteDocument.Line line : note.lines()) {
            Money money = moneyLeft.getOrDefault(line.invoiceLineId(), none);
            Money credits = line.amount().minus(line.amount().min(money));
            if (credits.isPositive()) {
                lines.add(new BackToWallets.OfLine(line.invoiceLineId(), credits));
                all = all.plus(credits);
            }
        }
        return new BackToWallets(from(account, all), lines);
    }

    private static Map<InvoiceLineId, Money> moneyLeft(Account account) {
        InvoicePayments payments = account.payments();
        Map<InvoiceLineId, Money> credited = payments.creditedByLine();
        Map<InvoiceLineId, Money> backToWallets = payments.backToWalletsByLine();
        Money none = Money.zero(account.billed().currency());
        Map<InvoiceLineId, Money> left = new HashMap<>();
        for (Account.Line line : account.lines()) {
            Money money =
                    credited.getOrDefault(line.id(), none)
                            .minus(backToWallets.getOrDefault(line.id(), none));
            left.put(line.id(), line.amount().minus(money));
        }
        return left;
    }

    /** The debits that paid it, the last one first. */
    private static List<CreditBurnt> from(Account account, Money all) {
        List<CreditBurnt> credits = new ArrayList<>();
        Money left = all;
        for (CreditBurnt burnt : account.creditsLeft().reversed()) {
            Money part = burnt.amount().min(left);
            if (part.isPositive()) {
                credits.add(new CreditBurnt(burnt.walletId(), burnt.transactionId(), part));
                left = left.minus(part);
            }
        }
        return credits;
    }

    private static Optional<InvoicePayments.Note> note(Account account, CreditNoteId id) {
        return account.payments().notes().stream()
                .filter(one -> one.creditNoteId().equals(id))
                .findFirst();
    }

    private static Rejection nothingToCredit(InvoiceId id) {
        return Rejection.invalidOperation(
                "invoice '" + id + "' is void: there is nothing to credit");
    }

    private static Optional<Rejection> within(Money money, Kind kind, Money most) {
        return Rules.begin()
                .that(
                        !most.isLessThan(money),
                        "line_items",
                        money.toString(),
                        "in all at most "
                                + most
                                + (kind == Kind.REFUND
                                        ? ", which was paid and not given back"
                                        : ", which is still owed"))
                .broken();
    }

    private static Optional<Rejection> lines(Account account, CreditNoteDocument note) {
        Rules rules =
                Rules.begin()
                        .that(!note.lines().isEmpty(), "line_items", "none", "at least one line");
        Set<InvoiceLineId> seen = new HashSet<>();
        Money none = Money.zero(account.billed().currency());
        Map<InvoiceLineId, Money> credited = account.payments().creditedByLine();
        Map<InvoiceLineId, Money> billed = new HashMap<>();
        account.lines().forEach(line -> billed.put(line.id(), line.amount().plus(line.credits())));
        List<CreditNoteDocument.Line> lines = note.lines();
        for (int i = 0; i < lines.size(); i++) {
            CreditNoteDocument.Line line = lines.get(i);
            String field = "line_items[" + i + "]";
            InvoiceLineId id = line.invoiceLineId();
            Money left = billed.getOrDefault(id, none).minus(credited.getOrDefault(id, none));
            rules =
                    rules.that(
                                    billed.containsKey(id),
                                    field + ".invoice_line_item_id",
                                    id.value(),
                                    "a line of the invoice")
                            .that(
                                    seen.add(id),
                                    field + ".invoice_line_item_id",
                                    id.value(),
                                    "each line once")
                            .that(
                                    line.amount().currency().equals(left.currency()),
                                    field + ".amount",
                                    line.amount().toString(),
                                    "an amount in " + left.currency().code())
                            .then(() -> amount(field + ".amount", line.amount(), left));
        }
        return rules.broken();
    }

    private static Optional<Rejection> amount(String field, Money amount, Money left) {
        return Rules.begin()
                .that(amount.isPositive(), field, amount.toString(), "more than 0")
                .that(
                        !left.isLessThan(amount),
                        field,
                        amount.toString(),
                        "at most " + left + ", which is left of the line")
                .broken();
    }

    static Decision<InvoicePaymentEvent> takeBack(
            InvoiceState state, InvoicePaymentCommand.TakeBackCredit c) {
        return PaymentRules.account(
                state,
                c.invoiceId(),
                c.scope(),
                account -> {
                    Optional<InvoicePayments.Note> note = note(account, c.creditNoteId());
                    if (note.isEmpty()) {
                        return Decision.alreadyDone();
                    }
                    return note.get().kind() == Kind.REFUND || note.get().back() != null
                            ? Decision.refused(
                                    Rejection.invalidOperation(
                                            "credit note '"
                                                    + c.creditNoteId()
                                                    + "' has given money back and cannot be"
                                                    + " voided"))
                            : Decision.accepted(
                                    new CreditTakenBack(c.invoiceId(), c.creditNoteId(), c.at()));
                });
    }
}
