package io.tallybook.core.ledger;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.PurchaseInvoice;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.Journal;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The book of an invoice: its part of what the customer owes.
 *
 * @param sells credits that are bought are no revenue before they are used
 * @param taxWithin taxes that its prices contain
 * @param billed what it came to; absent before it was finalized and once it is void
 * @param notes the credit notes that hold
 * @param receivable what is owed on it; below zero what was paid beyond it
 * @param loss what of it was written off; absent for nothing
 */
@RecordBuilder
public record InvoiceBook(
        String customer,
        CurrencyCode currency,
        Sold sells,
        Money taxWithin,
        @Nullable InvoiceTotals billed,
        Map<String, Note> notes,
        Money receivable,
        @Nullable Money loss)
        implements Book {
    public InvoiceBook {
        notes = Map.copyOf(notes);
    }

    /** What an invoice sells. */
    public enum Sold {
        WORK,
        CREDITS
    }

    /**
     * What a credit note took off, and the taxes in it.
     *
     * @param credits what of it went back to wallets; absent for nothing
     */
    public record Note(Kind kind, Money total, Money tax, @Nullable Money credits) {
        /** What of it is money, and no credits that go back to their wallets. */
        Money money() {
            return credits == null ? total : total.minus(credits);
        }
    }

    @Override
    public BigDecimal balance() {
        return receivable.toDecimal();
    }

    /**
     * Books an event.
     *
     * <p>Errors: IllegalStateException if it is no opening and there was none before.
     */
    public static Booked<InvoiceBook> on(@Nullable InvoiceBook before, InvoiceEvent event) {
        return switch (event) {
            case InvoiceEvent.Opened e -> new Booked<>(opened(e.opening()), Journal.NOTHING);
            case InvoiceEvent.Computed e ->
                    new Booked<>(begun(before, event).computed(e.adjustments()), Journal.NOTHING);
            case InvoiceEvent.Finalized e -> begun(before, event).finalized(e.totals());
            case InvoiceEvent.Voided e -> begun(before, event).voided(e.credits());
            case InvoiceEvent.FinalizationRequested _,
                    InvoiceEvent.ComputationRequested _,
                    InvoiceEvent.DraftComputed _,
                    InvoiceEvent.Skipped _,
                    InvoiceEvent.Parked _,
                    InvoiceEvent.Released _,
                    InvoiceEvent.Described _,
                    InvoicePaymentEvent.PaymentHeld _,
                    InvoicePaymentEvent.PaymentReleased _,
                    InvoicePaymentEvent.RefundOrdered _,
                    InvoicePaymentEvent.CollectionGivenUp _,
                    InvoicePaymentEvent.DueDatePassed _,
                    InvoiceEvent.CommunicationRequested _ ->
                    new Booked<>(begun(before, event), Journal.NOTHING);
            case InvoicePaymentEvent.PaymentApplied e -> begun(before, event).paid(e.amount());
            case InvoicePaymentEvent.WrittenOff e -> begun(before, event).writtenOff(e.amount());
            case InvoicePaymentEvent.RefundApplied e ->
                    begun(before, event).paid(e.amount().negated());
            case InvoicePaymentEvent.LinesCredited e -> begun(before, event).noted(e);
            case InvoicePaymentEvent.CreditTakenBack e ->
                    begun(before, event).takenBack(e.creditNoteId().value());
        };
    }

    private static InvoiceBook opened(InvoiceOpening opening) {
        Money none = Money.zero(opening.currency());
        return new InvoiceBook(
                opening.customerId().value(),
                opening.currency(),
                sold(opening),
                none,
                null,
                Map.of(),
                none,
                null);
    }

    private static Sold sold(InvoiceOpening opening) {
        return PurchaseInvoice.is(opening) ? Sold.CREDITS : Sold.WORK;
    }

    private static InvoiceBook begun(@Nullable InvoiceBook before, InvoiceEvent event) {
        if (before == null) {
            throw new IllegalStateException(
                    "an invoice begins with its opening, but the first event booked was " + event);
        }
        return before;
    }

    private InvoiceBook computed(@Nullable AdjustmentsApplied adjustments) {
        Money within = Money.zero(currency);
        if (adjustments != null) {
            for (AdjustmentsApplied.TaxApplied tax : adjustments.taxes()) {
                within = tax.tax().rate().containedInPrice() ? within.plus(tax.amount()) : within;
            }
        }
        return InvoiceBookBuilder.builder(this).taxWithin(within).build();
    }

    private Booked<InvoiceBook> finalized(InvoiceTotals totals) {
        Journal.Draft draft = Journal.draft();
        write(draft, totals);
        draft.debit(AccountKind.CREDITS_IN_TRANSIT, customer, totals.credits());
        draft.debit(AccountKind.RECEIVABLE, customer, totals.total());
        return booked(totals, notes, receivable.plus(totals.total()), draft);
    }

    /** The side of what was sold; the side of what is owed is still to be written. */
    private void write(Journal.Draft draft, InvoiceTotals totals) {
        draft.credit(sold(), sellsCredits() ? customer : Account.HOUSE, net(totals));
        draft.credit(AccountKind.TAX_PAYABLE, Account.HOUSE, tax(totals));
        draft.debit(AccountKind.DISCOUNTS, Account.HOUSE, totals.discount());
    }

    private Money net(InvoiceTotals totals) {
        return totals.subtotal().minus(taxWithin);
    }

    private Money tax(InvoiceTotals totals) {
        return totals.tax().plus(taxWithin);
    }

    private boolean sellsCredits() {
        return sells == Sold.CREDITS;
    }

    private AccountKind sold() {
        return sellsCredits() ? AccountKind.CREDIT_SALES_IN_TRANSIT : AccountKind.REVENUE;
    }

    // What was sold and what was noted is undone; what came for it is then paid beyond it. Credits
    // that do not go back to their wallets are lost to the customer.
    private Booked<InvoiceBook> voided(List<CreditBurnt> credits) {
        InvoiceTotals was = billed;
        if (was == null) {
            return new Booked<>(this, Journal.NOTHING);
        }
        Journal.Draft draft = Journal.draft();
        draft.debit(sold(), sellsCredits() ? customer : Account.HOUSE, net(was));
        draft.debit(AccountKind.TAX_PAYABLE, Account.HOUSE, tax(was));
        draft.credit(AccountKind.DISCOUNTS, Account.HOUSE, was.discount());
        Money noted = Money.zero(currency);
        Money before = Money.zero(currency);
        for (Note note : notes.values()) {
            draft.credit(AccountKind.CREDIT_NOTES, Account.HOUSE, note.total().minus(note.tax()));
            draft.credit(AccountKind.TAX_PAYABLE, Account.HOUSE, note.tax());
            noted = noted.plus(note.money());
            before = before.plus(creditsOf(note));
        }
        Money back = Money.zero(currency);
        for (CreditBurnt credit : credits) {
            back = back.plus(credit.amount());
        }
        draft.credit(AccountKind.CREDITS_IN_TRANSIT, customer, back);
        draft.credit(AccountKind.FORFEITED, Account.HOUSE, was.credits().minus(before).minus(back));
        draft.credit(AccountKind.WRITTEN_OFF, Account.HOUSE, lost());
        Money owed = was.total().minus(noted).minus(lost());
        draft.credit(AccountKind.RECEIVABLE, customer, owed);
        return booked(null, notes, receivable.minus(owed), Money.zero(currency), draft);
    }

    // What comes after all lowers the loss before anything is paid beyond what is owed.
    private Booked<InvoiceBook> paid(Money amount) {
        Money none = Money.zero(currency);
        Money beyond = none.max(amount.minus(none.max(receivable)));
        Money recovered = lost().min(beyond);
        Journal.Draft draft =
                Journal.draft()
                        .debit(AccountKind.PAYMENTS_IN_TRANSIT, customer, amount)
                        .credit(AccountKind.WRITTEN_OFF, Account.HOUSE, recovered)
                        .credit(AccountKind.RECEIVABLE, customer, amount.minus(recovered));
        return booked(
                billed,
                notes,
                receivable.minus(amount).plus(recovered),
                lost().minus(recovered),
                draft);
    }

    private Booked<InvoiceBook> writtenOff(Money amount) {
        Journal.Draft draft =
                Journal.draft()
                        .debit(AccountKind.WRITTEN_OFF, Account.HOUSE, amount)
                        .credit(AccountKind.RECEIVABLE, customer, amount);
        return booked(billed, notes, receivable.minus(amount), lost().plus(amount), draft);
    }

    private Money lost() {
        return loss == null ? Money.zero(currency) : loss;
    }

    private Booked<InvoiceBook> noted(InvoicePaymentEvent.LinesCredited e) {
        Money total = e.note().total();
        Money credits = total.minus(e.money());
        Note note = new Note(e.kind(), total, taxIn(total), credits.isZero() ? null : credits);
        Map<String, Note> all = new LinkedHashMap<>(notes);
        all.put(e.creditNoteId().value(), note);
        return booked(
                billed,
                all,
                note.kind() == Kind.ADJUSTMENT ? receivable.minus(note.money()) : receivable,
                write(Journal.draft(), note, total, note.tax()));
    }

    private Booked<InvoiceBook> takenBack(String id) {
        Map<String, Note> left = new LinkedHashMap<>(notes);
        Note note = left.remove(id);
        if (note == null) {
            return new Booked<>(this, Journal.NOTHING);
        }
        return booked(
                billed,
                left,
                note.kind() == Kind.ADJUSTMENT ? receivable.plus(note.money()) : receivable,
                write(Journal.draft(), note, note.total().negated(), note.tax().negated()));
    }

    private Journal.Draft write(Journal.Draft draft, Note note, Money total, Money tax) {
        Money credits = total.isNegative() ? note.money().minus(note.total()) : creditsOf(note);
        return draft.debit(AccountKind.CREDIT_NOTES, Account.HOUSE, total.minus(tax))
                .debit(AccountKind.TAX_PAYABLE, Account.HOUSE, tax)
                .credit(AccountKind.CREDITS_IN_TRANSIT, customer, credits)
                .credit(
                        switch (note.kind()) {
                            case ADJUSTMENT -> AccountKind.RECEIVABLE;
                            case REFUND -> AccountKind.CREDIT_NOTES_IN_TRANSIT;
                        },
                        customer,
                        total.minus(credits));
    }

    private static Money creditsOf(Note note) {
        return note.total().minus(note.money());
    }

    // The share of the taxes in all notes so far, less what earlier ones had: the last note takes
    // what is left, to the cent.
    private Money taxIn(Money total) {
        if (billed == null) {
            return Money.zero(currency);
        }
        Money gross = billed.total().plus(billed.credits());
        if (!gross.isPositive()) {
            return Money.zero(currency);
        }
        Money before = Money.zero(currency);
        Money taxBefore = Money.zero(currency);
        for (Note note : notes.values()) {
            before = before.plus(note.total());
            taxBefore = taxBefore.plus(note.tax());
        }
        BigDecimal share =
                tax(billed)
                        .toDecimal()
                        .multiply(before.plus(total).toDecimal())
                        .divide(gross.toDecimal(), currency.minorUnits(), RoundingMode.HALF_EVEN);
        return Money.of(share, currency).minus(taxBefore);
    }

    private Booked<InvoiceBook> booked(
            @Nullable InvoiceTotals totals,
            Map<String, Note> allNotes,
            Money owed,
            Journal.Draft draft) {
        return booked(totals, allNotes, owed, lost(), draft);
    }

    private Booked<InvoiceBook> booked(
            @Nullable InvoiceTotals totals,
            Map<String, Note> allNotes,
            Money owed,
            Money nowLost,
            Journal.Draft draft) {
        return new Booked<>(
                InvoiceBookBuilder.builder(this)
                        .billed(totals)
                        .notes(allNotes)
                        .receivable(owed)
                        .loss(nowLost.isZero() ? null : nowLost)
                        .build(),
                draft.balanced());
    }
}
