package io.tallybook.command.invoice;

import static io.tallybook.command.invoice.InvoiceDecider.KIND;
import static io.tallybook.command.invoice.InvoiceDecider.skipped;
import static io.tallybook.command.invoice.InvoiceDecider.visible;
import static io.tallybook.command.invoice.InvoiceDecider.voided;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.invoice.InvoiceState.Absent;
import io.tallybook.command.invoice.InvoiceState.Computed;
import io.tallybook.command.invoice.InvoiceState.Draft;
import io.tallybook.command.invoice.InvoiceState.Finalized;
import io.tallybook.command.invoice.InvoiceState.Parked;
import io.tallybook.command.invoice.InvoiceState.Skipped;
import io.tallybook.command.invoice.InvoiceState.Voided;
import io.tallybook.core.Rejection;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.domain.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an invoice says: the lines that it is opened with, and what stands beside its amounts. */
final class PaperRules {
    private PaperRules() {}

    /** What it says beside its amounts: of a void one nothing is changed any more. */
    static Decision<InvoiceEvent.Described> describe(
            InvoiceState state, InvoiceCommand.Describe c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft(var paper, var _) -> described(paper, c);
            case Parked(var paper, var _) -> described(paper, c);
            case Computed(var paper, var _) -> described(paper, c);
            case Finalized(var paper, var _, var _, var _) -> described(paper, c);
            case Skipped(var paper) -> described(paper, c);
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    /** Asks once more that the customer be told: each time anew, of what is final alone. */
    static Decision<InvoiceEvent.CommunicationRequested> communicate(
            InvoiceState state, InvoiceCommand.RequestCommunication c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Finalized _ ->
                    Decision.accepted(
                            new InvoiceEvent.CommunicationRequested(c.invoiceId(), c.at()));
            case Draft _, Parked _, Computed _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '"
                                            + c.invoiceId()
                                            + "' is not finalized: a customer is told of what is"
                                            + " final"));
            case Skipped _ -> Decision.refused(skipped(c.invoiceId()));
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    private static Decision<InvoiceEvent.Described> described(
            InvoiceState.Paper paper, InvoiceCommand.Describe c) {
        if (c.details().equals(paper.details())) {
            return Decision.alreadyDone();
        }
        return Decision.unless(
                sayable(c.details()), new InvoiceEvent.Described(c.invoiceId(), c.details()));
    }

    private static Optional<Rejection> sayable(InvoiceDetails details) {
        return Rules.begin()
                .textIfAny("description", details.description(), Rules.TEXT_MAX)
                .textIfAny("invoice_pdf_url", details.pdfUrl(), Rules.TEXT_MAX)
                .textIfAny("idempotency_key", details.idempotencyKey(), Rules.TEXT_MAX)
                .metadata(details.metadata())
                .moment("due_date", details.dueDate())
                .broken();
    }

    // Given lines are computed once before they are taken: what cannot be billed is refused now
    // rather than when the invoice is due.
    static Decision<InvoiceEvent.Opened> opening(
            InvoiceCommand.Open c, InvoiceEvent.Opened opened) {
        GivenInvoice given = c.opening().given();
        if (given == null) {
            return Decision.accepted(opened);
        }
        if (given.lines().isEmpty()) {
            return Decision.refused(Rejection.field("line_items", "none", "at least one line"));
        }
        Money subtotal = given(c, given);
        return subtotal.isNegative()
                ? Decision.refused(
                        Rejection.field(
                                "line_items",
                                "a sum of " + subtotal,
                                "amounts that sum to 0 or more"))
                : Decision.unless(sayable(given.details()), opened);
    }

    /** What given lines come to, below zero where more is taken off than owed. */
    private static Money given(InvoiceCommand.Open c, GivenInvoice given) {
        List<InvoiceLineInput> owed = new ArrayList<>();
        Money off = Money.zero(c.opening().currency());
        for (InvoiceLineInput line : given.lines()) {
            InvoiceLineInput.Plain plain = line.plain();
            if (plain != null && plain.amount().isNegative()) {
                off = off.plus(plain.amount());
            } else {
                owed.add(line);
            }
        }
        return Arithmetic.compute(
                        c.invoiceId(),
                        c.opening().currency(),
                        given.conventions(),
                        owed,
                        null,
                        List.of())
                .subtotal()
                .plus(off);
    }
}
