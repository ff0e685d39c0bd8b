package io.tallybook.command.invoice;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import java.time.Instant;
import java.util.List;

/** What an invoice is, as far as its rules need it. */
sealed interface InvoiceState {
    /** It does not exist yet. */
    record Absent() implements InvoiceState {}

    /** Usage may still come in. */
    record Draft(InvoiceEvent.Opened opened, Instant finalizeAt) implements InvoiceState {}

    /** Its usage and lines are frozen; wallets are being asked. */
    record Computed(InvoiceEvent.Opened opened, InvoiceEvent.Computed computed)
            implements InvoiceState {}

    /** It has its number and never changes. */
    record Finalized(
            InvoiceEvent.Opened opened, String number, List<CreditBurnt> credits, Account account)
            implements InvoiceState {}

    /** There was nothing to charge. */
    record Skipped(InvoiceEvent.Opened opened) implements InvoiceState {}

    /** It counts no longer. */
    record Voided(InvoiceEvent.Opened opened, Instant voidedAt, Account account)
            implements InvoiceState {}

    default InvoiceState evolve(InvoiceEvent event) {
        return switch (event) {
            case InvoiceEvent.Opened e -> new Draft(e, e.opening().finalizeAt());
            case InvoiceEvent.FinalizationRequested e -> new Draft(opened(e), e.finalizeAt());
            case InvoiceEvent.Computed e -> new Computed(opened(e), e);
            case InvoiceEvent.Skipped e -> new Skipped(opened(e));
            case InvoiceEvent.Finalized e ->
                    new Finalized(opened(e), e.number(), e.credits(), account(e));
            case InvoiceEvent.Voided e -> new Voided(opened(e), e.voidedAt(), account().voided());
            case InvoicePaymentEvent e -> paid(e);
        };
    }

    private InvoiceState paid(InvoicePaymentEvent e) {
        return switch (this) {
            case Finalized(var opened, var number, var credits, var account) ->
                    new Finalized(opened, number, credits, account.after(e));
            case Voided(var opened, var voidedAt, var account) ->
                    new Voided(opened, voidedAt, account.after(e));
            case Absent _, Draft _, Computed _, Skipped _ ->
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
            case Draft(var opened, var _) -> Account.nothing(opened.opening().currency());
            case Computed(var opened, var _) -> Account.nothing(opened.opening().currency());
            case Skipped(var opened) -> Account.nothing(opened.opening().currency());
            case Absent() ->
                    throw new IllegalStateException("nothing is owed on what does not exist");
        };
    }

    private InvoiceEvent.Opened opened(InvoiceEvent event) {
        return switch (this) {
            case Absent() ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", event.invoiceId(), this, event);
            case Draft(var opened, var _) -> opened;
            case Computed(var opened, var _) -> opened;
            case Finalized(var opened, var _, var _, var _) -> opened;
            case Skipped(var opened) -> opened;
            case Voided(var opened, var _, var _) -> opened;
        };
    }
}
