package io.tallybook.command.invoice;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceNotes;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import java.time.Instant;
import java.util.List;

/** What an invoice is, as far as its rules need it. */
sealed interface InvoiceState {
    /** It does not exist yet. */
    record Absent() implements InvoiceState {}

    /**
     * What it was opened for, and what it says beside its amounts by now.
     *
     * @param accepted the breaches of safety bounds that an operator has found right
     */
    record Paper(InvoiceEvent.Opened opened, InvoiceDetails details, List<Breach> accepted) {
        static Paper of(InvoiceEvent.Opened opened) {
            return new Paper(opened, InvoiceNotes.of(opened.opening()).details(), List.of());
        }

        Paper saying(InvoiceDetails other) {
            return new Paper(opened, other, accepted);
        }

        Paper accepting(List<Breach> breaches) {
            return new Paper(opened, details, breaches);
        }

        InvoiceOpening opening() {
            return opened.opening();
        }
    }

    /** Usage may still come in. */
    record Draft(Paper paper, Instant finalizeAt) implements InvoiceState {}

    /** It did not keep a safety bound and waits for an operator. */
    record Parked(Paper paper, InvoiceEvent.Parked parked) implements InvoiceState {}

    /** Its usage and lines are frozen; wallets are being asked. */
    record Computed(Paper paper, InvoiceEvent.Computed computed) implements InvoiceState {}

    /** It has its number and never changes. */
    record Finalized(Paper paper, String number, List<CreditBurnt> credits, Account account)
            implements InvoiceState {}

    /** There was nothing to charge. */
    record Skipped(Paper paper) implements InvoiceState {}

    /** It counts no longer. */
    record Voided(Paper paper, Instant voidedAt, Account account) implements InvoiceState {}

    default InvoiceState evolve(InvoiceEvent event) {
        return switch (event) {
            case InvoiceEvent.Opened e -> new Draft(Paper.of(e), e.opening().finalizeAt());
            case InvoiceEvent.FinalizationRequested e -> new Draft(paper(e), e.finalizeAt());
            case InvoiceEvent.Computed e -> new Computed(paper(e), e);
            case InvoiceEvent.Parked e -> new Parked(paper(e), e);
            case InvoiceEvent.Released e ->
                    new Draft(paper(e).accepting(e.accepted()), e.releasedAt());
            case InvoiceEvent.Skipped e -> new Skipped(paper(e));
            case InvoiceEvent.Finalized e ->
                    new Finalized(paper(e), e.number(), e.credits(), account(e));
            case InvoiceEvent.Voided e ->
                    new Voided(paper(e), e.voidedAt(), account().voided(e.moneyBack()));
            case InvoiceEvent.ComputationRequested _,
                    InvoiceEvent.DraftComputed _,
                    InvoiceEvent.CommunicationRequested _ ->
                    this;
            case InvoiceEvent.Described e -> saying(paper(e).saying(e.details()));
            case InvoicePaymentEvent e -> paid(e);
        };
    }

    private InvoiceState paid(InvoicePaymentEvent e) {
        return switch (this) {
            case Finalized(var paper, var number, var credits, var account) ->
                    new Finalized(paper, number, credits, account.after(e));
            case Voided(var paper, var voidedAt, var account) ->
                    new Voided(paper, voidedAt, account.after(e));
            case Absent _, Draft _, Parked _, Computed _, Skipped _ ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", e.invoiceId(), this, e);
        };
    }

    private Account account(InvoiceEvent.Finalized e) {
        return this instanceof Computed(var _, var computed)
                ? Account.of(computed.lines(), e)
                : account();
    }

    private Account account() {
        return switch (this) {
            case Finalized finalized -> finalized.account();
            case Voided voided -> voided.account();
            case Draft(var paper, var _) -> Account.nothing(paper.opening().currency());
            case Parked(var paper, var _) -> Account.nothing(paper.opening().currency());
            case Computed(var paper, var _) -> Account.nothing(paper.opening().currency());
            case Skipped(var paper) -> Account.nothing(paper.opening().currency());
            case Absent() ->
                    throw new IllegalStateException("nothing is owed on what does not exist");
        };
    }

    private InvoiceState saying(Paper paper) {
        return switch (this) {
            case Absent absent -> absent;
            case Draft(var _, var finalizeAt) -> new Draft(paper, finalizeAt);
            case Parked(var _, var parked) -> new Parked(paper, parked);
            case Computed(var _, var computed) -> new Computed(paper, computed);
            case Finalized(var _, var number, var credits, var account) ->
                    new Finalized(paper, number, credits, account);
            case Skipped _ -> new Skipped(paper);
            case Voided(var _, var voidedAt, var account) -> new Voided(paper, voidedAt, account);
        };
    }

    private Paper paper(InvoiceEvent event) {
        return switch (this) {
            case Absent() ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", event.invoiceId(), this, event);
            case Draft(var paper, var _) -> paper;
            case Parked(var paper, var _) -> paper;
            case Computed(var paper, var _) -> paper;
            case Finalized(var paper, var _, var _, var _) -> paper;
            case Skipped(var paper) -> paper;
            case Voided(var paper, var _, var _) -> paper;
        };
    }
}
